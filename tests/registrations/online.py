"""A seminar online on 4 November 2026 from 10 to 13, and the logs of its meeting."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from registrations.imports.logs import guess
from registrations.imports.tables import Table
from registrations.services import log_plans, online_logs
from registrations.services.log_plans import Wishes
from seminars.models import SeminarMode
from tests.factories import COMMAND, NOW, make_mission, make_seminar, register
from unitar_seminars.hours import NEW_YORK

STARTS = datetime(2026, 11, 4, 10, tzinfo=NEW_YORK)
BEFORE = STARTS - timedelta(days=7)
AWA = ("Awa Ndiaye", "awa.ndiaye@missions.example", "10:00", "12:40")
TOMAS = ("Tomas Berg", "", "10:00", "11:00")
LOGS = Path(__file__).parent / "imports" / "logs"


def log_of(system):
    """Give the file as the system writes it, those with tabs in UTF-16."""
    if system == "zoom":
        return (LOGS / "zoom.csv").read_bytes()
    return (LOGS / f"{system}.tsv").read_text().encode("utf-16")


def bad_log():
    """Put into the log of bad lines what a text file cannot show."""
    data = (LOGS / "bad.csv").read_bytes()
    for mark, meant in (
        (b"[BEL]", b"\x07"),
        (b"[FF]", b"\xff"),
        (b"[LONG]", b"a" * 250),
    ):
        data = data.replace(mark, meant)
    return data


def written(book):
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def make_online(*names, places=9):
    """Make the seminar, with people whose addresses are made of their names."""
    seminar = make_seminar(
        online_places=places, mode=SeminarMode.ONLINE, starts_at=STARTS
    )
    mission = make_mission(name_en="Permanent Mission of Senegal")
    for name in names:
        address = f"{name.lower().replace(' ', '.')}@missions.example"
        register(seminar, mission, at=BEFORE, name=name, address=address, mode="online")
    return seminar


def lines(*rows, day="2026-11-04"):
    """Write a log: name, address, from and to on the day of the session."""
    said = ["Name,Email,Join Time,Leave Time"]
    said += [f"{n},{a},{day} {start},{day} {end}" for n, a, start, end in rows]
    return "\n".join(said).encode()


def keep(session, data):
    return online_logs.keep(session, "log.csv", data, by=COMMAND, at=NOW)


def wishes_of(draft):
    return Wishes(guess(draft.table["headings"]))


def plan(session, data):
    draft = keep(session, data)
    return log_plans.plan(session, Table.from_json(draft.table), wishes_of(draft))
