"""A form as it is on a page, filled in by what its fields seem to ask."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collect the fields of the largest form of a page, with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, tuple[str, str]]] = []
        self.select, self.is_chosen = "", False
        self.feed(page)

    @property
    def largest(self) -> dict[str, tuple[str, str]]:
        """Kind and value of each field, by its name."""
        return max(self.forms, key=len)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in pairs}
        if tag == "form":
            self.forms.append({})
        elif tag == "option" and self.select:
            self.offer(given.get("value", ""), chosen="selected" in given)
        elif self.forms and (name := given.get("name")):
            self.take(tag, name, given)

    def take(self, tag: str, name: str, given: dict[str, str]) -> None:
        kinds = {"input": given.get("type", "text"), "textarea": "text"}
        if tag == "select":
            self.select, self.is_chosen = name, False
        elif tag in kinds:
            self.forms[-1][name] = kinds[tag], given.get("value", "")

    def offer(self, value: str, *, chosen: bool) -> None:
        """Take the choice that is made already, else the first that says something."""
        held = self.forms[-1].get(self.select, ("", ""))[1]
        if (chosen and not self.is_chosen) or not held:
            self.forms[-1][self.select] = "select", value
            self.is_chosen = self.is_chosen or chosen

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = ""


def filled(page: str, answers: dict[str, str]) -> dict[str, str]:
    """Fill in a form: `answers` by words that occur in a field's name, in order."""
    values = {}
    for name, (kind, value) in FormReader(page).largest.items():
        if kind == "checkbox":
            values[name] = value or "on"
        elif kind in ("hidden", "select"):
            values[name] = value
        else:
            found = [said for word, said in answers.items() if word in name]
            values[name] = found[0] if found else value
    return values
