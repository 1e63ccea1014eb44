"""What a calendar shows of a session is also where its room is.

Another name of a room or a building, another building or another address raises the
SEQUENCE of every session there, so that calendars take what they are sent next.
"""

from django.db import migrations

PLACES = """
CREATE FUNCTION room_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seminars_session SET revision = revision + 1 WHERE room_id = NEW.id;
    RETURN NULL;
END $$;

CREATE TRIGGER room_revision
 AFTER UPDATE OF name_en, name_fr, venue_id ON seminars_room
 FOR EACH ROW
 WHEN ((OLD.name_en, OLD.name_fr, OLD.venue_id)
       IS DISTINCT FROM (NEW.name_en, NEW.name_fr, NEW.venue_id))
 EXECUTE FUNCTION room_revision();

CREATE FUNCTION venue_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE seminars_session SET revision = revision + 1
     WHERE room_id IN (SELECT id FROM seminars_room WHERE venue_id = NEW.id);
    RETURN NULL;
END $$;

CREATE TRIGGER venue_revision
 AFTER UPDATE OF name_en, name_fr, address ON seminars_venue
 FOR EACH ROW
 WHEN ((OLD.name_en, OLD.name_fr, OLD.address)
       IS DISTINCT FROM (NEW.name_en, NEW.name_fr, NEW.address))
 EXECUTE FUNCTION venue_revision();
"""
NO_PLACES = "DROP FUNCTION room_revision CASCADE; DROP FUNCTION venue_revision CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("seminars", "0009_longer_online_addresses")]
    operations = [migrations.RunSQL(PLACES, NO_PLACES)]
