"""The rules of the house that no linter knows."""

import ast
import re
from itertools import chain
from pathlib import Path
from statistics import median, quantiles

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import CharField, ForeignKey, TextField
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(settings.BASE_DIR)
OURS = tuple(settings.OURS)
ROOMS = ("unitar_seminars", "devtools", *OURS)
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS]
PAGES = sorted(file for file in (ROOT / "templates").rglob("*.html"))
INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style|<script(?![^>]*(?:\ssrc=|json))")
each_model = pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)

# Pages that anybody may open, by the name of their address; all others ask who it is.
PUBLIC = {
    "briefings:asked",
    "briefings:detail",
    "briefings:feed",
    "briefings:paper",
    "briefings:preferences",
    "briefings:preferences_by_message",
    "briefings:subscribe",
    "briefings:theme",
    "briefings:theme_feed",
    "briefings:updates",
    "mailing:unsubscribe",
    "partners:forum",
    "partners:search",
    "registrations:invited",
    "registrations:nomination",
    "registrations:nomination_accept",
    "registrations:nomination_calendar",
    "registrations:nomination_cancel",
    "registrations:nomination_details",
    "registrations:nomination_mode",
    "registrations:nomination_substitute",
    "registrations:person",
    "registrations:person_accept",
    "registrations:person_calendar",
    "registrations:person_cancel",
    "registrations:person_claim",
    "registrations:person_details",
    "registrations:person_document",
    "registrations:person_mode",
    "registrations:person_step_back",
    "registrations:person_substitute",
    "registrations:register",
    "seminars:accessibility",
    "seminars:calendar",
    "seminars:detail",
    "seminars:document",
    "seminars:feed",
    "seminars:home",
    "seminars:privacy",
    "seminars:programme",
    "seminars:seminar_calendar",
    "seminars:series",
    "seminars:series_calendar",
    "set_language",
    "styleguide",
}
# Of these, whole families: what lets people in can't ask them to be in.
PUBLIC_FAMILIES = ("account_", "mfa_", "admin:login")


def code(*folders):
    """List the Python files of these folders, migrations left out."""
    files = chain(*[(ROOT / folder).rglob("*.py") for folder in folders])
    return sorted(file for file in files if "migrations" not in file.parts)


def parsed(file):
    return ast.walk(ast.parse(file.read_text()))


def functions(file):
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in parsed(file) if isinstance(node, kinds)]


def length(node):
    """Count the lines of a function, its docstring left out."""
    said = ast.get_docstring(node, clean=False)
    return node.end_lineno - node.lineno + 1 - (len(said.splitlines()) if said else 0)


def name(file):
    return str(file.relative_to(ROOT))


def is_in(room, file):
    """Tell the files of one role: the module of that name, or in its package."""
    return file.stem == room or room in file.relative_to(ROOT).parts[:-1]


def missing(model, rules):
    """Return the rules that no constraint of this model is named after."""
    names = [constraint.name for constraint in model._meta.constraints]
    return [rule for rule in rules if not any(n.endswith(rule) for n in names)]


@each_model
def test_model_names_itself_and_leaves_ordering_to_the_reader(model):
    assert model.__str__.__module__.split(".")[0] in (*OURS, "django")
    assert list(model._meta.ordering) == []


@each_model
def test_choices_and_acts_are_held_by_the_database(model):
    fields = {field.name: field for field in model._meta.local_fields}
    choices = [f"_{name}_known" for name, field in fields.items() if field.choices]
    optional = {name for name, field in fields.items() if field.null}
    acts = [name[:-3] for name in optional if name.endswith("_by")]
    pairs = [f"_{act}_at_and_{act}_by" for act in acts if f"{act}_at" in optional]

    assert missing(model, choices + pairs) == []


@each_model
def test_keys_can_be_followed_back_by_a_chosen_name(model):
    keys = [f for f in model._meta.local_fields if isinstance(f, ForeignKey)]

    assert [key.name for key in keys if key._related_name is None] == []


@each_model
def test_model_says_which_of_its_fields_are_about_a_person(model):
    fields = {field.name: field for field in model._meta.local_fields}
    typed = {
        name
        for name, field in fields.items()
        if (isinstance(field, CharField | TextField) and not field.choices)
        or field.related_model is get_user_model()
    }
    declared = {*model.Personal.erased, *model.Personal.kept}

    assert typed - declared == set()
    assert declared - set(fields) == set()


@pytest.mark.parametrize(
    "file", [f for f in code(*OURS) if is_in("models", f)], ids=name
)
def test_models_save_nothing_special_and_read_no_clock(file):
    text = file.read_text()

    assert [f.name for f in functions(file) if f.name == "save"] == []
    assert "timezone.now" not in text


@pytest.mark.parametrize("file", code(*ROOMS, "tests"), ids=name)
def test_file_and_its_functions_keep_their_budgets(file):
    text = file.read_text()
    lines = 400 if is_in("models", file) or "tests" in file.parts else 300
    lines = 250 if file.name == "settings.py" else lines
    longest = 25 if is_in("views", file) else 50

    assert len(text.splitlines()) <= lines
    assert [f.name for f in functions(file) if length(f) > longest] == []


def test_most_functions_are_short():
    lengths = [length(f) for file in code(*ROOMS) for f in functions(file)]

    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[-1] <= 25


@pytest.mark.parametrize("file", code(*ROOMS), ids=name)
def test_nothing_is_left_for_later(file):
    assert re.findall(r"#.*\b(?:TODO|FIXME|XXX)\b", file.read_text()) == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_template_is_short_and_free_of_inline_code(page):
    text = page.read_text()

    assert len(text.splitlines()) <= 120
    assert INLINE.findall(text) == []
    assert re.findall(r"{% blocktrans(?:late)?\b(?!.* trimmed)", text) == []


def addresses(resolver, space=""):
    """Walk every address with its full name and the view that answers it."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern, inner)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", pattern.callback


def test_every_page_is_private_or_stands_in_the_list_of_public_ones():
    public = {
        name
        for name, view in addresses(get_resolver())
        if not getattr(view, "login_required", True)
    }
    ours = {name for name in public if not name.startswith(PUBLIC_FAMILIES)}

    assert ours - PUBLIC == set()


def codes(file):
    """Collect the codes of refusals that a file can utter."""
    calls = [node for node in parsed(file) if isinstance(node, ast.Call)]
    words = chain(*[call.keywords for call in calls])
    values = [word.value for word in words if word.arg == "code"]
    return {value.value for value in values if isinstance(value, ast.Constant)}


def test_every_refusal_of_a_verb_is_expected_by_some_test():
    said = [codes(file) for file in code(*OURS) if is_in("services", file)]
    tests = "".join(file.read_text() for file in code("tests"))

    assert {code for code in set().union(*said) if f'"{code}"' not in tests} == set()
