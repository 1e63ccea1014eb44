import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0004_audiences"),
        ("partners", "0003_committees"),
        ("seminars", "0002_hours_and_revisions"),
    ]

    operations = [
        migrations.AddField(
            model_name="briefing",
            name="chair_term",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="briefings",
                to="partners.chairterm",
                verbose_name="on behalf of the chair",
            ),
        ),
        migrations.AddField(
            model_name="briefing",
            name="documents",
            field=models.ManyToManyField(
                blank=True,
                help_text="Each opens at its hour; until then its page says when.",
                related_name="briefings",
                to="seminars.document",
                verbose_name="papers it links to",
            ),
        ),
        migrations.AddField(
            model_name="briefing",
            name="hours_late",
            field=models.PositiveSmallIntegerField(
                default=24,
                help_text="Should we be held up for longer, it is not sent at all.",
                verbose_name="may start late by (hours)",
            ),
        ),
        migrations.CreateModel(
            name="Attachment",
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
                ("name", models.CharField(max_length=160, verbose_name="file name")),
                ("content_type", models.CharField(max_length=80, verbose_name="type")),
                ("data", models.BinaryField(verbose_name="content")),
                (
                    "size",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.F("data"), function="octet_length"
                        ),
                        output_field=models.IntegerField(),
                        verbose_name="size in bytes",
                    ),
                ),
                (
                    "digest",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            models.Func(models.F("data"), function="sha256"),
                            models.Value("hex"),
                            function="encode",
                        ),
                        output_field=models.CharField(max_length=64),
                    ),
                ),
                (
                    "briefing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="briefings.briefing",
                        verbose_name="briefing or update",
                    ),
                ),
            ],
            options={
                "verbose_name": "attached file",
                "verbose_name_plural": "attached files",
            },
        ),
        migrations.CreateModel(
            name="SenderIdentity",
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
                    "name_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=120,
                        verbose_name="name (English)",
                    ),
                ),
                (
                    "name_fr",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=120,
                        verbose_name="name (French)",
                    ),
                ),
                (
                    "reply_to",
                    models.EmailField(max_length=254, verbose_name="answers go to"),
                ),
            ],
            options={
                "verbose_name": "sender",
                "verbose_name_plural": "senders",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name_en", ""), _negated=True),
                            models.Q(("name_fr", ""), _negated=True),
                        ),
                        name="sender_named_in_both_languages",
                        violation_error_code="both_languages",
                        violation_error_message="Name it in English and in French.",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="briefing",
            name="sender",
            field=models.ForeignKey(
                blank=True,
                help_text="Empty: the house itself.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="briefings",
                to="briefings.senderidentity",
                verbose_name="sender",
            ),
        ),
        migrations.AddConstraint(
            model_name="briefing",
            constraint=models.CheckConstraint(
                condition=models.Q(("hours_late__gte", 1), ("hours_late__lte", 168)),
                name="late_by_an_hour_to_a_week",
                violation_error_code="hours_late",
                violation_error_message="Choose between 1 and 168 hours.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("briefing", "name"),
                name="one_attachment_of_a_name",
                violation_error_code="same_name",
                violation_error_message="A file of this name is attached already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__lte", 5242880)), name="attachment_is_small"
            ),
        ),
    ]
