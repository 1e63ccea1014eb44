import pytest
from django.utils import timezone

from partners.models import ContactUse, Organisation, OrganisationSector, Sector
from partners.services import countries, missions
from tests.factories import TODAY, give_address

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def made(kept_for_the_module):
    countries.load(at=timezone.now())
    return missions.make_missions(at=timezone.now())


def test_every_member_and_observer_has_its_mission(made):
    assert made == 196
    assert Organisation.objects.count() == 196
    sectors = set(Organisation.objects.values_list("sectors__sector", flat=True))
    assert sectors == {"mission"}


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize(
    ("code", "name_en", "name_fr"),
    [
        ("SEN", "Permanent Mission of Senegal", "Mission permanente du Sénégal"),
        ("GMB", "Permanent Mission of the Gambia", "Mission permanente de la Gambie"),
        ("FJI", "Permanent Mission of Fiji", "Mission permanente des Fidji"),
        (
            "IRN",
            "Permanent Mission of the Islamic Republic of Iran",
            "Mission permanente de la République islamique d’Iran",
        ),
        (
            "CIV",
            "Permanent Mission of Côte d’Ivoire",
            "Mission permanente de la Côte d’Ivoire",
        ),
        (
            "VAT",
            "Permanent Observer Mission of the Holy See",
            "Mission permanente d’observation du Saint-Siège",
        ),
        (
            "PSE",
            "Permanent Observer Mission of the State of Palestine",
            "Mission permanente d’observation de l’État de Palestine",
        ),
        (
            "EU",
            "Delegation of the European Union",
            "Délégation de l’Union européenne",
        ),
    ],
)
def test_mission_is_named_as_grammar_wants(code, name_en, name_fr):
    mission = Organisation.objects.get(country=code)

    assert (mission.name_en, mission.name_fr) == (name_en, name_fr)


@pytest.mark.usefixtures("made")
def test_no_address_is_made_up_and_those_without_one_are_counted():
    assert ContactUse.objects.count() == 0
    senegal = Organisation.objects.get(country="SEN")
    give_address(senegal, "senegal@mission.example")
    ended = OrganisationSector.objects.filter(organisation__country="IND")
    ended.update(ends_on=TODAY)
    Organisation.objects.filter(country="FJI").update(state="proposed")

    assert missions.without_address(day=TODAY) == 193


@pytest.mark.usefixtures("made")
def test_mission_is_found_by_former_names_and_in_full():
    turkey = Organisation.objects.get(country="TUR")

    assert list(turkey.aliases.order_by("pk").values_list("name", flat=True)) == [
        "Permanent Mission of Türkiye to the United Nations",
        "Mission permanente de la Türkiye auprès des Nations Unies",
        "Turkey",
        "Turquie",
    ]


@pytest.mark.usefixtures("made")
def test_making_them_again_adds_what_is_missing_and_keeps_edits():
    Organisation.objects.filter(country="SEN").update(name_en="Senegal’s mission")
    Organisation.objects.get(country="IND").delete()
    stateless = Organisation.objects.create(name_en="An order", name_fr="Un ordre")
    stateless.sectors.create(sector=Sector.MISSION)

    assert missions.make_missions(at=timezone.now()) == 1
    assert missions.make_missions(at=timezone.now()) == 0
    assert Organisation.objects.get(country="SEN").name_en == "Senegal’s mission"
