"""Texts are found in code and templates, and a gap in a catalogue is named."""

import pytest
from babel.messages.catalog import Catalog

from devtools import catalogues

PAGE = """
<p>{% translate "It's “open”" %}</p>
  {% blocktranslate trimmed count n=free %}
    One place for {{ who }}
  {% plural %}
    {{ n }} places
  {% endblocktranslate %}
{% panel heading=_("Register") %}{% translate "May" context "month" %}{% endpanel %}
"""
CODE = """
label = _("Organiser")
refusal = ngettext_lazy("%(n)s person", "%(n)s people", "n")
"""


def texts(tmp_path, monkeypatch):
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    catalog = Catalog()
    catalogues.collect(catalog, tmp_path / "a.html", catalogues.as_code(PAGE))
    catalogues.collect(catalog, tmp_path / "a.py", CODE)
    return catalog


def test_texts_of_templates_and_code_are_found(tmp_path, monkeypatch):
    found = texts(tmp_path, monkeypatch)

    assert {(m.context, m.id) for m in found if m.id} == {
        (None, "It's “open”"),
        (None, ("One place for %(who)s", "%(n)s places")),
        (None, "Register"),
        ("month", "May"),
        (None, "Organiser"),
        (None, ("%(n)s person", "%(n)s people")),
    }


def test_a_new_catalogue_complains_of_every_text_and_a_full_one_of_none(
    tmp_path, monkeypatch
):
    found = texts(tmp_path, monkeypatch)
    catalogues.write("fr", found)

    assert len(catalogues.complaints("fr", found)) == 6

    translate_all("fr")
    assert catalogues.complaints("fr", found) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda message: message.flags.add("fuzzy"), "doubtful (fuzzy) translation of"),
        (lambda message: setattr(message, "string", ""), "no translation of"),
        (
            lambda message: setattr(message, "string", "Qui ?"),
            "a line may break at the sign in",
        ),
    ],
)
def test_a_doubtful_or_missing_translation_is_named(
    tmp_path, monkeypatch, change, complaint
):
    found = texts(tmp_path, monkeypatch)
    catalogues.write("fr", found)
    translate_all("fr", change)

    assert catalogues.complaints("fr", found) == [f"fr: {complaint} 'Organiser'"]


def test_a_catalogue_that_was_not_compiled_is_named(tmp_path, monkeypatch):
    found = texts(tmp_path, monkeypatch)
    catalogues.write("fr", found)
    translate_all("fr")
    catalogues.paths("fr")[1].unlink()

    assert catalogues.complaints("fr", found) == [
        "fr: django.mo is not what its catalogue says"
    ]


def translate_all(language, change=lambda message: None):
    """Fill a catalogue; then change what it says of one text."""
    catalog = catalogues.read(language)
    for message in catalog:
        if message.id:
            plural = isinstance(message.id, tuple)
            message.string = message.id if plural else f"fr {message.id}"
    change(catalog.get("Organiser"))
    catalogues.save(language, catalog)
