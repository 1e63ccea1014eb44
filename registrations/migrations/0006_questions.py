"""Questions of a seminar, and what people answer."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0005_access_lists"),
        ("seminars", "0004_programme_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
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
                    "position",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="position"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("text", "A line of text"),
                            ("long", "A longer text"),
                            ("choice", "One of several"),
                            ("several", "Any of several"),
                            ("file", "A file"),
                        ],
                        default="text",
                        max_length=10,
                        verbose_name="kind of answer",
                    ),
                ),
                (
                    "label_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="question (English)",
                    ),
                ),
                (
                    "label_fr",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="question (French)",
                    ),
                ),
                (
                    "help_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="help (English)",
                    ),
                ),
                (
                    "help_fr",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=300,
                        verbose_name="help (French)",
                    ),
                ),
                (
                    "purpose_en",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="why we ask (English)",
                    ),
                ),
                (
                    "purpose_fr",
                    models.CharField(
                        blank=True,
                        default="",
                        max_length=200,
                        verbose_name="why we ask (French)",
                    ),
                ),
                (
                    "options_en",
                    models.TextField(
                        blank=True,
                        default="",
                        verbose_name="options, one a line (English)",
                    ),
                ),
                (
                    "options_fr",
                    models.TextField(
                        blank=True,
                        default="",
                        verbose_name="options, one a line (French)",
                    ),
                ),
                (
                    "is_required",
                    models.BooleanField(
                        default=False, verbose_name="has to be answered"
                    ),
                ),
                (
                    "shown_for",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="is answered by option number",
                    ),
                ),
                (
                    "kept_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        verbose_name="days for which answers are kept after the seminar",
                    ),
                ),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        null=True, verbose_name="no longer asked since"
                    ),
                ),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="questions",
                        to="seminars.seminar",
                        verbose_name="seminar",
                    ),
                ),
                (
                    "shown_when",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decides",
                        to="registrations.question",
                        verbose_name="asked only where this question",
                    ),
                ),
            ],
            options={
                "verbose_name": "question",
                "verbose_name_plural": "questions",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["text", "long", "choice", "several", "file"])
                        ),
                        name="registrations_question_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("shown_for__isnull", False),
                                ("shown_when__isnull", False),
                            ),
                            models.Q(
                                ("shown_for__isnull", True),
                                ("shown_when__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="registrations_question_shown_when_and_shown_for",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("label_en", ""), _negated=True),
                            models.Q(("label_fr", ""), _negated=True),
                        ),
                        name="question_in_both_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose_en", ""), _negated=True),
                            models.Q(("purpose_fr", ""), _negated=True),
                        ),
                        name="question_says_why_in_both_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind__in", ["choice", "several"]),
                                models.Q(("options_en", ""), _negated=True),
                                models.Q(("options_fr", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind__in", ["choice", "several"]), _negated=True
                                ),
                                ("options_en", ""),
                                ("options_fr", ""),
                            ),
                            _connector="OR",
                        ),
                        name="choices_and_only_they_have_options",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kept_days__range", (1, 3650))),
                        name="answers_are_kept_for_a_while",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Answer",
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
                ("value", models.JSONField(verbose_name="answer")),
                (
                    "registration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="registrations.registration",
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="registrations.question",
                    ),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("registration", "question"),
                        name="one_answer_per_question",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                (
                    "answer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="registrations.answer",
                    ),
                ),
                (
                    "filename",
                    models.CharField(max_length=160, verbose_name="file name"),
                ),
                ("content_type", models.CharField(max_length=80, verbose_name="type")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("data", models.BinaryField(verbose_name="content")),
            ],
            options={
                "verbose_name": "file of an answer",
                "verbose_name_plural": "files of answers",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("size__range", (1, 2097152))),
                        name="file_of_an_answer_is_small",
                    )
                ],
            },
        ),
    ]
