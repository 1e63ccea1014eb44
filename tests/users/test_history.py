import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from users import audit
from users.models import Actor, ActorKind, User

pytestmark = pytest.mark.django_db
SWEEP = Actor(ActorKind.SYSTEM, label="release")


@pytest.fixture
def organiser():
    return User.objects.create_user("org@example.org", name="Ona Org", is_staff=True)


def address(thing):
    return reverse("users:history", args=[thing])


def edit(user, of, at=None):
    return LogEntry.objects.create(
        user=user,
        content_type=ContentType.objects.get_for_model(of),
        object_id=of.pk,
        object_repr=str(of),
        action_flag=CHANGE,
        change_message='[{"changed": {"fields": ["Name"]}}]',
        action_time=at or timezone.now(),
    )


def test_history_shows_verbs_and_edits_newest_first(client, organiser):
    now = timezone.now()
    audit.record("hand_over", organiser, by=SWEEP, at=now, why="Because.")
    edit(organiser, organiser, at=now + timezone.timedelta(hours=1))
    audit.record("begin", organiser, by=Actor(ActorKind.ACCOUNT, organiser), at=now)
    client.force_login(organiser)

    page = client.get(address(f"users.user:{organiser.pk}"))

    said = [(d.what, d.who, d.why) for d in page.context["deeds"]]
    assert said == [
        ("edit", "Ona Org", "Changed Name."),
        ("begin", "Ona Org", ""),
        ("hand over", "Timetable release", "Because."),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_history_asks_the_same_questions_for_any_length(
    rows, client, organiser, django_assert_num_queries
):
    for _ in range(rows):
        audit.record("end", organiser, by=SWEEP, at=timezone.now())
        edit(organiser, organiser)
    client.force_login(organiser)

    with django_assert_num_queries(4):
        client.get(address(f"users.user:{organiser.pk}"))


@pytest.mark.parametrize("thing", ["users.nothing:1", "nothing", "a.b.c:1"])
def test_history_of_no_table_is_not_found(thing, client, organiser):
    client.force_login(organiser)

    assert client.get(address(thing)).status_code == 404


def test_history_is_for_staff_alone(client):
    client.force_login(User.objects.create_user("some@example.org"))

    assert client.get(address("users.user:1")).status_code == 404


def test_history_of_what_no_admin_edits_leads_nowhere_back(client, organiser):
    client.force_login(organiser)

    page = client.get(address("sessions.session:abc"))

    assert page.context["back"] == ""
    assert page.context["deeds"] == []


def test_form_in_the_admin_leads_to_the_history(client):
    boss = User.objects.create_superuser("boss@example.org")
    client.force_login(boss)

    page = client.get(reverse("admin:users_user_change", args=[boss.pk]))

    assert address(f"users.user:{boss.pk}") in page.content.decode()
