"""Rules between two tables, which no CHECK can reach.

Confirmed or offered means: holds a seat of that seminar and mode. Looked at when a
transaction commits, so that a verb may write in any order. And what is recorded of a
registration in a session stays within one seminar.
"""

from django.db import migrations

SEATED = """
CREATE FUNCTION confirmed_means_seated() RETURNS trigger LANGUAGE plpgsql
SET enable_seqscan = off  -- else a plan kept from a table's small days scans it later
AS $$
DECLARE
    who bigint;
BEGIN
    FOREACH who IN ARRAY ARRAY[(to_jsonb(OLD) ->> TG_ARGV[0])::bigint,
                               (to_jsonb(NEW) ->> TG_ARGV[0])::bigint]
    LOOP
        IF (SELECT (seminar_id, mode) FROM registrations_registration
             WHERE id = who AND status IN ('confirmed', 'offered'))
           IS DISTINCT FROM
           (SELECT (seminar_id, mode) FROM registrations_seat WHERE holder_id = who)
        THEN
            RAISE EXCEPTION 'Confirmed or offered means: holds a seat.'
                  USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER confirmed_means_seated
 AFTER INSERT OR UPDATE OF status, seminar_id, mode ON registrations_registration
 DEFERRABLE INITIALLY DEFERRED
 FOR EACH ROW EXECUTE FUNCTION confirmed_means_seated('id');

CREATE CONSTRAINT TRIGGER confirmed_means_seated
 AFTER INSERT OR DELETE OR UPDATE OF holder_id, seminar_id, mode ON registrations_seat
 DEFERRABLE INITIALLY DEFERRED
 FOR EACH ROW EXECUTE FUNCTION confirmed_means_seated('holder_id');
"""

ONE_SEMINAR = """
CREATE FUNCTION session_of_its_seminar() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT seminar_id FROM registrations_registration
         WHERE id = NEW.registration_id)
       IS DISTINCT FROM
       (SELECT seminar_id FROM seminars_session WHERE id = NEW.session_id)
    THEN
        RAISE EXCEPTION 'The session belongs to another seminar.'
              USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER session_of_its_seminar
 AFTER INSERT OR UPDATE ON registrations_attendance
 FOR EACH ROW EXECUTE FUNCTION session_of_its_seminar();

CREATE CONSTRAINT TRIGGER session_of_its_seminar
 AFTER INSERT OR UPDATE OF session_id, registration_id ON registrations_invitation
 FOR EACH ROW EXECUTE FUNCTION session_of_its_seminar();
"""


class Migration(migrations.Migration):
    dependencies = [("registrations", "0001_initial")]
    operations = [
        migrations.RunSQL(SEATED, "DROP FUNCTION confirmed_means_seated CASCADE"),
        migrations.RunSQL(ONE_SEMINAR, "DROP FUNCTION session_of_its_seminar CASCADE"),
    ]
