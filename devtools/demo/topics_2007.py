"""“Migration and Development” in 2007: four seminars and the course."""

from datetime import date

from devtools.demo.topics import (
    INVENTED,
    LENDS_THE_ROOM,
    Sitting,
    Topic,
    with_,
)
from seminars.models import DateCertainty, RegistrationMode, SeminarFormat

COURSE_DAY = (
    ("First day: foundations", "Premier jour : les fondements"),
    (
        "Second day: people and their rights",
        "Deuxième jour : les personnes et leurs droits",
    ),
    (
        "Third day: States working together",
        "Troisième jour : la coopération entre États",
    ),
)


def course(*days: date) -> tuple[Sitting, ...]:
    """Lay a course over three days, morning and afternoon."""
    pairs = zip(days, COURSE_DAY, strict=True)
    return tuple(Sitting(day, 10, 18, title) for day, title in pairs)


TOPICS = [
    Topic(
        slug="building-partnerships-2007",
        title=(
            "Building partnerships between migration and development actors",
            "Nouer des partenariats entre acteurs des migrations et du développement",
        ),
        summary=(
            "Ministries of the interior, of labour and of development often meet for"
            " the first time in such a room. What each looks for, and which forms of"
            " partnership have lasted.",
            "Ministères de l’intérieur, du travail et de la coopération se rencontrent"
            " souvent pour la première fois dans une telle salle. Ce que chacun"
            " cherche, et quelles formes de partenariat ont duré.",
        ),
        objectives=(
            (
                "Map who acts on migration and on development at home",
                "Recenser chez soi les acteurs des migrations et du développement",
            ),
            (
                "Set out what makes a partnership last",
                "Exposer ce qui fait durer un partenariat",
            ),
        ),
        sittings=(Sitting(date(2007, 3, 22)),),
        themes="development governance",
        source="March 2007 is on record for the start of the series; day illustrative",
        certainty=DateCertainty.MONTH,
        people=47,
        updates="belgium-1",
    ),
    Topic(
        slug="participation-in-society-2007",
        title=(
            "Facilitating migrants’ participation in society",
            "Faciliter la participation des migrants à la société",
        ),
        summary=(
            "Language, work, schools, the vote in a town: how newcomers come to take"
            " part, and what cities and migrants’ own associations do for it.",
            "La langue, le travail, l’école, le vote municipal : comment les nouveaux"
            " venus prennent part à la vie commune, et ce que font pour cela les villes"
            " et les associations de migrants.",
        ),
        objectives=(
            (
                "Explain integration as a process of two sides",
                "Expliquer l’intégration comme un processus réciproque",
            ),
            (
                "Compare what towns have tried, and with which result",
                "Comparer ce que des villes ont tenté, et avec quel résultat",
            ),
        ),
        sittings=(Sitting(date(2007, 5, 3)),),
        themes="integration",
        source="unitar.org/ny/node/73",
        people=61,
        places=50,
        updates="belgium-2 group-1",
    ),
    Topic(
        slug="international-migration-law-2007",
        title=(
            "Course on international migration law",
            "Cours de droit international des migrations",
        ),
        summary=(
            "Three days on the rules that govern movement between States: sources,"
            " admission and removal, protection, and the law of the sea, taught with"
            " cases in small groups.",
            "Trois jours sur les règles qui régissent les déplacements entre États :"
            " sources, admission et éloignement, protection, droit de la mer, avec des"
            " études de cas en petits groupes.",
        ),
        objectives=(
            (
                "Find the instruments that bind a given State",
                "Trouver les instruments qui lient un État donné",
            ),
            (
                "Apply them to a case of admission or removal",
                "Les appliquer à un cas d’admission ou d’éloignement",
            ),
            (
                "Argue a position in a drafting exercise",
                "Défendre une position dans un exercice de rédaction",
            ),
        ),
        sittings=course(date(2007, 6, 13), date(2007, 6, 14), date(2007, 6, 15)),
        themes="law human-rights",
        source="Held in 2007; no day was found, mid-June as in 2008 is illustrative",
        certainty=INVENTED,
        partners=with_("IOM"),
        format=SeminarFormat.COURSE,
        registration=RegistrationMode.APPROVAL,
        places=30,
        people=38,
    ),
    Topic(
        slug="migration-and-ageing-2007",
        title=("Migration and ageing", "Migration et vieillissement"),
        summary=(
            "Populations grow older at different speeds. What migration can and can't"
            " do about that, who cares for whom, and how migrants themselves grow old.",
            "Les populations vieillissent à des rythmes différents. Ce que la migration"
            " peut y faire et ce qu’elle ne peut pas, qui prend soin de qui, et comment"
            " vieillissent les migrants eux-mêmes.",
        ),
        objectives=(
            (
                "Read a population projection with and without migration",
                "Lire une projection démographique avec et sans migration",
            ),
            (
                "Discuss pensions that move with people",
                "Débattre de la portabilité des pensions",
            ),
        ),
        sittings=(Sitting(date(2007, 10, 1)),),
        room="A",
        themes="population",
        source="unitar.org/ny/node/72",
        people=45,
    ),
    Topic(
        slug="transnational-communities-2007",
        title=(
            "Transnational communities and development in conflict-affected countries",
            "Communautés transnationales et développement dans les pays touchés par un"
            " conflit",
        ),
        summary=(
            "Emigrants keep supporting places that others have to leave. How their"
            " money, skills and standing help after a conflict, and where return and"
            " investment meet limits.",
            "Des émigrés continuent de soutenir des lieux que d’autres doivent quitter."
            " Ce que leur argent, leurs compétences et leur crédit apportent après un"
            " conflit, et les limites du retour et de l’investissement.",
        ),
        objectives=(
            (
                "Describe what transnational communities do after a conflict",
                "Décrire l’action des communautés transnationales après un conflit",
            ),
            (
                "Say what limits the absorption of returns and investment",
                "Dire ce qui limite l’absorption des retours et des investissements",
            ),
        ),
        sittings=(Sitting(date(2007, 11, 6)),),
        themes="diaspora development",
        source="unitar.org/ny/node/71",
        partners=(("African Union", LENDS_THE_ROOM),),
        room="AU",
        places=40,
        people=50,
    ),
]
