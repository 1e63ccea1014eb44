"""Who has chaired the Global Forum and the Global Migration Group, as on record.

A term's own days are seldom on record; where they are not, its note says that they
are illustrative. A summit whose days were not seen is kept without certainty.
"""

from dataclasses import dataclass
from datetime import date

from devtools.demo.topics import Both

MADE_UP_DAYS = (
    "The days of this term are illustrative.",
    "Les dates de ce mandat sont illustratives.",
)


@dataclass(frozen=True)
class Summit:
    """One edition: its number, place and days, the last one included."""

    number: int
    place: Both
    first: date
    last: date
    days_known: bool = True
    online: bool = False


@dataclass(frozen=True)
class Term:
    """A host's term, from its first day up to the one named."""

    key: str
    countries: str
    starts_on: date
    ends_on: date
    summits: tuple[Summit, ...] = ()
    note: Both = MADE_UP_DAYS
    replaced_by: str = ""


TERMS = [
    Term(
        "belgium",
        "BEL",
        date(2006, 9, 16),
        date(2007, 7, 12),
        (Summit(1, ("Brussels", "Bruxelles"), date(2007, 7, 9), date(2007, 7, 11)),),
    ),
    Term(
        "philippines",
        "PHL",
        date(2007, 7, 12),
        date(2008, 10, 31),
        (Summit(2, ("Manila", "Manille"), date(2008, 10, 27), date(2008, 10, 30)),),
        (
            "Governments met on 29 and 30 October. The days of this term are"
            " illustrative.",
            "Les gouvernements se sont réunis les 29 et 30 octobre. Les dates de ce"
            " mandat sont illustratives.",
        ),
    ),
    Term(
        "greece",
        "GRC",
        date(2008, 10, 31),
        date(2009, 11, 6),
        (
            Summit(
                3, ("Athens", "Athènes"), date(2009, 11, 2), date(2009, 11, 5), False
            ),
        ),
    ),
    Term(
        "mexico",
        "MEX",
        date(2009, 11, 6),
        date(2010, 11, 12),
        (
            Summit(
                4,
                ("Puerto Vallarta", "Puerto Vallarta"),
                date(2010, 11, 8),
                date(2010, 11, 11),
                False,
            ),
        ),
    ),
    Term(
        "spain",
        "ESP",
        date(2010, 11, 12),
        date(2011, 12, 3),
        note=(
            "Withdrew before its summit; Switzerland took the chair. The days of this"
            " term are illustrative.",
            "S’est retirée avant son sommet ; la Suisse a pris la présidence. Les dates"
            " de ce mandat sont illustratives.",
        ),
        replaced_by="switzerland",
    ),
    Term(
        "switzerland",
        "CHE",
        date(2010, 12, 1),
        date(2011, 12, 3),
        (Summit(5, ("Geneva", "Genève"), date(2011, 12, 1), date(2011, 12, 2)),),
    ),
    Term(
        "mauritius",
        "MUS",
        date(2011, 12, 3),
        date(2012, 11, 23),
        (
            Summit(
                6,
                ("Port Louis", "Port-Louis"),
                date(2012, 11, 21),
                date(2012, 11, 22),
                False,
            ),
        ),
    ),
    Term(
        "sweden",
        "SWE",
        date(2013, 1, 1),
        date(2014, 5, 17),
        (Summit(7, ("Stockholm", "Stockholm"), date(2014, 5, 14), date(2014, 5, 16)),),
        (
            "No summit in 2013, the year of the second High-level Dialogue. The days of"
            " this term are illustrative.",
            "Pas de sommet en 2013, année du deuxième Dialogue de haut niveau. Les"
            " dates de ce mandat sont illustratives.",
        ),
    ),
    Term(
        "turkey",
        "TUR",
        date(2014, 5, 17),
        date(2015, 10, 17),
        (Summit(8, ("Istanbul", "Istanbul"), date(2015, 10, 14), date(2015, 10, 16)),),
    ),
    Term(
        "bangladesh",
        "BGD",
        date(2015, 10, 17),
        date(2017, 1, 1),
        (Summit(9, ("Dhaka", "Dacca"), date(2016, 12, 10), date(2016, 12, 12)),),
    ),
    Term(
        "germany-morocco",
        "DEU MAR",
        date(2017, 1, 1),
        date(2019, 1, 1),
        (
            Summit(10, ("Berlin", "Berlin"), date(2017, 6, 28), date(2017, 6, 30)),
            Summit(
                11,
                ("Marrakesh", "Marrakech"),
                date(2018, 12, 5),
                date(2018, 12, 7),
                False,
            ),
        ),
        ("Two hosts, one term, two summits.", "Deux hôtes, un mandat, deux sommets."),
    ),
    Term(
        "ecuador",
        "ECU",
        date(2019, 1, 1),
        date(2020, 1, 25),
        (Summit(12, ("Quito", "Quito"), date(2020, 1, 20), date(2020, 1, 24)),),
        (
            "The summit was put off from 19–22 November 2019. The days of this term are"
            " illustrative.",
            "Le sommet, prévu du 19 au 22 novembre 2019, a été reporté. Les dates de ce"
            " mandat sont illustratives.",
        ),
    ),
    Term(
        "emirates",
        "ARE",
        date(2020, 1, 25),
        date(2021, 1, 27),
        (
            Summit(
                13,
                ("Online", "En ligne"),
                date(2021, 1, 18),
                date(2021, 1, 26),
                online=True,
            ),
        ),
    ),
    Term(
        "france",
        "FRA",
        date(2022, 1, 1),
        date(2024, 1, 26),
        (Summit(14, ("Geneva", "Genève"), date(2024, 1, 23), date(2024, 1, 25)),),
        (
            "In the chair for 2022 and 2023; the days of this term are illustrative.",
            "À la présidence en 2022 et 2023 ; les dates de ce mandat sont"
            " illustratives.",
        ),
    ),
    Term(
        "colombia",
        "COL",
        date(2024, 4, 1),
        date(2025, 9, 5),
        (Summit(15, ("Riohacha", "Riohacha"), date(2025, 9, 2), date(2025, 9, 4)),),
        (
            "In the chair from 1 April 2024; the last day is illustrative.",
            "À la présidence à partir du 1er avril 2024 ; le dernier jour est"
            " illustratif.",
        ),
    ),
]

GROUP_CHAIRS = [  # of the Global Migration Group, half-years
    ("UNHCR", date(2006, 7, 1), date(2007, 1, 1)),
    ("IOM", date(2007, 1, 1), date(2007, 7, 1)),
    ("UN DESA", date(2007, 7, 1), date(2008, 1, 1)),
    ("UNFPA", date(2008, 1, 1), date(2008, 7, 1)),
    ("UNCTAD", date(2008, 7, 1), date(2009, 1, 1)),
    ("UNITAR", date(2009, 7, 1), date(2010, 1, 1)),
]
