"""Verdicts on those who apply, and invitations to register."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0007_import_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="InvitationToRegister",
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
                ("name", models.CharField(max_length=200, verbose_name="name")),
                (
                    "organisation_name",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="organisation"
                    ),
                ),
                (
                    "address",
                    models.EmailField(max_length=254, verbose_name="e-mail address"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("en", "English"), ("fr", "French")],
                        default="en",
                        max_length=7,
                        verbose_name="language",
                    ),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                ("expires_at", models.DateTimeField(verbose_name="valid until")),
                (
                    "withdrawn_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="withdrawn at"
                    ),
                ),
                (
                    "came_instead",
                    models.BooleanField(
                        default=False, verbose_name="somebody else comes"
                    ),
                ),
                (
                    "link_generation",
                    models.PositiveIntegerField(default=1, editable=False),
                ),
                (
                    "nomination",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitation_to_register",
                        to="registrations.nomination",
                        verbose_name="used for",
                    ),
                ),
                (
                    "seminar",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invitations_to_register",
                        to="seminars.seminar",
                        verbose_name="seminar",
                    ),
                ),
            ],
            options={
                "verbose_name": "invitation to register",
                "verbose_name_plural": "invitations to register",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("language__in", ["en", "fr"])),
                        name="registrations_invitationtoregister_language_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("seminar", "name", "address"),
                        name="invited_once",
                        violation_error_code="invited",
                        violation_error_message="This person is invited already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("came_instead", False),
                            ("nomination__isnull", False),
                            _connector="OR",
                        ),
                        name="who_came_instead_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
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
                    "is_shortlisted",
                    models.BooleanField(default=False, verbose_name="on the shortlist"),
                ),
                (
                    "choice",
                    models.CharField(
                        blank=True,
                        choices=[("accept", "Accept"), ("decline", "Decline")],
                        max_length=10,
                        verbose_name="verdict",
                    ),
                ),
                ("why", models.TextField(blank=True, verbose_name="reason")),
                (
                    "decided_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="decided at"
                    ),
                ),
                (
                    "sent_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="sent at"),
                ),
                (
                    "registration",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="verdict",
                        to="registrations.registration",
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict",
                "verbose_name_plural": "verdicts",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("choice__in", ["", "accept", "decline"])),
                        name="registrations_verdict_choice_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("choice", ""), ("decided_at", None), ("why", "")),
                            models.Q(
                                models.Q(("choice", ""), _negated=True),
                                models.Q(("why", ""), _negated=True),
                                ("decided_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="verdict_has_its_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None),
                            models.Q(("choice", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="only_a_verdict_is_sent",
                    ),
                ],
            },
        ),
    ]
