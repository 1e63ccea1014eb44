"""What the security desk of a venue wants to know beforehand."""

import django.contrib.postgres.fields
from django.db import migrations, models

import seminars.models.venues


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0004_programme_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="venue",
            name="access_columns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("organisation", "Organisation"),
                        ("post", "Rank or post"),
                        ("country", "Country"),
                        ("venue", "Venue"),
                        ("event", "Event"),
                        ("sponsor", "Sponsor"),
                        ("note", "Note for the gate"),
                    ],
                    max_length=14,
                ),
                blank=True,
                default=seminars.models.venues.usual_columns,
                size=None,
                verbose_name="columns besides name, day, hours and room",
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="access_language",
            field=models.CharField(
                choices=[("en", "English"), ("fr", "French")],
                default="en",
                max_length=7,
                verbose_name="language of the list",
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="access_lead_hours",
            field=models.PositiveSmallIntegerField(
                default=48,
                help_text="Counted on New York’s clock, back from the first session there.",
                verbose_name="hours beforehand",
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="access_send_to",
            field=models.EmailField(
                blank=True, max_length=254, verbose_name="the list goes to"
            ),
        ),
        migrations.AddField(
            model_name="venue",
            name="needs_access_list",
            field=models.BooleanField(
                default=False, verbose_name="wants a list of guests beforehand"
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("access_lead_hours__lte", 720)),
                name="access_lead_is_a_month_at_most",
                violation_error_code="too_long",
                violation_error_message="Give 720 hours at most: that is a month.",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "access_columns__contained_by",
                        [
                            "organisation",
                            "post",
                            "country",
                            "venue",
                            "event",
                            "sponsor",
                            "note",
                        ],
                    )
                ),
                name="access_columns_are_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="venue",
            constraint=models.CheckConstraint(
                condition=models.Q(("access_language__in", ["en", "fr"])),
                name="seminars_venue_access_language_known",
            ),
        ),
    ]
