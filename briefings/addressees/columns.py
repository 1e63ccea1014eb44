"""What the queries of addressees have in common, so that they can be united.

The rank decides who speaks for an address that several share: an official address
before a focal point before a person.
"""

from typing import Any

from django.db.models import Case, CharField, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, NullIf
from django.utils.translation import get_language

from partners.models import FormOfAddress

ADDRESS = "rank, source, subject, person, form, name, address, folded, language"
SUBJECT = "subject, form, name"
OFFICIAL, FOCAL_POINT, PERSON = Value(1), Value(2), Value(3)
NO_FORM = Value(FormOfAddress.NONE.value, output_field=CharField())
Query = QuerySet[Any, Any]


def key_of(model: Any, column: str) -> Concat:
    """Name a row as `unitar_seminars.db.key` does, within the database."""
    label = Value(f"{model._meta.label_lower}:", output_field=TextField())
    return Concat(label, Cast(column, TextField()), output_field=TextField())


def filled(column: str) -> NullIf:
    return NullIf(F(column), Value(""))


def either(path: str, first: str, second: str) -> Coalesce:
    return Coalesce(filled(f"{path}_{first}"), F(f"{path}_{second}"))


def in_language_of_use(path: str) -> Case:
    """Read a bilingual column in the language in which the address is written to."""
    french = When(language="fr", then=either(path, "fr", "en"))
    return Case(french, default=either(path, "en", "fr"))


def in_language_of_page(path: str) -> Coalesce:
    is_french = (get_language() or "en").startswith("fr")
    return either(path, "fr", "en") if is_french else either(path, "en", "fr")
