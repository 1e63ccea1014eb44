"""The notice that people saw, and changes that somebody looks at first."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0008_selection"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="moderates_changes",
            field=models.BooleanField(
                default=False,
                verbose_name="an organiser looks at changed names and ranks first",
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="notice_version",
            field=models.CharField(
                blank=True,
                default="",
                max_length=10,
                verbose_name="privacy notice seen",
            ),
        ),
        migrations.CreateModel(
            name="ChangeRequest",
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
                ("values", models.JSONField(verbose_name="wished")),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                (
                    "accepted_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="accepted at"
                    ),
                ),
                (
                    "refused_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="refused at"
                    ),
                ),
                (
                    "why",
                    models.CharField(blank=True, max_length=300, verbose_name="reason"),
                ),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="change_requests",
                        to="registrations.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "request for a change",
                "verbose_name_plural": "requests for a change",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("accepted_at", None), ("refused_at", None)),
                        fields=("registration",),
                        name="one_open_request_each",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted_at", None), ("refused_at", None), _connector="OR"
                        ),
                        name="accepted_or_refused",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("refused_at", None),
                            models.Q(("why", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="refused_with_a_reason",
                    ),
                ],
            },
        ),
    ]
