"""How things are named where a sentence has no room for them."""

from django.db.models import Model
from django.utils.translation import gettext


def labelled(label: object, text: object) -> str:
    """Join both with a colon; a template says {% translate ":" %} between them."""
    # Translators: ends a label; French has a no-break space before it
    return f"{label}{gettext(':')} {text}"


def numbered(thing: Model) -> str:
    """Name a row by what it is and its number, and so nobody by their name."""
    return f"{thing._meta.verbose_name} {thing.pk}"
