"""Every promise about places, worked out anew from the rows: what is found is a fault.

It reads only, a fixed number of statements for all seminars together. `findings` runs
after every test of this app and behind `manage.py audit_seats`.

That nobody was passed over is looked at twice. Now: no free place is open to the head
of a tier. Then: nobody got a place by the door while somebody of the same tier with a
lower number was waiting, as the audit entries tell; what a verb merged or handed over
since (a move online, a changed mode) is left out, for numbers of then are not known.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

SWEPT_WITHIN = timedelta(minutes=1)  # the timetable's tick gives out what is due


@dataclass(frozen=True)
class Finding:
    """One broken promise: which, in which seminar, about whom or what."""

    promise: str
    seminar: int
    about: str

    def __str__(self) -> str:
        return f"{self.promise}: seminar {self.seminar}, {self.about}"


def findings(*, at: datetime) -> list[Finding]:
    """List every promise about places that the rows break at this moment."""
    swept = {"at": at, "swept": at - SWEPT_WITHIN}
    found = []
    with connection.cursor() as cursor:
        for promise, query in PROMISES.items():
            cursor.execute(query, swept)
            found += [Finding(promise, *row) for row in cursor.fetchall()]
    return found


SEATED_HAVE_SEATS = """
SELECT coalesce(person.seminar_id, seat.seminar_id),
       concat_ws(' ', 'registration', person.id, 'seat', seat.id)
  FROM (SELECT * FROM registrations_registration
         WHERE status IN ('confirmed', 'offered')) AS person
  FULL JOIN (SELECT * FROM registrations_seat WHERE holder_id IS NOT NULL) AS seat
    ON seat.holder_id = person.id
 WHERE (seat.seminar_id, seat.mode) IS DISTINCT FROM (person.seminar_id, person.mode)
    OR seat.withdrawn_at IS NOT NULL
"""

NEVER_TOO_MANY = """
SELECT person.seminar_id, format('%%s: %%s people', person.mode, count(*))
  FROM registrations_registration AS person
 WHERE person.status IN ('confirmed', 'offered')
 GROUP BY person.seminar_id, person.mode
HAVING count(*) > (SELECT count(*) FROM registrations_seat AS seat
                    WHERE seat.seminar_id = person.seminar_id
                      AND seat.mode = person.mode AND seat.withdrawn_at IS NULL)
"""

NO_PLACE_IS_LEFT_FREE = """
SELECT waiting.seminar_id, format('registration %%s', min(waiting.id))
  FROM registrations_registration AS waiting
  JOIN seminars_seminar AS seminar ON seminar.id = waiting.seminar_id
 WHERE waiting.status = 'waiting' AND seminar.state = 'announced'
   AND seminar.ends_at > %(at)s
   AND EXISTS (SELECT FROM registrations_seat AS seat
                WHERE seat.seminar_id = waiting.seminar_id
                  AND seat.mode = waiting.mode
                  AND seat.holder_id IS NULL AND seat.withdrawn_at IS NULL
                  AND (seat.tier IS NULL OR seat.tier = waiting.tier
                       OR seat.held_until <= %(swept)s))
 GROUP BY waiting.seminar_id, waiting.mode, waiting.tier
"""

# When each registration began to wait and when that was over, as numbers of entries:
# the line's lock gives them the order in which things happened.
NOBODY_WAS_PASSED_OVER = """
WITH entry AS (
    SELECT id, verb, substr(thing, 28)::bigint AS person
      FROM users_auditentry
     WHERE thing LIKE 'registrations.registration:%%'
), merged AS (
    SELECT substr(thing, 18)::bigint AS seminar, max(id) AS entry
      FROM users_auditentry
     WHERE thing LIKE 'seminars.seminar:%%'
       AND (verb LIKE 'move%%' OR verb LIKE 'overflow%%')
     GROUP BY 1
), turn AS (
    SELECT person.id, person.seminar_id, person.mode, person.tier,
           person.line_number, got.id AS entry
      FROM registrations_registration AS person
      JOIN entry AS got ON got.person = person.id AND got.verb IN ('confirm', 'offer')
), wait AS (
    SELECT person.id, person.seminar_id, person.mode, person.tier, person.line_number,
           max(entry.id) FILTER (WHERE entry.verb = 'approve'
               OR ((person.is_walk_in OR seminar.registration_mode = 'open')
                   AND (entry.verb = 'submit'
                        OR (entry.verb = 'succeed' AND person.seated_at IS NULL)))
           ) AS began,
           min(entry.id) FILTER (WHERE entry.verb IN
               ('confirm', 'offer', 'cancel', 'decline', 'substitute')) AS ended
      FROM registrations_registration AS person
      JOIN seminars_seminar AS seminar ON seminar.id = person.seminar_id
      JOIN entry ON entry.person = person.id
     WHERE person.status <> 'pending'
     GROUP BY person.id, seminar.id
)
SELECT turn.seminar_id,
       format('registration %%s before registration %%s', turn.id, wait.id)
  FROM turn
  JOIN wait USING (seminar_id, mode, tier)
  LEFT JOIN merged ON merged.seminar = turn.seminar_id
 WHERE wait.line_number < turn.line_number
   AND wait.began < turn.entry AND coalesce(wait.ended > turn.entry, true)
   AND turn.entry > coalesce(merged.entry, 0)
   AND NOT EXISTS (SELECT FROM entry
                    WHERE (entry.person IN (turn.id, wait.id)
                           AND entry.verb = 'change_mode')
                       OR (entry.person = turn.id AND entry.verb = 'substitute'))
"""

ONE_REGISTRATION_EACH = """
SELECT seminar_id, format('registrations %%s', string_agg(id::text, ', ' ORDER BY id))
  FROM registrations_registration
 WHERE status NOT IN ('declined', 'cancelled') AND person_id IS NOT NULL
 GROUP BY seminar_id, person_id HAVING count(*) > 1
UNION ALL
SELECT seminar_id, format('registrations %%s', string_agg(id::text, ', ' ORDER BY id))
  FROM registrations_registration
 WHERE status NOT IN ('declined', 'cancelled')
 GROUP BY seminar_id, same_again HAVING count(*) > 1
"""

NUMBERS_ARE_DRAWN = """
SELECT person.seminar_id, format('number %%s', person.line_number)
  FROM registrations_registration AS person
  LEFT JOIN registrations_line AS line ON line.seminar_id = person.seminar_id
 GROUP BY person.seminar_id, person.line_number, line.last_number
HAVING count(*) > 1 OR person.line_number > coalesce(line.last_number, 0)
"""

OFFERS_END = """
SELECT person.seminar_id, format('registration %%s', person.id)
  FROM registrations_registration AS person
  JOIN seminars_seminar AS seminar ON seminar.id = person.seminar_id
 WHERE person.status = 'offered'
   AND (person.offered_until IS NULL
        OR (seminar.state = 'announced'
            AND least(person.offered_until, seminar.starts_at) < %(swept)s))
"""

ENTRIES_WERE_EARNED = """
SELECT person.seminar_id, format('invitation %%s', invitation.id)
  FROM registrations_invitation AS invitation
  JOIN registrations_registration AS person ON person.id = invitation.registration_id
  JOIN seminars_session AS session ON session.id = invitation.session_id
 WHERE person.seated_at IS NULL OR session.seminar_id <> person.seminar_id
"""

SUBSTITUTES_ARE_LINKED = """
SELECT coalesce(before.seminar_id, after.seminar_id),
       format('registration %%s', before.id)
  FROM registrations_registration AS before
  LEFT JOIN registrations_substitution AS link ON link.predecessor_id = before.id
  LEFT JOIN registrations_registration AS after ON after.id = link.successor_id
 WHERE (before.cancelled_because = 'substituted') <> (link.id IS NOT NULL)
    OR after.seminar_id <> before.seminar_id
"""

PROMISES = {
    "confirmed or offered means seated": SEATED_HAVE_SEATS,
    "never more people than places": NEVER_TOO_MANY,
    "no open place while somebody waits": NO_PLACE_IS_LEFT_FREE,
    "nobody was passed over": NOBODY_WAS_PASSED_OVER,
    "one active registration each": ONE_REGISTRATION_EACH,
    "every number was drawn once": NUMBERS_ARE_DRAWN,
    "offers end at their hour": OFFERS_END,
    "entries only for who had a place": ENTRIES_WERE_EARNED,
    "substitutes are linked": SUBSTITUTES_ARE_LINKED,
}
