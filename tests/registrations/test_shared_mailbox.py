"""Two people on one mission mailbox: both are accepted, one login serves both."""

import re

import pytest

from mailing.models import Message
from partners.models import Person, PersonState, Posting
from registrations import chooser
from registrations.emails import link_of
from registrations.models import Registration
from tests.axe import LOOKS, assert_clean, enter
from tests.factories import TODAY, make_mission, make_seminar, make_user

pytestmark = pytest.mark.django_db
in_browser = pytest.mark.django_db(transaction=True)
BOX = "mission@example.org"
TWO = ("Ana María Ortiz", "Ben Diop")


@pytest.fixture
def mission():
    return make_mission()


@pytest.fixture
def user():
    return make_user(email=BOX)


def serve(user, mission):
    """Let one account serve two people of a mission, each with a post."""
    people = [Person.objects.create(name=name, account=user) for name in TWO]
    for person, rank in zip(people, ("Counsellor", "Attaché"), strict=True):
        Posting.objects.create(person=person, organisation=mission, rank=rank)
    return people


def sheet(mission):
    """Fill in the public form as an assistant would."""
    filled = {"address": BOX, "told": "on"}
    for number, (name, rank) in enumerate(
        zip(TWO, ("Counsellor", "Attaché"), strict=True), 1
    ):
        said = {
            "form_of_address": "none",
            "name": name,
            "rank": rank,
            "organisation": mission.name_en,
            "address": BOX,
            "language": "en",
            "gender": "",
            "needs": "",
        }
        filled |= {f"person-{number}-{field}": value for field, value in said.items()}
    return filled


def test_two_people_on_one_mailbox_are_two_people(client, user, mission):
    """Story 3: filed together, linked each for themselves, asked who they are."""
    seminar = make_seminar(places=2)
    path = f"/seminars/{seminar.slug}/register/"
    page = client.get(path).content.decode()
    key = re.search(r'name="form_key" value="([^"]+)"', page)[1]

    answer = client.post(path, sheet(mission) | {"form_key": key})

    assert answer.status_code == 303
    both = list(Registration.objects.order_by("line_number"))
    assert [(one.name, one.status) for one in both] == [
        (name, "confirmed") for name in TWO
    ]
    told = Message.objects.filter(purpose="seat_confirmed").order_by("pk")
    assert list(told.values_list("address", flat=True)) == [BOX, BOX]
    assert len({link_of(one).path for one in both}) == 2
    client.force_login(user)
    for one in both:
        client.post(f"{link_of(one).path}this-is-me/")
    page = client.get("/my/").content.decode()
    assert "Several people sign in here. Which of them are you?" in page
    assert "/my/registrations/" not in page


def test_who_is_chosen_sees_what_is_theirs(client, user, mission):
    ana, ben = serve(user, mission)
    seminar = make_seminar(places=1)
    client.force_login(user)

    page = client.get("/my/").content.decode()
    assert "A. M. O." in page
    assert "Attaché" in page
    for name in TWO:
        assert name not in page
    page = client.get(f"/my/?as={ana.pk}").content.decode()
    assert "Shown for:" in page
    assert "Nothing yet." in page
    for nonsense in ("x", "0", str(Person.objects.create(name="Other").pk)):
        page = client.get(f"/my/?as={nonsense}").content.decode()
        assert "Which of them are you?" in page
    assert seminar.title_en not in page
    assert ben.name not in page


def test_who_was_erased_is_not_offered(user, mission):
    ana, ben = serve(user, mission)
    Person.objects.filter(pk=ben.pk).update(state=PersonState.ERASED)

    [only] = chooser.of(user, day=TODAY)

    assert (only.pk, only.initials) == (ana.pk, "A. M. O.")
    assert [post.rank for post in only.posts] == ["Counsellor"]
    assert chooser.chosen([only], "") == only
    assert chooser.chosen([], "") is None


@in_browser
@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_chooser_is_clean(live_server, page, client, look):
    user = make_user(email=BOX)
    ana, _ben = serve(user, make_mission())
    enter(page, live_server.url, client, user)

    for path in ("/my/", f"/my/?as={ana.pk}"):
        assert_clean(page, live_server.url + path, look)
