"""What a browser would send of a form that nobody has touched."""

from html.parser import HTMLParser


def sent_back(html: str, form_id: str) -> dict[str, str | list[str]]:
    """Read the fields of one form as they stand in the page."""
    reader = FormReader(form_id)
    reader.feed(html)
    return {
        name: values if len(values) > 1 else values[0]
        for name, values in reader.sent.items()
    }


class FormReader(HTMLParser):
    """Collects names and values inside the form with this id."""

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id, self.inside = form_id, False
        self.sent: dict[str, list[str]] = {}
        self.select = self.textarea = ""
        self.text = ""

    def handle_starttag(self, tag, attrs) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("id") == self.form_id
        if not self.inside:
            return
        if tag == "select":
            self.select = found.get("name", "")
        elif tag == "textarea":
            self.textarea, self.text = found.get("name", ""), ""
        elif tag == "option" and "selected" in found:
            self.keep(self.select, found.get("value", ""))
        elif tag == "input":
            self.read_input(found)

    def read_input(self, found: dict[str, str]) -> None:
        kind = found.get("type", "text")
        ticks = kind in ("checkbox", "radio")
        is_sent = not ticks or "checked" in found
        if is_sent and kind not in ("submit", "file", "button"):
            self.keep(found.get("name", ""), found.get("value", "on" if ticks else ""))

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.inside:
            self.keep(self.textarea, self.text.removeprefix("\n"))
        if tag == "form":
            self.inside = False

    def keep(self, name: str, value: str) -> None:
        if name:
            self.sent.setdefault(name, []).append(value)
