"""What must not be true of access lists: each rule broken once."""

from registrations.models import AccessList, AccessNote, AccessRow
from tests.factories import NOW


def listed(rows, **fields):
    seminar, venue = rows.session.seminar, rows.session.room.venue
    return AccessList.objects.create(
        seminar=seminar, venue=venue, made_at=NOW, **fields
    )


def row(rows, kept=None, **fields):
    values = {"version": 1, "position": 1, "change": "same", "cells": {}} | fields
    kept = kept or listed(rows, version=1, sent_at=NOW)
    AccessRow.objects.create(access_list=kept, registration=rows.seated, **values)
    return kept


def note(rows, kept=None, text="x"):
    kept = kept or listed(rows)
    AccessNote.objects.create(
        access_list=kept, registration=rows.seated, note=text, has_pass=False
    )
    return kept


BREACHES = {
    "one_access_list_per_venue": lambda rows: [listed(rows), listed(rows)],
    "sent_access_list_has_its_version": lambda rows: listed(rows, version=1),
    "one_access_row_per_guest": lambda rows: row(rows, row(rows)),
    "access_row_was_sent": lambda rows: row(rows, version=0),
    "registrations_accessrow_change_known": lambda rows: row(rows, change="x"),
    "one_access_note_per_guest": lambda rows: note(rows, note(rows)),
    "access_note_says_something": lambda rows: note(rows, text=""),
}
