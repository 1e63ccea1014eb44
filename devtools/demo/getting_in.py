"""What people are asked and told where places are kept, chosen, invited to or offered.

Each of these seminars is made once, some weeks ahead, by the verbs of the house.
"""

from datetime import date, datetime, timedelta
from random import Random

from devtools.demo.accounts import assistants_mission
from devtools.demo.guests import Sheet
from devtools.demo.ledger import DEMO, ny
from devtools.demo.mailboxes import official_address
from devtools.demo.offers import Offer, free_slug, morning, offer, workday
from devtools.demo.upcoming import file, register_others
from devtools.demo.ways import APPLICATION, INVITATION, KEPT, OFFERED
from partners.models import FormOfAddress, Gender
from registrations.models import (
    OFFER_HOURS,
    CancelledBecause,
    QuestionKind,
    Registration,
)
from registrations.services import answers, inviting, kept, offers, questions, seats
from registrations.services.answers import Given
from registrations.services.inviting import Guest
from seminars.models import Mode, Seminar
from unitar_seminars.hours import local_day
from unitar_seminars.translated import Language

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
MISSIONS = 1  # the first tier of the usual order
GROUPS = {
    "kind": QuestionKind.CHOICE,
    "label_en": "Which group would you like to work in?",
    "label_fr": "Dans quel groupe souhaitez-vous travailler ?",
    "options_en": "Studies\nFirst jobs\nMinors who travel alone",
    "options_fr": "Études\nPremiers emplois\nMineurs voyageant seuls",
    "purpose_en": "So that each group has a table of the right size.",
    "purpose_fr": "Pour que chaque groupe ait une table à sa taille.",
    "is_required": True,
    "position": 1,
    "kept_days": 30,
}
WORDS = {
    "kind": QuestionKind.LONG,
    "label_en": "What should the speakers answer?",
    "label_fr": "À quoi les intervenants devraient-ils répondre ?",
    "purpose_en": "Speakers read these questions beforehand, without names.",
    "purpose_fr": "Les intervenants lisent ces questions à l’avance, sans les noms.",
    "position": 2,
    "kept_days": 30,
}
ASKED = (
    "Who pays for the journey home?",
    "Comment une école accueille-t-elle un élève en cours d’année ?",
    "Which papers does a minor need to see a doctor?",
)
WAITING = (
    ("Daniel Kiprono", Gender.MAN, FormOfAddress.MR, "Second Secretary"),
    ("Zawadi Nyambura", Gender.WOMAN, FormOfAddress.MS, "Third Secretary"),
)
INVITED = (
    Guest("Ama Boateng", "mayors.office@keta.example", "Town of Keta (fictional)"),
    Guest(
        "Luc Verdier",
        "cabinet@saint-aubin.example",
        "Ville de Saint-Aubin (fictif)",
        Language.FR,
    ),
)


def make_kept(*, at: datetime) -> None:
    """Announce a seminar that asks two things and keeps places for missions."""
    day = ahead(24, at)
    seminar = offered_on(day, KEPT, at=at - 6 * DAY)
    asked = [questions.ask(seminar, GROUPS, by=DEMO, at=at - 6 * DAY)]
    asked += [questions.ask(seminar, WORDS, by=DEMO, at=at - 6 * DAY)]
    register_others(seminar, 6, at=at - 5 * DAY, over=4 * DAY)
    group, words = (question.pk for question in asked)
    people = seminar.registrations.order_by("line_number")
    for number, registration in enumerate(people):
        said = [Given(group, 1 + number % 3)]
        said += [Given(words, text) for text in ASKED[number : number + 1]]
        answers.replace(registration, said, by=DEMO, at=at - HOUR)
    until = ny(day - 3 * DAY, 18)
    kept.keep(seminar, Mode.ROOM, MISSIONS, 8, until, by=DEMO, at=at - HOUR)


def make_offered(*, at: datetime) -> None:
    """Announce a full seminar; one place was given back and is on offer."""
    seminar = offered_on(ahead(27, at), OFFERED, at=at - 9 * DAY)
    register_others(seminar, OFFERED.places, at=at - 8 * DAY, over=5 * DAY)
    file_delegates(seminar, at - 2 * DAY)
    _fewest, most = OFFER_HOURS
    offers.change_hours(seminar, most, by=DEMO, at=at - DAY)
    goes = seminar.registrations.seated().latest("line_number")
    seats.cancel(goes, because=CancelledBecause.PERSON, by=DEMO, at=at - HOUR)


def file_delegates(seminar: Seminar, at: datetime) -> None:
    """Let the assistant's mission nominate two from its official address."""
    mission = assistants_mission()
    office = official_address(mission)
    people = [
        Registration(
            name=name,
            gender=gender,
            form_of_address=form,
            rank=rank,
            address=office,
            language=Language.EN,
            organisation=mission,
        )
        for name, gender, form, rank in WAITING
    ]
    sheet = Sheet(office, Language.EN, at, people)
    file(seminar, Random(f"delegates {seminar.slug}"), sheet, at)


def make_by_application(*, at: datetime) -> None:
    """Announce a workshop for which three applied until yesterday: choose."""
    seminar = offered_on(ahead(30, at), APPLICATION, at=at - 12 * DAY)
    register_others(seminar, 3, at=at - 11 * DAY, over=8 * DAY)
    seminar.closes_at = ny(local_day(at) - DAY, 18)
    seminar.save(update_fields=["closes_at"])


def make_by_invitation(*, at: datetime) -> None:
    """Announce a meeting to which two people are invited and have not answered."""
    day = ahead(36, at)
    seminar = offered_on(day, INVITATION, at=at - 4 * DAY)
    until = ny(day - 7 * DAY, 18)
    for guest in INVITED:
        inviting.invite(seminar, guest, until=until, by=DEMO, at=at - 3 * DAY)


def ahead(days: int, at: datetime) -> date:
    return workday(local_day(at) + days * DAY)


def offered_on(day: date, what: Offer, *, at: datetime) -> Seminar:
    return offer(what, free_slug(what.slug, day), morning(day), at=at)
