"""Who may apply may do so until an hour that is known beforehand."""

from django.db import migrations, models

# Without an hour, people could apply until the last session was over.
CLOSE = """
UPDATE seminars_seminar SET closes_at = ends_at
 WHERE state = 'announced' AND registration_mode = 'application' AND closes_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0006_registration_modes"),
    ]

    operations = [
        migrations.RunSQL(CLOSE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="seminar",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "announced"), _negated=True),
                    models.Q(("registration_mode", "application"), _negated=True),
                    ("closes_at__isnull", False),
                    _connector="OR",
                ),
                name="applications_have_a_closing_hour",
                violation_error_code="no_closing_hour",
                violation_error_message=(
                    "Give the hour at which registration closes: people apply until"
                    " then."
                ),
            ),
        ),
    ]
