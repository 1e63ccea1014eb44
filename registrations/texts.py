"""One text for all who are told the same: they differ by their name and link alone.

It is rendered once, with a mark for the name, and the name is put in for each.
"""

from collections.abc import Callable, Hashable

from django.utils.html import escape

SOMEBODY = "\ue000"  # stands for the name; no name has this character
Written = tuple[str, str, str]  # subject, plain text, HTML


class Texts:
    """Texts by what tells them apart, each rendered when somebody first needs it."""

    def __init__(self) -> None:
        self.rendered: dict[Hashable, Written] = {}

    def of(self, name: str, kind: Hashable, render: Callable[[], Written]) -> Written:
        """Put a name into the text of everybody who is told the same."""
        if kind not in self.rendered:
            self.rendered[kind] = render()
        subject, text, html = self.rendered[kind]
        return (
            " ".join(subject.replace(SOMEBODY, name).split()),
            text.replace(SOMEBODY, name),
            html.replace(SOMEBODY, escape(name)),
        )
