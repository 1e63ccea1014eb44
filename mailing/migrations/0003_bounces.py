import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0002_letterheads_and_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bounce",
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
                    "address_folded",
                    models.CharField(max_length=254, verbose_name="address"),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("hard", "There is no such mailbox"),
                            ("soft", "Not reachable for now"),
                            ("policy", "Refused by a rule of the other side"),
                            ("complaint", "Reported as unwanted"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "evidence",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="evidence"
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        max_length=64, unique=True, verbose_name="fingerprint"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
            options={
                "verbose_name": "returned message",
                "verbose_name_plural": "returned messages",
            },
        ),
        migrations.RemoveConstraint(
            model_name="suppression",
            name="mailing_suppression_reason_known",
        ),
        migrations.AddField(
            model_name="message",
            name="left_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="left as it is since"
            ),
        ),
        migrations.AddField(
            model_name="relay",
            name="held_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="held since"
            ),
        ),
        migrations.AlterField(
            model_name="suppression",
            name="reason",
            field=models.CharField(
                choices=[
                    ("unsubscribed", "Unsubscribed"),
                    ("hard_bounce", "The address does not exist"),
                    ("soft_bounce", "Not reachable on several days"),
                    ("complaint", "Complained"),
                    ("manual", "By hand"),
                ],
                max_length=20,
                verbose_name="reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_at", None), ("state", "uncertain"), _connector="OR"
                ),
                name="only_uncertain_message_is_left",
            ),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "reason__in",
                        [
                            "unsubscribed",
                            "hard_bounce",
                            "soft_bounce",
                            "complaint",
                            "manual",
                        ],
                    )
                ),
                name="mailing_suppression_reason_known",
            ),
        ),
        migrations.AddField(
            model_name="bounce",
            name="message",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="bounces",
                to="mailing.message",
                verbose_name="message",
            ),
        ),
        migrations.AddIndex(
            model_name="bounce",
            index=models.Index(fields=["address_folded", "at"], name="bounce_of"),
        ),
        migrations.AddConstraint(
            model_name="bounce",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["hard", "soft", "policy", "complaint"])
                ),
                name="mailing_bounce_kind_known",
            ),
        ),
    ]
