"""Who may enter a building: lists as they were sent, notes for the gate."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0004_offers_and_kept_places"),
        ("seminars", "0005_access_lists"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessList",
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
                    "version",
                    models.PositiveSmallIntegerField(default=0, verbose_name="version"),
                ),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                ),
                (
                    "purged_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="deleted at"
                    ),
                ),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="access_lists",
                        to="seminars.seminar",
                        verbose_name="seminar",
                    ),
                ),
                (
                    "venue",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_lists",
                        to="seminars.venue",
                        verbose_name="venue",
                    ),
                ),
            ],
            options={
                "verbose_name": "access list",
                "verbose_name_plural": "access lists",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("purged_at", None)),
                        fields=("seminar", "venue"),
                        name="one_access_list_per_venue",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("version", 0), ("sent_at__isnull", False), _connector="XOR"
                        ),
                        name="sent_access_list_has_its_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessNote",
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
                    "note",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="note for the gate"
                    ),
                ),
                (
                    "has_pass",
                    models.BooleanField(
                        default=False, verbose_name="has a pass of this building"
                    ),
                ),
                (
                    "access_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="registrations.accesslist",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_notes",
                        to="registrations.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "note for the gate",
                "verbose_name_plural": "notes for the gate",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("access_list", "registration"),
                        name="one_access_note_per_guest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("has_pass", False), ("note", ""), _negated=True
                        ),
                        name="access_note_says_something",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessRow",
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
                ("version", models.PositiveSmallIntegerField(verbose_name="version")),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                (
                    "change",
                    models.CharField(
                        choices=[
                            ("same", "As before"),
                            ("new", "New"),
                            ("changed", "Changed"),
                            ("removed", "Taken off the list"),
                        ],
                        max_length=8,
                        verbose_name="change",
                    ),
                ),
                ("cells", models.JSONField(verbose_name="cells")),
                (
                    "access_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="registrations.accesslist",
                    ),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="access_rows",
                        to="registrations.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an access list",
                "verbose_name_plural": "rows of access lists",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("access_list", "version", "registration"),
                        name="one_access_row_per_guest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("version__gte", 1)),
                        name="access_row_was_sent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("change__in", ["same", "new", "changed", "removed"])
                        ),
                        name="registrations_accessrow_change_known",
                    ),
                ],
            },
        ),
    ]
