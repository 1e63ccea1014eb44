"""Who may register, and two ways in which people are chosen."""

from django.db import migrations, models

import seminars.models.seminar


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0005_access_lists"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="seminar",
            name="seminars_seminar_registration_mode_known",
        ),
        migrations.AddField(
            model_name="seminar",
            name="admits",
            field=models.JSONField(
                blank=True,
                default=list,
                validators=[seminars.models.seminar.known_sectors],
                verbose_name="who may register",
            ),
        ),
        migrations.AlterField(
            model_name="seminar",
            name="registration_mode",
            field=models.CharField(
                choices=[
                    ("open", "Open"),
                    ("approval", "By approval"),
                    ("application", "By application and selection"),
                    ("invitation", "By invitation"),
                ],
                default="open",
                max_length=12,
                verbose_name="registration",
            ),
        ),
        migrations.AddConstraint(
            model_name="seminar",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "registration_mode__in",
                        ["open", "approval", "application", "invitation"],
                    )
                ),
                name="seminars_seminar_registration_mode_known",
            ),
        ),
    ]
