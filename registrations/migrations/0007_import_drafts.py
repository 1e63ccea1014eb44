"""Lists that an organiser looks through before anybody of them is registered."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0006_questions"),
        ("seminars", "0002_hours_and_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "file_name",
                    models.CharField(max_length=200, verbose_name="name of the file"),
                ),
                ("table", models.JSONField(verbose_name="what it says")),
                (
                    "uploaded_at",
                    models.DateTimeField(db_index=True, verbose_name="uploaded at"),
                ),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="import_drafts",
                        to="seminars.seminar",
                        verbose_name="seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "uploaded list",
                "verbose_name_plural": "uploaded lists",
            },
        ),
    ]
