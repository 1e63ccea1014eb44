from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("briefings", "0005_desk"),
        ("seminars", "0002_hours_and_revisions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
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
                    "frequency",
                    models.CharField(
                        choices=[
                            ("each", "Each message by itself"),
                            ("weekly", "One digest a week"),
                            ("monthly", "One digest a month"),
                        ],
                        max_length=10,
                        verbose_name="how often",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("made_at", models.DateTimeField(verbose_name="made at")),
                (
                    "addressees",
                    models.PositiveIntegerField(default=0, verbose_name="addressees"),
                ),
            ],
            options={
                "verbose_name": "round of digests",
                "verbose_name_plural": "rounds of digests",
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(("frequency__in", ["each", "weekly", "monthly"])),
                        name="briefings_digest_frequency_known",
                    ),
                    models.UniqueConstraint(
                        fields=("frequency", "due_at"), name="one_digest_per_period"
                    ),
                    models.CheckConstraint(
                        condition=Q(("frequency", "each"), _negated=True),
                        name="digest_is_not_each",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="briefing",
            name="themes",
            field=models.ManyToManyField(
                blank=True,
                related_name="briefings",
                to="seminars.theme",
                verbose_name="themes",
            ),
        ),
        migrations.AddField(
            model_name="briefing",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="briefings",
                to="seminars.series",
                verbose_name="series",
            ),
        ),
    ]
