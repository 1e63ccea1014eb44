"""Other hours for a seminar than it was made with, as the database works them out."""

from django.db import connection

from tests.factories import HOUR


def hold_at(seminar, starts_at):
    """Let the sessions of a seminar take three hours from this moment."""
    seminar.sessions.update(starts_at=starts_at, ends_at=starts_at + 3 * HOUR)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
