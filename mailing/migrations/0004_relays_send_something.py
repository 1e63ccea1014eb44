"""The limits of a relay let something leave; whoever wants nothing to, holds all mail."""

from django.db import migrations, models

# A rate of 0 was taken for no limit. Below, or without a connection, nothing left: so
# it stays, until somebody lets mail go.
MEND = """
UPDATE mailing_relay SET per_second = NULL WHERE per_second = 0;
UPDATE mailing_relay
   SET held_at = COALESCE(held_at, now()),
       per_second = CASE WHEN per_second > 0 THEN per_second END,
       connections = GREATEST(connections, 1)
 WHERE per_second < 0 OR connections < 1;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0003_bounces"),
    ]

    operations = [
        migrations.RunSQL(MEND, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="relay",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("per_second", None), ("per_second__gt", 0), _connector="OR"
                ),
                name="relay_sends_something_a_second",
                violation_error_code="no_rate",
                violation_error_message=(
                    "Give a rate above 0, or leave it empty for none; to stop all"
                    " mail, run manage.py hold_mail."
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="relay",
            constraint=models.CheckConstraint(
                condition=models.Q(("connections__gte", 1)),
                name="relay_has_a_connection",
                violation_error_code="no_connection",
                violation_error_message=(
                    "Give at least one connection; to stop all mail, run manage.py"
                    " hold_mail."
                ),
            ),
        ),
    ]
