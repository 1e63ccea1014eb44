from datetime import date, timedelta
from functools import partial
from threading import Event

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from partners.models import (
    Agreement,
    ContactPoint,
    ContactUse,
    Endorsement,
    Organisation,
    OrganisationAlias,
    OrganisationSector,
    OrganisationState,
    Person,
    Posting,
    Priority,
    Representation,
    Sector,
)
from partners.services import organisations
from tests.partners.rows import AT, BY, TODAY, country, organisation, user
from tests.races import PATIENCE, let_somebody_wait, race
from tests.refusals import broken, refusal
from users.models import AuditEntry

pytestmark = pytest.mark.django_db
propose = partial(organisations.propose, by=BY, at=AT)


def test_sector_is_that_of_the_day():
    iom = Organisation.objects.create(name_en="IOM")
    change = date(2016, 9, 19)
    for sector, starts, ends in [("igo", None, change), ("un", change, None)]:
        OrganisationSector.objects.create(
            organisation=iom, sector=sector, starts_on=starts, ends_on=ends
        )

    days = [date(2016, 9, 18), change]
    found = [Organisation.objects.with_sector(day).get().sector for day in days]
    assert found == ["igo", "un"]


@pytest.mark.parametrize(
    "typed",
    [
        "Société Générale d'Études",
        " societe  generale d'etudes ",
        "SGE",
        "sgé",
        "General Study Society",
        "Old Study Club",
    ],
)
def test_typed_name_finds_the_one_that_goes_by_it(typed, django_assert_num_queries):
    known = organisation(
        "General Study Society",
        name_fr="Société générale d’études",
        short_name_en="GSS",
        short_name_fr="SGÉ",
    )
    OrganisationAlias.objects.create(organisation=known, name="Old study club")

    with django_assert_num_queries(1):
        assert organisations.find_typed(typed) == known


@pytest.mark.parametrize("typed", ["", " ", "General", "Twins", "Closed club"])
def test_typed_name_that_nobody_or_several_go_by_finds_none(typed):
    organisation("General Study Society")
    organisation("Twins")
    organisation("Twins")
    organisation("Closed club", state=OrganisationState.CLOSED)

    assert organisations.find_typed(typed) is None


def test_many_typed_names_are_found_at_once(django_assert_num_queries):
    known = organisation("General Study Society", name_fr="Société générale d’études")
    other = organisation("International Office", short_name_en="IO", short_name_fr="BI")
    OrganisationAlias.objects.create(organisation=known, name="Old study club")
    organisation("Twins")
    organisation("Twins")
    organisation("Closed club", state=OrganisationState.CLOSED)
    names = [
        "general  study SOCIETY",
        "Societe generale d'etudes",
        "Old Study Club",
        "IO",
        "bi",
        "Twins",
        "Closed club",
        "Unknown",
        " ",
    ]

    with django_assert_num_queries(1):
        found = organisations.find_all_typed(names)

    assert found == dict.fromkeys(names[:3], known) | dict.fromkeys(names[3:5], other)


def test_search_names_the_acronym_first(django_assert_num_queries):
    organisation("An IOM fan club", sector=Sector.OTHER)
    organisation("International Office", short_name_en="IOM", sector=Sector.UN)
    organisation("IOM closed", state=OrganisationState.CLOSED)

    with django_assert_num_queries(1):
        found = list(organisations.search("iom", day=TODAY))

    assert [(o.name_en, o.sector) for o in found] == [
        ("International Office", "un"),
        ("An IOM fan club", "other"),
    ]


def test_search_sorts_in_the_language_of_the_page_and_stops_at_the_limit():
    organisation("Club B", name_fr="Club 1")
    organisation("Club A", name_fr="Club 2")

    def first(language):
        return organisations.search("club", day=TODAY, language=language, limit=1)

    assert [o.name_en for o in first("en")] == ["Club A"]
    assert [o.name_en for o in first("fr")] == ["Club B"]
    assert list(organisations.search("  ", day=TODAY)) == []


def test_proposed_organisation_is_kept_once():
    senegal = country("SEN")
    first = propose("  Les  Migrants ", Sector.NGO, senegal)

    assert propose("les migrants", Sector.NGO, senegal) == first
    assert propose("les migrants", Sector.NGO, None) != first
    assert propose("les migrants", Sector.PRIVATE, senegal) != first
    assert (first.name_en, first.state) == ("Les Migrants", "proposed")
    assert Organisation.objects.with_sector(TODAY).get(pk=first.pk).sector == "ngo"
    assert AuditEntry.objects.filter(verb="propose").count() == 3


@pytest.mark.django_db(transaction=True)
def test_proposed_at_once_it_is_kept_once():
    ask = partial(propose, "Les Migrants", Sector.NGO, None)

    outcomes = race(ask, ask, ask, ask)

    assert len({o.pk for o in outcomes}) == 1


@transaction.atomic
def propose_both(*names):
    return [propose(name, Sector.NGO, None) for name in names]


@pytest.mark.django_db(transaction=True)
def test_two_proposed_in_opposite_order_never_wait_for_each_other():
    there, back = partial(propose_both, "A", "B"), partial(propose_both, "B", "A")

    outcomes = race(*[there, back] * 8)

    assert [o for o in outcomes if isinstance(o, Exception)] == []
    assert Organisation.objects.count() == 2


def test_mission_cannot_be_proposed():
    assert refusal(propose, "Mission of X", Sector.MISSION, None) == "mission"


def test_accepted_organisation_is_active():
    proposed = propose("Les Migrants", Sector.NGO, None)

    organisations.accept(proposed, by=BY, at=AT)

    assert Organisation.objects.get().state == "active"
    accept = partial(organisations.accept, by=BY, at=AT)
    assert refusal(accept, proposed) == "not_proposed"


def test_merged_organisation_leaves_its_names_and_mailboxes():
    known = organisation("Migrants Club", short_name_en="MC")
    typed = propose("Club of Migrants", Sector.NGO, None)
    OrganisationAlias.objects.create(organisation=typed, name="Mig Club")
    OrganisationAlias.objects.create(organisation=known, name="mig club")
    point = ContactPoint.objects.create(address="mc@example.org")
    use = ContactUse.objects.create(contact_point=point, organisation=typed)

    organisations.merge(typed, known, by=BY, at=AT, why="The same.")

    typed.refresh_from_db()
    assert (typed.state, typed.merged_into) == ("merged", known)
    aliases = known.aliases.order_by("pk").values_list("name", flat=True)
    assert list(aliases) == ["mig club", "Club of Migrants"]
    use.refresh_from_db()
    assert use.organisation == known
    assert organisations.find_typed("club of migrants") == known
    assert AuditEntry.objects.get(verb="merge").why == "The same."


def test_nobody_who_acts_for_it_is_left_behind():
    merge = partial(organisations.merge, by=BY, at=AT, why="")
    known, other = organisation("Club"), organisation("Union")
    person = Person.objects.create(name="Ama Addo")
    post = Posting.objects.create(person=person, organisation=known)
    acting = Representation.objects.create(
        user=user(), organisation=known, role="focal_point", starts_on=TODAY
    )

    with pytest.raises(ValidationError) as refused:
        merge(known, other)

    assert refused.value.code == "goes_on"
    assert "Club still has: postings, representations." in str(refused.value)
    for row in (post, acting):
        row.ends_on = TODAY + timedelta(days=1)
        row.save()
    assert refusal(merge, known, other) == "goes_on"
    Posting.objects.update(ends_on=TODAY)
    Representation.objects.update(starts_on=date(2000, 1, 1), ends_on=TODAY)
    merge(known, other)
    assert known.postings.get() == post


def test_what_reports_read_is_not_left_behind_either():
    merge = partial(organisations.merge, by=BY, at=AT, why="")
    known, other = organisation("Club"), organisation("Union")
    years = {"starts_on": date(2000, 1, 1), "ends_on": date(2003, 1, 1)}
    agreement = Agreement.objects.create(agency=known, reference="A/1", **years)
    topic = Priority.objects.create(year=2001, title_en="T", organisation=known)
    answer = Endorsement.objects.create(
        priority=topic, organisation=known, position="support", answered_on=TODAY
    )

    with pytest.raises(ValidationError) as refused:
        merge(known, other)

    said = "Club still has: agreements, priorities, positions on priorities. Move"
    assert said in str(refused.value)
    Agreement.objects.filter(pk=agreement.pk).update(agency=other)
    Endorsement.objects.filter(pk=answer.pk).update(organisation=other)
    assert refusal(merge, known, other) == "goes_on"
    Priority.objects.filter(pk=topic.pk).update(organisation=other)
    merge(known, other)


def test_merge_goes_once_and_into_an_active_one():
    merge = partial(organisations.merge, by=BY, at=AT, why="")
    known, other = organisation(), organisation()
    proposed = propose("Club", Sector.NGO, None)

    assert refusal(merge, known, known) == "merge_target"
    assert refusal(merge, known, proposed) == "merge_target"
    merge(known, other)
    assert refusal(merge, known, other) == "merged"


@pytest.mark.django_db(transaction=True)
def test_two_merged_into_each_other_at_once_are_not_both_gone():
    merge = partial(organisations.merge, by=BY, at=AT, why="")
    keys = [organisation("One").pk, organisation("Other").pk]
    is_merged = Event()

    @transaction.atomic
    def there():
        merge(*[Organisation.objects.get(pk=key) for key in keys])
        is_merged.set()
        let_somebody_wait()

    def back():
        is_merged.wait(PATIENCE)
        merge(*[Organisation.objects.get(pk=key) for key in reversed(keys)])

    done, refused = race(there, back)

    assert done is None
    assert isinstance(refused, ValidationError)
    assert refused.code == "merge_target"
    states = Organisation.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["merged", "active"]


def test_refusal_tells_the_way_out():
    with pytest.raises(ValidationError, match="search for it by the name of its"):
        propose("Mission of X", Sector.MISSION, None)


def test_constraints_of_organisations_hold():
    one = organisation("One")

    def make(**fields):
        Organisation.objects.create(**{"name_en": "X", **fields})

    def alias(name):
        OrganisationAlias.objects.create(organisation=one, name=name)

    def sector(**fields):
        OrganisationSector.objects.create(organisation=one, **fields)

    alias("Éka")
    assert broken(make, name_en="") == "organisation_has_a_name"
    assert broken(make, state="gone") == "partners_organisation_state_known"
    rule = "merged_organisation_says_into_which"
    assert broken(make, state="merged") == rule
    assert broken(make, merged_into=one) == rule
    assert broken(alias, "eka") == "alias_once_per_organisation"
    assert broken(sector, sector="un") == "one_sector_per_day"
    day = {"starts_on": TODAY, "ends_on": TODAY}
    ends = "partners_organisationsector_ends_on_after_starts_on"
    assert broken(sector, sector="un", **day) == ends
    known = "partners_organisationsector_sector_known"
    one.sectors.all().delete()
    assert broken(sector, sector="tribe") == known
