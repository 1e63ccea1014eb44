"""Places offered until an hour, and places to be kept once a seminar is announced."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0003_one_nomination_per_form"),
        ("seminars", "0002_hours_and_revisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="line",
            name="offer_hours",
            field=models.PositiveSmallIntegerField(
                blank=True, null=True, verbose_name="hours to answer an offer"
            ),
        ),
        migrations.AddIndex(
            model_name="registration",
            index=models.Index(
                condition=models.Q(("status", "offered")),
                fields=["offered_until"],
                name="offers_by_hour",
            ),
        ),
        migrations.AddConstraint(
            model_name="line",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("offer_hours", None),
                    ("offer_hours__range", (1, 336)),
                    _connector="OR",
                ),
                name="hours_to_answer_are_few",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status", "offered"), ("offered_until", None), _connector="XOR"
                ),
                name="offered_has_its_hour",
            ),
        ),
        migrations.CreateModel(
            name="KeptWish",
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
                    "mode",
                    models.CharField(
                        choices=[("room", "In the room"), ("online", "Online")],
                        default="room",
                        max_length=10,
                        verbose_name="mode",
                    ),
                ),
                (
                    "tier",
                    models.PositiveSmallIntegerField(verbose_name="kept for tier"),
                ),
                ("places", models.PositiveIntegerField(verbose_name="places")),
                ("held_until", models.DateTimeField(verbose_name="kept until")),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_wishes",
                        to="seminars.seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "places to be kept",
                "verbose_name_plural": "places to be kept",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("seminar", "mode", "tier"), name="one_wish_per_tier"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mode__in", ["room", "online"])),
                        name="registrations_keptwish_mode_known",
                    ),
                ],
            },
        ),
    ]
