"""“Migration and Development” in 2008: what was planned, and two topics more."""

from datetime import date

from devtools.demo.topics import INVENTED, Sitting, Topic, with_
from devtools.demo.topics_2007 import course
from seminars.models import CountsAs, RegistrationMode, SeminarFormat

YEAR_ONLY = "2008 is on record; no day was found, this one is illustrative"

TOPICS = [
    Topic(
        slug="climate-change-and-migration-2008",
        title=(
            "Climate change, environmental degradation and migration",
            "Changements climatiques, dégradation de l’environnement et migration",
        ),
        summary=(
            "A day of experts and a day for delegates, while the Commission on"
            " Sustainable Development met: what the evidence says about people who move"
            " when land, water and weather change.",
            "Une journée d’experts puis une journée pour les délégués, pendant la"
            " session de la Commission du développement durable : ce que l’on sait des"
            " déplacements quand changent la terre, l’eau et le climat.",
        ),
        objectives=(
            (
                "Tell sudden from slow changes and what follows from each",
                "Distinguer les changements soudains et lents, et leurs suites",
            ),
            (
                "Place mobility among the ways of adapting",
                "Situer la mobilité parmi les formes d’adaptation",
            ),
        ),
        sittings=(
            Sitting(date(2008, 5, 8), 10, 17, ("Expert meeting", "Réunion d’experts")),
            Sitting(date(2008, 5, 9), 10, 13, ("Seminar", "Séminaire")),
        ),
        themes="environment development",
        source="unitar.org/ny/node/56",
        room="A",
        places=55,
        people=66,
        priority="climate",
    ),
    Topic(
        slug="international-migration-law-2008",
        title=(
            "Course on international migration law",
            "Cours de droit international des migrations",
        ),
        summary=(
            "The yearly course, this time with the human rights of migrants in the"
            " middle; lecturers came from IOM, ILO, UNHCR and ICRC.",
            "Le cours annuel, centré cette fois sur les droits de l’homme des migrants"
            " ; les intervenants venaient de l’OIM, de l’OIT, du HCR et du CICR.",
        ),
        objectives=(
            (
                "Explain how human rights treaties apply at borders",
                "Expliquer comment les traités s’appliquent aux frontières",
            ),
            (
                "Use refugee law and labour law side by side",
                "Employer ensemble le droit des réfugiés et le droit du travail",
            ),
        ),
        sittings=course(date(2008, 6, 11), date(2008, 6, 12), date(2008, 6, 13)),
        themes="law human-rights",
        source="unitar.org/ny/node/54",
        partners=with_("IOM", "ILO", "UNHCR", "ICRC"),
        format=SeminarFormat.COURSE,
        registration=RegistrationMode.APPROVAL,
        room="A",
        places=32,
        people=40,
        priority="law",
    ),
    Topic(
        slug="countering-human-trafficking-2008",
        title=("Countering human trafficking", "Lutter contre la traite des personnes"),
        summary=(
            "Three years after the first seminar on the topic: what has changed in"
            " laws and in practice, and how demand can be addressed.",
            "Trois ans après le premier séminaire sur ce sujet : ce qui a changé dans"
            " les lois et dans la pratique, et comment agir sur la demande.",
        ),
        objectives=(
            (
                "Trace how a case passes from detection to redress",
                "Suivre une affaire de la détection à la réparation",
            ),
        ),
        sittings=(Sitting(date(2008, 7, 15)),),
        themes="trafficking",
        source=YEAR_ONLY,
        certainty=INVENTED,
        people=41,
        updates="philippines-1",
    ),
    Topic(
        slug="labour-migration-gender-2008",
        title=(
            "Labour migration: protection, gender and development",
            "Migrations de main-d’œuvre : protection, genre et développement",
        ),
        summary=(
            "Women who work abroad, often in other people's homes: their rights, their"
            " earnings and what both countries owe them. Held on the eve of the Forum"
            " in Manila.",
            "Des femmes travaillent à l’étranger, souvent chez autrui : leurs droits,"
            " leurs gains et ce que leur doivent les deux pays. Organisé à la veille du"
            " Forum de Manille.",
        ),
        objectives=(
            (
                "Show where law and practice treat women and men differently",
                "Montrer où le droit et la pratique distinguent femmes et hommes",
            ),
            (
                "List what consulates can do for domestic workers",
                "Dire ce que les consulats peuvent pour les travailleurs domestiques",
            ),
        ),
        sittings=(Sitting(date(2008, 10, 3)),),
        room="A",
        themes="labour gender",
        source="unitar.org/ny/node/77",
        languages=("English", "Anglais"),
        people=57,
        places=60,
        priority="labour",
        updates="philippines-2",
    ),
    Topic(
        slug="migration-data-2008",
        title=("Migration data", "Les données sur les migrations"),
        summary=(
            "Censuses, permits, surveys: how stocks and flows are measured, why"
            " figures of two offices differ, and what policy can ask of them.",
            "Recensements, titres de séjour, enquêtes : comment mesurer stocks et flux,"
            " pourquoi les chiffres de deux services diffèrent, et ce qu’une politique"
            " peut en attendre.",
        ),
        objectives=(
            (
                "Tell stocks from flows and name the sources of each",
                "Distinguer stocks et flux, et en nommer les sources",
            ),
        ),
        sittings=(Sitting(date(2008, 11, 12)),),
        themes="data",
        source=YEAR_ONLY,
        certainty=INVENTED,
        people=34,
        places=45,
    ),
    Topic(
        slug="rights-and-participation-2008",
        title=(
            "Human rights of migrants and their part in national and international"
            " affairs",
            "Les droits de l’homme des migrants et leur part aux affaires nationales et"
            " internationales",
        ),
        summary=(
            "A panel on International Migrants Day: the vote from abroad, the vote in"
            " the country of residence, and a voice in between.",
            "Table ronde de la Journée internationale des migrants : le vote depuis"
            " l’étranger, le vote dans le pays de résidence, et une voix entre les deux"
            " pays.",
        ),
        objectives=(
            (
                "Compare forms of voting from abroad",
                "Comparer les formes du vote depuis l’étranger",
            ),
        ),
        sittings=(Sitting(date(2008, 12, 18), 15, 18),),
        themes="human-rights integration",
        source="iom.int, news of the panel of 18 December 2008",
        partners=with_("CMS", "International IDEA"),
        format=SeminarFormat.BRIEFING,
        counts_as=CountsAs.OUTREACH,
        people=70,
        places=65,
    ),
]
