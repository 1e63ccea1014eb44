"""The addressees of a mailing become its rows, however many they are.

They pass in batches, so memory does not grow with them, and the database tells which
addresses are one and the same.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection

from mailing.models import LONGEST_NAME, Mailing
from unitar_seminars.db import key

# Key of the person, name, address, language; perhaps what the text says of them.
Addressee = tuple[str, str, str, str] | tuple[str, str, str, str, Mapping[str, str]]
ROWS_AT_ONCE = 1000

ADD = """
INSERT INTO mailing_message (
       person_key, name, address, language, merge,
       mailing_id, purpose, about, next_attempt_at, not_after,
       subject, text, html, calendars, state, attempt, reply)
SELECT person_key, name, address, language, merge,
       %(mailing)s, %(purpose)s, %(about)s, %(at)s, %(not_after)s,
       '', '', '', '[]', 'pending', 0, ''
  FROM unnest(%(person_keys)s::text[], %(names)s::text[], %(addresses)s::text[],
              %(languages)s::text[], %(merges)s::jsonb[]) WITH ORDINALITY
    AS given (person_key, name, address, language, merge, number)
 ORDER BY number
    ON CONFLICT (mailing_id, address_folded) WHERE mailing_id IS NOT NULL DO NOTHING
"""
COLUMNS = ("person_keys", "names", "addresses", "languages", "merges")


def freeze(mailing: Mailing, addressees: Iterable[Addressee], *, at: datetime) -> int:
    """Make one row for each address, of the first who brings it; tell how many."""
    given: dict[str, Any] = {
        "mailing": mailing.pk,
        "purpose": mailing.purpose,
        "about": key(mailing),
        "at": at,
        "not_after": mailing.not_after,
    }
    made, rows = 0, rows_for(addressees)
    with connection.cursor() as cursor:
        while batch := list(islice(rows, ROWS_AT_ONCE)):
            columns = map(list, zip(*batch, strict=True))
            cursor.execute(ADD, given | dict(zip(COLUMNS, columns, strict=True)))
            made += cursor.rowcount
    return made


def rows_for(addressees: Iterable[Addressee]) -> Iterator[tuple[str, ...]]:
    for person_key, name, address, language, *merge in addressees:
        fields = json.dumps(merge[0]) if merge else "{}"
        line = " ".join(name.split())[:LONGEST_NAME]
        yield person_key, line, address.strip(), language, fields
