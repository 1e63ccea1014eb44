"""In which order people of one delegation are named. Pure functions of the rank.

Ranks are kept as people write them; the standard ones are recognised in English and
French, whatever the case and accents. Anything else comes last.
"""

import re
import unicodedata

from django.utils.translation import gettext_lazy as _

STANDARD_RANKS = [
    _("Permanent Representative"),
    _("Permanent Observer"),
    _("Deputy Permanent Representative"),
    _("Deputy Permanent Observer"),
    _("Minister"),
    _("Minister Counsellor"),
    _("Counsellor"),
    _("First Secretary"),
    _("Second Secretary"),
    _("Third Secretary"),
    _("Attaché"),
    _("Adviser"),
    _("Expert"),
]

# The first that fits decides, so what is longer stands before what it contains.
DEPUTY = r"deputy|adjointe?|suppleante?|alternate"
FRENCH_HEAD = r"(representante?|observat(eur|rice)) permanente?"
HEAD = rf"permanent (representative|observer)|{FRENCH_HEAD}"
PATTERNS = [
    (2, rf"({DEPUTY}).*({HEAD})|({HEAD}).*({DEPUTY})"),
    (1, rf"{HEAD}|head of delegation|chef(fe)? de (la )?delegation|charge d.affaires"),
    (4, r"minist(er|re) counsell?or|ministre conseiller|ministre conseillere"),
    (3, r"minist(er|re)"),
    (6, r"(first|1st|premiere?|1ere?|1er) secreta(ry|ire)"),
    (7, r"(second|2nd|deuxieme|2e|seconde?) secreta(ry|ire)"),
    (8, r"(third|3rd|troisieme|3e) secreta(ry|ire)"),
    (10, r"advis[eo]r|conseill(er|ere) (juridique|technique|special|speciale)"),
    (5, r"counsell?or|conseill(er|ere)"),
    (9, r"attachee?"),
    (11, r"experte?"),
]
OTHER = 12
RULES = [(place, re.compile(rf"\b({pattern})\b")) for place, pattern in PATTERNS]


def precedence(rank: str) -> int:
    """Return where a rank stands, 1 for a head of mission."""
    plain = folded(rank)
    for place, rule in RULES:
        if rule.search(plain):
            return place
    return OTHER


def is_head_of_mission(rank: str) -> bool:
    return precedence(rank) == 1


def folded(rank: str) -> str:
    """Lower the case, drop accents, and let hyphens and dots count as spaces."""
    decomposed = unicodedata.normalize("NFKD", rank.casefold())
    letters = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(re.sub(r"[-‐-―.,/()]", " ", letters).split())
