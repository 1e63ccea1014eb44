"""Files as people send them, and files that nobody should open."""

import random
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from registrations.imports import tables
from registrations.imports.tables import LOST, Table
from tests.refusals import refusal
from tests.scale import sized

SAMPLES = Path(settings.BASE_DIR) / "static/samples"
TEXT = "Name;Organisme\r\nZoé Müller;Société « Été »\r\n"
CELLS = ["Zoé Müller", "Société « Été »"]


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def packed(**parts):
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return written.getvalue()


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_csv_is_read_in_the_usual_encodings(encoding, sign):
    table = tables.read(TEXT.replace(";", sign).encode(encoding))

    assert table.headings == ["Name", "Organisme"]
    assert [(row.number, row.cells) for row in table.rows] == [(2, CELLS)]


def test_a_byte_that_is_no_letter_keeps_its_place():
    damaged = TEXT.encode().replace("ü".encode(), b"\xff")

    assert tables.read(damaged).rows[0].cells[0] == f"Zoé M{LOST}ller"


def test_empty_rows_are_passed_over_and_numbers_stay():
    table = tables.read(b'\n\nName,Mission\n,\nAna,Chile\n\n"Bo\nDao",Peru\n')

    assert table.headings == ["Name", "Mission"]
    assert [(row.number, row.cells[0]) for row in table.rows] == [
        (5, "Ana"),
        (7, "Bo\nDao"),
    ]


def test_what_begins_like_a_formula_is_text():
    table = tables.read(b"Name,Rank\n=1+1,'=2+2\n@x,'quoted\n")

    assert [row.cells for row in table.rows] == [["=1+1", "=2+2"], ["@x", "'quoted"]]


def test_a_nul_is_kept_as_what_is_refused_later():
    assert tables.read(b"Name" + b" " * 200 + b"\nA\0na\n").rows[0].cells == ["A\x1ana"]


def test_a_sheet_is_read_with_its_formulas_unreckoned():
    data = workbook(
        ["Name", "Number", None],
        [],
        ["Zoé", 12, "=1+1"],
        ["Ana", None, None],
        [None, "=A1"],
    )

    table = tables.read(data)

    assert table.headings == ["Name", "Number"]
    assert [(row.number, row.cells, row.reckoned) for row in table.rows] == [
        (3, ["Zoé", "12", ""], [2]),
        (4, ["Ana"], []),
        (5, ["", ""], [1]),
    ]
    assert Table.from_json(table.as_json()) == table


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"Name,Mission\n", "empty"),
        (b"x" * (tables.MOST_BYTES + 1), "too_big"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old_format"),
        (b'Name,Mission\n"Ana,Chile\n', "broken_row"),
        (b'Name,Mission\n"Ana"x,Chile\n', "broken_row"),
        (b"Name\n" + b"x\n" * 2001, "too_long"),
        (b"," * 100 + b"\nAna\n", "empty"),
        (b"x," * 100 + b"x\nAna\n", "too_wide"),
        (b"PK\x03\x04 no archive", "unreadable"),
        (packed(**{"a.txt": "not a workbook"}), "unreadable"),
        (packed(**{"a.xml": "<!DOCTYPE lolz><lolz/>"}), "unreadable"),
        (packed(**{"a.xml": "<!DOCTYPE l><l/>".encode("utf-16")}), "unreadable"),
        (packed(**{"a.xml": "0" * (tables.MOST_UNPACKED + 1)}), "too_big"),
        (packed(**{f"{n}.xml": "" for n in range(201)}), "too_big"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(data, code):
    assert refusal(tables.read, data) == code


def test_a_sheet_that_goes_on_too_far_is_refused():
    book = Workbook()
    book.active["A1"], book.active["A10001"] = "Name", "Ana"
    written = BytesIO()
    book.save(written)

    assert refusal(tables.read, written.getvalue()) == "too_long"


def test_one_text_in_every_cell_does_not_fill_the_memory():
    row = ["x" * 4000] * 50

    assert refusal(tables.read, workbook(*[row] * 22)) == "too_big"


def test_a_damaged_sheet_is_refused():
    whole = workbook(["Name"], ["Ana"])
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData><row><c"

    assert refusal(tables.read, packed(**parts)) == "unreadable"


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
@pytest.mark.parametrize("kind", ["csv", "packed", "sheet"])
def test_a_file_damaged_anywhere_is_read_or_refused(kind):
    chance = random.Random(kind)
    codes = set()

    for _ in range(sized(50, 1000)):
        try:
            tables.read(damaged(kind, chance))
        except ValidationError as refused:
            codes.add(refused.code)

    assert codes - {"unreadable", "broken_row", "too_big", "too_long", "empty"} == set()


def damaged(kind, chance):
    """Change a few bytes of a file, or of one part before it is packed."""
    if kind == "csv":
        return spoilt((SAMPLES / "indico.csv").read_bytes(), chance)
    whole = workbook(["Name", "Rank"], ["Ana", 1], ["=1+1", None])
    if kind == "packed":
        return spoilt(whole, chance)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(list(parts))
    return packed(**parts | {name: spoilt(parts[name], chance)})


def spoilt(data, chance):
    changed = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        changed[chance.randrange(len(changed))] = chance.choice(b'<>/"=019rst \xff\0')
    return bytes(changed)
