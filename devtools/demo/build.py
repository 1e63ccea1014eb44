"""The blocks of the sample data, in the order in which one needs the other."""

from datetime import datetime

from devtools.demo import forum, ledger, organisations, programme
from seminars.models import Seminar

BLOCKS = {
    "states": organisations.make_reference,
    "organisations": organisations.make_organisations,
    "forum": forum.make_forum,
    "programme": programme.make_programme,
}


def build(*, at: datetime) -> list[str]:
    """Make every block that is missing; return the names of those made now."""
    there = ledger.made()
    return [
        name
        for name, block in BLOCKS.items()
        if name not in there and ledger.make(name, block, at=at)
    ]


def summary(made: list[str]) -> str:
    seminars = Seminar.objects.count()
    what = ", ".join(made) or "nothing was missing"
    return f"Sample data: {what}; {seminars} seminars in all."
