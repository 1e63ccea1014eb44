"""Somebody registers over HTTP, as the form on the page wants it."""

from itertools import count

from benchmarks.client import Visitor, hidden
from benchmarks.forms import filled
from benchmarks.rows import MISSION
from seminars.models import Seminar

numbers = count(1)
NAME = "[name of somebody]"
SHARED = "[mailbox of somebody]"


class Registering:
    """One complete registration by a person, mailbox and network of its own.

    The form is read once in full; of later pages only what is drawn anew for each,
    as reading takes longer than answering.
    """

    def __init__(self, port: int, seminar: Seminar) -> None:
        self.port = port
        self.path = f"{seminar.get_absolute_url()}register/"
        visitor = self.visitor()
        self.form = filled(
            visitor.get(self.path),
            {
                "address": SHARED,
                "organisation": MISSION,
                "rank": "Counsellor",
                "needs": "",
                "-q": "Elections",
                "name": NAME,
            },
        )
        visitor.close()

    def visitor(self) -> Visitor:
        return Visitor(self.port, "10.0.0.1")

    def __call__(self, visitor: Visitor) -> None:
        """Get the form, send it, follow to the page that says how it stands."""
        number = next(numbers)
        visitor.behind(network_of(number))
        page = visitor.get(self.path)
        self.send(visitor, page, number)

    def send(self, visitor: Visitor, page: str, number: int) -> str:
        """Send the form that is on this page; return the page it leads to."""
        values = self.values(number) | hidden(page)
        return visitor.get(visitor.post(self.path, values))

    def values(self, number: int) -> dict[str, str]:
        said = {NAME: f"Person {number}", SHARED: f"person{number}@example.org"}
        return {name: said.get(value, value) for name, value in self.form.items()}


def network_of(number: int) -> str:
    """Give each person an address of their own on the network."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
