"""Attendance says in which way somebody was there; a log of a session may wait."""

import django.db.models.deletion
from django.db import migrations, models

# What the door and the sheet recorded so far was as people had registered.
AS_REGISTERED = """
UPDATE registrations_attendance AS attendance SET mode = registration.mode
  FROM registrations_registration AS registration
 WHERE registration.id = attendance.registration_id
"""
MODES = [("room", "In the room"), ("online", "Online")]


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0006_registration_modes"),
        ("registrations", "0009_corrections"),
    ]

    operations = [
        migrations.AddField(
            model_name="importdraft",
            name="session",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="log_drafts",
                to="seminars.session",
                verbose_name="log of the session",
            ),
        ),
        migrations.AddField(
            model_name="attendance",
            name="mode",
            field=models.CharField(
                choices=MODES, max_length=10, null=True, verbose_name="mode"
            ),
        ),
        migrations.RunSQL(AS_REGISTERED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="attendance",
            name="mode",
            field=models.CharField(choices=MODES, max_length=10, verbose_name="mode"),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["room", "online"])),
                name="registrations_attendance_mode_known",
            ),
        ),
    ]
