"""Story 8: a speaker cannot come, a day before."""

from email.utils import parseaddr

import pytest
from django.core import mail
from django.utils import timezone

from partners.models import Person
from tests.factories import (
    HOUR,
    make_mission,
    make_organiser,
    make_seminar,
    make_theme,
)
from tests.journeys.visitor import (
    Visitor,
    ask,
    let_messages_leave,
    letters,
    signed_in,
)
from tests.seminars.scenes import make_document, make_speaker

pytestmark = pytest.mark.django_db
SPEAKER = "Ingrid Solheim, University of the Southern Coast"
PLACES = 2


@pytest.fixture
def seminar():
    """Given a named speaker, her slides, and somebody who spoke on it before."""
    seminar = make_seminar(places=PLACES, starts_at=timezone.now() + 26 * HOUR)
    past, theme = make_seminar(places=1), make_theme()
    for one in (seminar, past):
        one.themes.add(theme)
    make_speaker(seminar.sessions.get())
    Person.objects.update(gender="woman")
    make_speaker(past.sessions.get(), name="Ana Duarte", state="spoke")
    make_document(seminar, kind="presentation", title="Slides of the first")
    ask(seminar, make_mission(), PLACES)
    return seminar


@pytest.fixture
def organiser(seminar):
    organiser = signed_in(make_organiser())
    letters()
    mail.outbox.clear()
    return organiser


def test_the_programme_says_to_be_confirmed(organiser, seminar):
    visitor = Visitor().open(f"/seminars/{seminar.slug}/")
    assert visitor.sees("Ingrid Solheim", "Slides of the first")
    [slides] = [href for text, href in visitor.page.links if "Slides" in text]

    organiser.open(f"/work/seminars/{seminar.pk}/").follow("Replace a speaker")
    form, _button = organiser.find("Show what it means")
    [speaker] = form.choices["speaker"]
    [_nobody, other] = form.choices["other"]
    assert organiser.sees(
        "Ana Duarte (said yes before)",
        "On the panel now: 1 woman, 0 men, 0 others or not said.",
    )
    organiser.send("Show what it means", speaker=speaker, other=other)
    assert organiser.sees(SPEAKER, "Speaker to be confirmed", "Told by mail 2")
    assert organiser.sees("0 women, 0 men, 1 other or not said")
    organiser.send("Take the speaker out")
    let_messages_leave()

    # Never blank and never stale, with a version, and what was hers withdrawn
    visitor.open(visitor.path)
    assert visitor.sees("Speaker to be confirmed", "Version 2")
    assert f"<del>{SPEAKER}</del>" in visitor.html
    assert "Slides of the first" not in visitor.text
    assert "Ana Duarte" not in visitor.text
    # Organisers alone see who is on the panel now
    assert "panel" not in visitor.text
    organiser.open(f"/admin/seminars/seminar/{seminar.pk}/change/")
    assert organiser.sees("On the panel: 0 women, 0 men, 1 other or not said.")
    visitor.open(slides, status=404)
    # Everybody is told once, and nobody's calendar moves
    told = [parseaddr(one.to[0])[1] for one in letters(subject="Change of speaker")]
    assert len(told) == len(set(told)) == len(mail.outbox) == PLACES
    assert all(len(one.alternatives) == 1 for one in mail.outbox)


def test_taken_back_in_time_nobody_hears_of_it(organiser, seminar):
    organiser.open(f"/work/seminars/{seminar.pk}/").follow("Replace a speaker")
    form, _button = organiser.find("Show what it means")
    [speaker] = form.choices["speaker"]
    organiser.send("Show what it means", speaker=speaker, other="")
    organiser.send("Take the speaker out")

    organiser.send("Undo")
    let_messages_leave()

    assert organiser.sees("Taken back: all is as it was before.")
    assert Visitor().open(f"/seminars/{seminar.slug}/").sees("Ingrid Solheim")
    assert mail.outbox == []
