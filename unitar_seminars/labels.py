"""A label before what it says, as the language of the reader sets the two."""

from django.utils.translation import gettext


def labelled(label: object, text: object) -> str:
    """Join both with a colon; a template says {% translate ":" %} between them."""
    # Translators: ends a label; French has a no-break space before it
    return f"{label}{gettext(':')} {text}"
