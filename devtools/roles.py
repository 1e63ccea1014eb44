"""Whom the sample set-up lets in with one click, each by an account of the demo."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One way in: `/sample/enter/<slug>/` signs in `email` and goes to `start`."""

    slug: str
    title: str
    email: str
    start: str = "/"


ORGANISER = "organiser@unitar.example"
SECOND_ORGANISER = "second.organiser@unitar.example"
IOM = "partner@iom.example"
UNFPA = "partner@unfpa.example"
MACARTHUR = "partner@macarthur.example"
HOST = "focal.point@forum-host.example"
ASSISTANT = "assistant@kenya.missions.example"
ASSISTANTS_COUNTRY = "KEN"
DOOR = "door@unitar.example"

ROLES: list[Role] = [
    Role("organiser", "Organiser", ORGANISER, "/admin/"),
    Role("second-organiser", "Second organiser", SECOND_ORGANISER, "/admin/"),
    Role("partner-iom", "Partner (IOM)", IOM, "/reports/"),
    Role("partner-unfpa", "Partner (UNFPA)", UNFPA, "/reports/"),
    Role("partner-macarthur", "Partner (MacArthur Foundation)", MACARTHUR, "/reports/"),
    Role("host", "GFMD host focal point", HOST, "/reports/"),
    Role("assistant", "Mission assistant", ASSISTANT, "/my/"),
    Role("door", "Door helper", DOOR, "/door/"),
]
