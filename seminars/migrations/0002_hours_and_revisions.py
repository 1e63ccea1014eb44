"""What follows from other columns is worked out by the database.

- A seminar starts with its first session and ends with its last: whoever writes
  something else into those two columns is overruled.
- A session's revision, the SEQUENCE of its calendar entry, rises with every change
  that a calendar shows, and never falls, however stale the row that is saved.
- The order of sectors is fixed once people may have drawn numbers by it.
"""

from django.db import migrations

HOURS = """
CREATE FUNCTION seminar_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT min(starts_at), max(ends_at) INTO NEW.starts_at, NEW.ends_at
      FROM seminars_session WHERE seminar_id = NEW.id;
    RETURN NEW;
END $$;

CREATE TRIGGER seminar_hours
 BEFORE INSERT OR UPDATE OF starts_at, ends_at ON seminars_seminar
 FOR EACH ROW EXECUTE FUNCTION seminar_hours();

CREATE FUNCTION session_hours() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        UPDATE seminars_seminar SET starts_at = NULL WHERE id = OLD.seminar_id;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        UPDATE seminars_seminar SET starts_at = NULL WHERE id = NEW.seminar_id;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER session_hours
 AFTER INSERT OR DELETE OR UPDATE OF starts_at, ends_at, seminar_id ON seminars_session
 FOR EACH ROW EXECUTE FUNCTION session_hours();
"""
NO_HOURS = "DROP FUNCTION seminar_hours CASCADE; DROP FUNCTION session_hours CASCADE;"

REVISIONS = """
CREATE FUNCTION session_revision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was record := (OLD.title_en, OLD.title_fr, OLD.starts_at, OLD.ends_at,
                   OLD.room_id, OLD.takes_room, OLD.online_url);
    becomes record := (NEW.title_en, NEW.title_fr, NEW.starts_at, NEW.ends_at,
                       NEW.room_id, NEW.takes_room, NEW.online_url);
BEGIN
    NEW.revision := greatest(
        NEW.revision, OLD.revision + (was IS DISTINCT FROM becomes)::integer);
    RETURN NEW;
END $$;

CREATE TRIGGER session_revision BEFORE UPDATE ON seminars_session
 FOR EACH ROW EXECUTE FUNCTION session_revision();

CREATE FUNCTION seminar_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seminars_session SET revision = revision + 1 WHERE seminar_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER seminar_revision
 AFTER UPDATE OF title_en, title_fr, state, mode ON seminars_seminar
 FOR EACH ROW
 WHEN ((OLD.title_en, OLD.title_fr, OLD.state, OLD.mode)
       IS DISTINCT FROM (NEW.title_en, NEW.title_fr, NEW.state, NEW.mode))
 EXECUTE FUNCTION seminar_revision();
"""
NO_REVISIONS = (
    "DROP FUNCTION session_revision CASCADE; DROP FUNCTION seminar_revision CASCADE;"
)

TIERS = """
CREATE FUNCTION tiers_fixed_once_announced() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'The order of sectors is fixed once a seminar is announced.'
          USING ERRCODE = 'check_violation', CONSTRAINT = TG_NAME;
END $$;

CREATE TRIGGER tiers_fixed_once_announced BEFORE UPDATE OF tiers ON seminars_seminar
 FOR EACH ROW WHEN (OLD.announced_at IS NOT NULL AND OLD.tiers <> NEW.tiers)
 EXECUTE FUNCTION tiers_fixed_once_announced();
"""
NO_TIERS = "DROP FUNCTION tiers_fixed_once_announced CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("seminars", "0001_initial")]
    operations = [
        migrations.RunSQL(HOURS, NO_HOURS),
        migrations.RunSQL(REVISIONS, NO_REVISIONS),
        migrations.RunSQL(TIERS, NO_TIERS),
    ]
