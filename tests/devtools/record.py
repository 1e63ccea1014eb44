"""The seminars of record: day, how certain it is, title."""

from datetime import date

EXACT, MONTH, INVENTED = "exact", "month", "illustrative"
ON_RECORD = [
    (date(2005, 10, 18), EXACT, "International trafficking in human beings"),
    (date(2006, 3, 15), EXACT, "Labour migration"),
    (date(2006, 5, 11), EXACT, "Contributions of diasporas"),
    (date(2006, 5, 26), EXACT, "HIV, AIDS and migration"),
    (date(2006, 6, 20), EXACT, "Regional consultative processes"),
    (date(2006, 6, 27), EXACT, "Migration and human rights"),
    (date(2006, 7, 12), INVENTED, "Irregular migration"),
    (
        date(2007, 3, 22),
        MONTH,
        "Building partnerships between migration and development actors",
    ),
    (date(2007, 5, 3), EXACT, "Facilitating migrants’ participation in society"),
    (date(2007, 6, 13), INVENTED, "Course on international migration law"),
    (date(2007, 10, 1), EXACT, "Migration and ageing"),
    (
        date(2007, 11, 6),
        EXACT,
        "Transnational communities and development in conflict-affected countries",
    ),
    (
        date(2008, 5, 8),
        EXACT,
        "Climate change, environmental degradation and migration",
    ),
    (date(2008, 6, 11), EXACT, "Course on international migration law"),
    (date(2008, 7, 15), INVENTED, "Countering human trafficking"),
    (
        date(2008, 10, 3),
        EXACT,
        "Labour migration: protection, gender and development",
    ),
    (date(2008, 11, 12), INVENTED, "Migration data"),
    (
        date(2008, 12, 18),
        EXACT,
        "Human rights of migrants and their part in national and international affairs",
    ),
]
