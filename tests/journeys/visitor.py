"""Somebody who reads pages, presses what is on them, and opens what was mailed.

ana = Visitor().open("/seminars/climate/")
ana.follow("Register").send("Ask for one place", name="Ana Ortiz")

A form is known by one of its buttons. What is not typed goes back as it stood, and only
fields that the page has can be typed into.
"""

import re
from dataclasses import dataclass, field
from email.utils import parseaddr
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.core import mail
from django.core.files.base import File
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event

from mailing import delivery
from mailing.models import Message
from partners.models import Organisation
from seminars.models import Seminar
from users.models import User

LINK = re.compile(r"http://testserver(/[nri]/[\w-]+/)")
CODE = re.compile(r"^\s*([A-Z0-9]{3,5}-[A-Z0-9]{3,5})\s*$", re.MULTILINE)
A_FORM = 8  # people
Values = dict[str, list[str]]


@dataclass
class Form:
    """What a browser would send back, and the buttons that it could press."""

    action: str
    is_post: bool
    names: set[str] = field(default_factory=set)
    values: Values = field(default_factory=dict)
    buttons: list[dict[str, str]] = field(default_factory=list)
    choices: Values = field(default_factory=dict)

    def sent(self, button: dict[str, str], typed: dict[str, object]) -> Values:
        unknown = typed.keys() - self.names
        assert not unknown, f"The form has {sorted(self.names)}, and not {unknown}."
        data = self.values | {
            name: said if isinstance(said, list | File) else [str(said)]
            for name, said in typed.items()
        }
        for name, offered in self.choices.items():
            assert set(data.get(name, [])) <= {*offered}, f"{name} offers {offered}."
        if button["name"]:
            data |= {button["name"]: [button["value"]]}
        return data


class Page(HTMLParser):
    """Words, links and forms of a page, as somebody without a script has them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.links: list[tuple[str, str]] = []
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.pressable: dict[str, str] | None = None
        self.select = self.area = self.href = ""
        self.feed(html)
        self.text = " ".join("".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.words.append("" if tag in ("span", "bdi", "del", "ins", "a") else " ")
        if tag == "a":
            self.href = found.get("href", "")
            self.links.append(("", self.href))
        elif tag == "form":
            self.form = Form(found.get("action", ""), found.get("method") == "post")
            self.forms.append(self.form)
        elif self.form is not None:
            self.read_control(self.form, tag, found)

    def read_control(self, form: Form, tag: str, found: dict[str, str]) -> None:
        name = found.get("name", "")
        if tag == "button":
            self.pressable = {"name": name, "value": found.get("value", ""), "text": ""}
            form.buttons.append(self.pressable)
        elif tag in ("select", "textarea"):
            form.names.add(name)
            self.select, self.area = name, name if tag == "textarea" else ""
        elif tag == "option":
            self.read_option(form, found.get("value", ""), "selected" in found)
        elif tag == "input" and name:
            self.read_input(form, name, found)

    def read_option(self, form: Form, value: str, is_selected: bool) -> None:
        """Take what is selected, else the first one, as browsers do."""
        form.choices.setdefault(self.select, []).append(value)
        if self.select and (is_selected or self.select not in form.values):
            form.values[self.select] = [value]

    def read_input(self, form: Form, name: str, found: dict[str, str]) -> None:
        form.names.add(name)
        ticked = found.get("type") in ("checkbox", "radio")
        said = found.get("value", "on" if ticked else "")
        if ticked:
            form.choices.setdefault(name, []).append(said)
        if "checked" in found or not ticked:
            form.values.setdefault(name, []).append(said)

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if self.area and self.form is not None:
            self.form.values.setdefault(self.area, []).append(data.strip())
        if self.pressable is not None:
            self.pressable["text"] += data
        if self.href:
            self.links[-1] = (self.links[-1][0] + data, self.href)

    def handle_endtag(self, tag: str) -> None:
        self.words.append("" if tag in ("span", "bdi", "del", "ins", "a") else " ")
        if tag == "a":
            self.href = ""
        elif tag == "button":
            self.pressable = None
        elif tag in ("select", "textarea"):
            self.select = self.area = ""
        elif tag == "form":
            self.form = None


class Visitor:
    """A browser without a script, with its own cookies."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.response: HttpResponse
        self.html = ""
        self.page = Page("")

    def open(self, path: str, *, status: int = 200) -> "Visitor":
        return self.read(self.client.get(path, follow=True), status)

    def follow(self, words: str) -> "Visitor":
        """Open the first link that begins with these words."""
        texts = [(" ".join(text.split()), href) for text, href in self.page.links]
        path = next((href for text, href in texts if text.startswith(words)), None)
        assert path, f"No link says “{words}”: {[text for text, _ in texts]}"
        return self.open(urljoin(self.path, path))

    def send(self, button: str, **typed: object) -> "Visitor":
        """Fill in the form that has this button, and press it."""
        form, pressed = self.find(button)
        data = form.sent(pressed, typed)
        call = self.client.post if form.is_post else self.client.get
        path = urljoin(self.full_path, form.action or self.full_path)
        return self.read(call(path, data, follow=True), 200)

    def find(self, button: str) -> tuple[Form, dict[str, str]]:
        buttons = [(form, one) for form in self.page.forms for one in form.buttons]
        for form, one in buttons:
            if " ".join(one["text"].split()).startswith(button):
                return form, one
        said = [" ".join(one["text"].split()) for _, one in buttons]
        raise AssertionError(f"No button says “{button}”: {said}")

    def read(self, response: HttpResponse, status: int) -> "Visitor":
        assert response.status_code == status, self.problem(response)
        self.response, self.html = response, response.content.decode()
        self.page = Page(self.html)
        return self

    def problem(self, response: HttpResponse) -> str:
        return f"{response.request['PATH_INFO']} answered {response.status_code}"

    @property
    def path(self) -> str:
        return self.response.request["PATH_INFO"]

    @property
    def full_path(self) -> str:
        query = self.response.request.get("QUERY_STRING", "")
        return f"{self.path}?{query}" if query else self.path

    @property
    def text(self) -> str:
        return self.page.text

    def sees(self, *words: str) -> bool:
        missing = [one for one in words if one not in self.text]
        assert not missing, f"{missing} not in: {self.text}"
        return True


def signed_in(user: User) -> Visitor:
    """Sign in with the code that is mailed, as everybody does."""
    visitor = Visitor().open("/accounts/login/")
    visitor.send("Send me a code", login=user.email)
    code = CODE.search(letters(to=user.email)[-1].body)
    return visitor.send("Confirm", code=code[1])


def nominate(seminar: Seminar, *people: dict[str, str], sender: str) -> Visitor:
    """Come to the public page, fill in the form, and see the nomination."""
    visitor = Visitor().open(f"/seminars/{seminar.slug}/")
    visitor.open(f"{visitor.path}register/")
    typed = {"address": sender}
    for number, person in enumerate(people, 1):
        if number > 1:
            visitor.send("Add another person", **typed)
            typed = {}
        typed |= {f"person-{number}-{name}": said for name, said in person.items()}
    visitor.send("Ask for", told="on", **typed)
    assert visitor.path.startswith("/n/"), visitor.text
    return visitor


def guest(organisation: Organisation, number: int = 1, **fields: str) -> dict[str, str]:
    """Write one person of an organisation as the form asks."""
    return {
        "form_of_address": "none",
        "name": f"Guest {number} of {organisation.name_en}",
        "rank": "Adviser",
        "organisation": organisation.name_en,
        "address": address_of(organisation, number),
        "language": "en",
        **fields,
    }


def address_of(organisation: Organisation, number: int = 1) -> str:
    return f"guest{number}-{organisation.pk}@example.org"


def ask(
    seminar: Seminar, organisation: Organisation, people: int = 1, **fields: str
) -> Visitor:
    """File so many of one organisation, a form for every few; see the last form."""
    guests = [guest(organisation, n, **fields) for n in range(1, people + 1)]
    for first in range(0, people, A_FORM):
        box = f"box{first}-{organisation.pk}@example.org"
        visitor = nominate(seminar, *guests[first : first + A_FORM], sender=box)
    return visitor


def letters(to: str = "", subject: str = "") -> list[mail.EmailMessage]:
    """Let what is due leave, and read what came to an address."""
    delivery.deliver_due(seconds=30)
    return [
        one
        for one in mail.outbox
        if to in ("", parseaddr(one.to[0])[1]) and one.subject.startswith(subject)
    ]


def let_messages_leave() -> None:
    """Let the time pass until all that is written is due, as after a change."""
    Message.objects.filter(state="pending").update(next_attempt_at=timezone.now())
    delivery.deliver_due(seconds=30)


def link_in(letter: mail.EmailMessage) -> str:
    """Find the one page that a letter leads to."""
    [path] = set(LINK.findall(letter.body))
    return path


def entries(method: str) -> dict[str, list[Event]]:
    """Read the calendar entries of this method that left, by UID, in their order."""
    found: dict[str, list[Event]] = {}
    for letter in mail.outbox:
        for part in letter.alternatives:
            if part.mimetype.startswith("text/calendar"):
                calendar = Calendar.from_ical(part.content)
                if calendar["method"] == method:
                    [event] = calendar.walk("VEVENT")
                    found.setdefault(str(event["uid"]), []).append(event)
    return found
