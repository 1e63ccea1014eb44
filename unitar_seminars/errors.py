"""What a sent form got wrong, as a list of sentences that lead to their fields."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.forms import BaseForm, BaseFormSet, BoundField

from unitar_seminars.labels import labelled


@dataclass(frozen=True)
class Problem:
    """One sentence; `target` is the id of its field, empty when it is about all."""

    text: str
    target: str = ""


def problems(forms: Iterable[BaseForm | BaseFormSet]) -> list[Problem]:
    """Collect what is wrong in forms and formsets, in the order of the page."""
    return [p for form in forms if form and form.is_bound for p in _of(form)]


def _of(thing: BaseForm | BaseFormSet) -> Iterator[Problem]:
    if isinstance(thing, BaseForm):
        yield from _of_form(thing)
        return
    yield from (Problem(text) for text in thing.non_form_errors())
    for form in thing.forms:
        if not (thing.can_delete and thing._should_delete_form(form)):
            yield from _of_form(form)


def _of_form(form: BaseForm) -> Iterator[Problem]:
    form.errors_summarised = True  # then the fields need not repeat the general ones
    name = getattr(form, "heading", "")  # such as "Person 2"
    for text in form.non_field_errors():
        yield Problem(labelled(name, text) if name else text)
    for bound in form:
        label = ", ".join(str(part) for part in (name, bound.label) if part)
        for text in bound.errors:
            yield Problem(labelled(label, text), target(bound))


def target(bound: BoundField) -> str:
    """Return the id to jump to: the field's, or of the first one of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"
