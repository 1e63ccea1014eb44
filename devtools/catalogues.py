"""Catalogues without gettext's programs: found, merged, compiled and checked by Babel.

`python -m devtools.catalogues` brings `locale/` up to date; with `--check` it writes
nothing and fails when a text is missing, doubtful or not compiled.
"""

import argparse
import io
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template

from devtools.services import ROOT

LANGUAGES = ("fr",)
CODE = ("*.py", "*/**/*.py")
PAGES = ("templates/**/*.html", "templates/**/*.txt", "templates/**/*.svg")
WITHOUT_TEXTS = {".venv", "var", "tests", "benchmarks", "node_modules"}
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LOOSE = re.compile("« | [:;?!»]")  # French wants spaces there that don't break
WIDTH = 79
PROJECT = "UNITAR Seminars"
HEADER = f"# Texts of {PROJECT}."


def found() -> Catalog:
    """Collect the texts of code and templates, each with the files that say it."""
    catalog = Catalog(project=PROJECT, charset="utf-8")
    for file in files(CODE):
        collect(catalog, file, file.read_text())
    for file in files(PAGES):
        collect(catalog, file, as_code(file.read_text()))
    return catalog


def files(patterns: tuple[str, ...]) -> list[Path]:
    every = {file for pattern in patterns for file in ROOT.glob(pattern)}
    return sorted(
        file for file in every if file.relative_to(ROOT).parts[0] not in WITHOUT_TEXTS
    )


def as_code(page: str) -> str:
    """Turn a template into lines of Python calls, as Django does for gettext.

    What is no call becomes X or goes, and nothing is indented: so it reads as Python.
    """
    calls = template.templatize(page)
    lines = [line.strip() for line in calls.splitlines()]
    return "\n".join(
        line if "gettext(" in line or "_(" in line else "" for line in lines
    )


def collect(catalog: Catalog, file: Path, code: str) -> None:
    source = io.BytesIO(code.encode())
    where = str(file.relative_to(ROOT))
    for _line, text, comments, context in extract(
        "python", source, KEYWORDS, ["Translators:"]
    ):
        flags = flags_of(text)
        catalog.add(
            text,
            None,
            [(where, 1)],
            flags=flags,
            auto_comments=comments,
            context=context,
        )


def flags_of(text: str | tuple[str, ...]) -> list[str]:
    joined = text if isinstance(text, str) else "".join(text)
    return ["python-format"] if "%(" in joined else []


def paths(language: str) -> tuple[Path, Path]:
    folder = ROOT / "locale" / language / "LC_MESSAGES"
    return folder / "django.po", folder / "django.mo"


def read(language: str) -> Catalog:
    po, _ = paths(language)
    if not po.exists():
        return Catalog(language, project=PROJECT, charset="utf-8", fuzzy=False)
    return read_po(io.BytesIO(po.read_bytes()), locale=language)


def compiled(catalog: Catalog) -> bytes:
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def write(language: str, texts: Catalog) -> None:
    """Merge new texts into a catalogue, drop those nobody says, compile it."""
    catalog = read(language)
    catalog.update(texts, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.header_comment = HEADER
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    save(language, catalog)


def save(language: str, catalog: Catalog) -> None:
    po, mo = paths(language)
    po.parent.mkdir(parents=True, exist_ok=True)
    target = io.BytesIO()
    write_po(target, catalog, width=WIDTH, sort_output=True, include_lineno=False)
    po.write_bytes(target.getvalue())
    mo.write_bytes(compiled(read(language)))


def complaints(language: str, texts: Catalog) -> list[str]:
    """Name every text that a reader of this language would not get."""
    catalog, (_, mo) = read(language), paths(language)
    said = []
    for text in texts:
        if not text.id:
            continue
        known = catalog.get(text.id, text.context)
        if known is None or not all(strings(known.string)):
            said.append(f"{language}: no translation of {text.id!r}")
        elif known.fuzzy:
            said.append(f"{language}: doubtful (fuzzy) translation of {text.id!r}")
        elif LOOSE.search("".join(strings(known.string))):
            said.append(f"{language}: a line may break at the sign in {text.id!r}")
    if not mo.exists() or mo.read_bytes() != compiled(catalog):
        said.append(f"{language}: {mo.name} is not what its catalogue says")
    return said


def strings(translation: str | tuple[str, ...]) -> tuple[str, ...]:
    return (translation,) if isinstance(translation, str) else translation


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    settings.configure(USE_I18N=True)  # all that Django's reader of templates needs
    texts = found()
    if not options.check:
        for language in LANGUAGES:
            write(language, texts)
        return 0
    said = [line for language in LANGUAGES for line in complaints(language, texts)]
    for line in said:
        sys.stdout.write(f"{line}\n")
    if said:
        sys.stdout.write(f"{len(said)} texts to look at: `make messages`, then fr.\n")
    return bool(said)


if __name__ == "__main__":
    sys.exit(main())
