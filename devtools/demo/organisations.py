"""Organisations of the sample: agencies that exist, and others that are made up.

What is made up says so in its name. The agencies' sectors are dated: IOM came into
the United Nations system on 19 September 2016.
"""

from datetime import date, datetime

from devtools.demo.mailboxes import give_mailboxes
from partners.models import (
    Organisation,
    OrganisationAlias,
    OrganisationSector,
    Sector,
)
from partners.services import countries, missions

REAL = [  # English, French, short names in both, sector, another name
    (
        "United Nations Institute for Training and Research",
        "Institut des Nations Unies pour la formation et la recherche",
        "UNITAR",
        "UNITAR",
        Sector.UN,
        "",
    ),
    (
        "International Organization for Migration",
        "Organisation internationale pour les migrations",
        "IOM",
        "OIM",
        "",
        "",
    ),
    (
        "United Nations Population Fund",
        "Fonds des Nations Unies pour la population",
        "UNFPA",
        "FNUAP",
        Sector.UN,
        "United Nations Fund for Population Activities",
    ),
    (
        "John D. and Catherine T. MacArthur Foundation",
        "Fondation John D. et Catherine T. MacArthur",
        "MacArthur Foundation",
        "Fondation MacArthur",
        Sector.FOUNDATION,
        "MacArthur",
    ),
    (
        "United Nations University",
        "Université des Nations Unies",
        "UNU",
        "UNU",
        Sector.UN,
        "",
    ),
    (
        "United Nations Office on Drugs and Crime",
        "Office des Nations Unies contre la drogue et le crime",
        "UNODC",
        "ONUDC",
        Sector.UN,
        "",
    ),
    (
        "International Labour Organization",
        "Organisation internationale du Travail",
        "ILO",
        "OIT",
        Sector.UN,
        "International Labour Office",
    ),
    (
        "World Health Organization",
        "Organisation mondiale de la Santé",
        "WHO",
        "OMS",
        Sector.UN,
        "",
    ),
    (
        "United Nations Office of Legal Affairs",
        "Bureau des affaires juridiques de l’ONU",
        "OLA",
        "BAJ",
        Sector.UN,
        "",
    ),
    (
        "Office of the United Nations High Commissioner for Refugees",
        "Haut-Commissariat des Nations Unies pour les réfugiés",
        "UNHCR",
        "HCR",
        Sector.UN,
        "UN Refugee Agency",
    ),
    (
        "International Committee of the Red Cross",
        "Comité international de la Croix-Rouge",
        "ICRC",
        "CICR",
        Sector.OTHER,
        "",
    ),
    (
        "United Nations Department of Economic and Social Affairs",
        "Département des affaires économiques et sociales de l’ONU",
        "UN DESA",
        "DAES",
        Sector.UN,
        "DESA",
    ),
    (
        "United Nations Conference on Trade and Development",
        "Conférence des Nations Unies sur le commerce et le développement",
        "UNCTAD",
        "CNUCED",
        Sector.UN,
        "",
    ),
    (
        "Center for Migration Studies of New York",
        "Centre d’études sur les migrations de New York",
        "CMS",
        "CMS",
        Sector.ACADEMIA,
        "Center for Migration Studies",
    ),
    (
        "International Institute for Democracy and Electoral Assistance",
        "Institut international pour la démocratie et l’assistance électorale",
        "International IDEA",
        "IDEA international",
        Sector.IGO,
        "IDEA",
    ),
    (
        "Office of the Permanent Observer of the African Union",
        "Bureau de l’Observateur permanent de l’Union africaine",
        "African Union",
        "Union africaine",
        Sector.IGO,
        "AU",
    ),
    (
        "United Nations Children’s Fund",
        "Fonds des Nations Unies pour l’enfance",
        "UNICEF",
        "UNICEF",
        Sector.UN,
        "",
    ),
    (
        "United Nations Development Programme",
        "Programme des Nations Unies pour le développement",
        "UNDP",
        "PNUD",
        Sector.UN,
        "",
    ),
    (
        "The World Bank",
        "Banque mondiale",
        "World Bank",
        "Banque mondiale",
        Sector.UN,
        "IBRD",
    ),
]
JOINED_THE_UN = date(2016, 9, 19)  # IOM
FICTIONAL = [  # English, French, sector, country
    ("Hudson Migrants’ Forum", "Forum des migrants de l’Hudson", Sector.NGO, "USA"),
    (
        "Crossing Borders Legal Aid",
        "Aide juridique Sans-Frontières-d’en-Face",
        Sector.NGO,
        "USA",
    ),
    ("Bridges for Families", "Ponts pour les familles", Sector.NGO, "CAN"),
    ("Decent Work Watch", "Observatoire du travail digne", Sector.NGO, "CHE"),
    (
        "Sahel Diaspora Network",
        "Réseau de la diaspora sahélienne",
        Sector.MIGRANT_ASSOCIATION,
        "MLI",
    ),
    (
        "Bayanihan Circle of New York",
        "Cercle Bayanihan de New York",
        Sector.MIGRANT_ASSOCIATION,
        "PHL",
    ),
    (
        "Unión de Oaxaqueños del Este",
        "Union des Oaxaquéniens de l’Est",
        Sector.MIGRANT_ASSOCIATION,
        "MEX",
    ),
    (
        "Haitian Hometown League",
        "Ligue des originaires d’Haïti",
        Sector.MIGRANT_ASSOCIATION,
        "HTI",
    ),
    (
        "Riverside University, School of Population",
        "Université Riverside, École de démographie",
        Sector.ACADEMIA,
        "USA",
    ),
    (
        "Lakeshore College of Law",
        "Faculté de droit de Lakeshore",
        Sector.ACADEMIA,
        "CAN",
    ),
    (
        "Institut Méridien d’études migratoires",
        "Institut Méridien d’études migratoires",
        Sector.ACADEMIA,
        "FRA",
    ),
    ("Northlight Foundation", "Fondation Northlight", Sector.FOUNDATION, "USA"),
    ("Kite Money Transfer", "Transferts Kite", Sector.PRIVATE, "GBR"),
    ("Harbour Staffing", "Harbour Recrutement", Sector.PRIVATE, "USA"),
    ("The Turtle Bay Courier", "Le Courrier de Turtle Bay", Sector.MEDIA, "USA"),
]


def make_reference(*, at: datetime) -> None:
    """Load States and make their missions, where nobody did that before."""
    countries.load(at=at)
    missions.make_missions(at=at)
    give_mailboxes()


def make_organisations(*, at: datetime) -> None:
    for name_en, name_fr, short_en, short_fr, sector, alias in REAL:
        body, created = Organisation.objects.get_or_create(
            short_name_en=short_en,
            defaults={
                "name_en": name_en,
                "name_fr": name_fr,
                "short_name_fr": short_fr,
            },
        )
        if created:
            add_sectors(body, sector)
            if alias:
                OrganisationAlias.objects.create(organisation=body, name=alias)
    for name_en, name_fr, sector, country in FICTIONAL:
        body = Organisation.objects.create(
            name_en=f"{name_en} (fictional)",
            name_fr=f"{name_fr} (fictif)",
            country_id=country,
        )
        add_sectors(body, sector)


def add_sectors(body: Organisation, sector: str) -> None:
    """Write down what kind it is; without one, it is IOM, which changed."""
    if sector:
        body.sectors.create(sector=sector)
        return
    OrganisationSector.objects.bulk_create(
        [
            OrganisationSector(
                organisation=body, sector=Sector.IGO, ends_on=JOINED_THE_UN
            ),
            OrganisationSector(
                organisation=body, sector=Sector.UN, starts_on=JOINED_THE_UN
            ),
        ]
    )


def agency(short_name: str) -> Organisation:
    """Find an organisation by the acronym it goes by in English."""
    return Organisation.objects.filter(short_name_en=short_name).earliest("pk")
