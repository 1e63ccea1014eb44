import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mailing", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mailingtext",
            name="reply_to",
            field=models.EmailField(
                blank=True, max_length=254, verbose_name="answers go to"
            ),
        ),
        migrations.AddField(
            model_name="mailingtext",
            name="sender",
            field=models.CharField(
                blank=True, max_length=120, verbose_name="name of the sender"
            ),
        ),
        migrations.CreateModel(
            name="MailingFile",
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
                    "mailing",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="mailing.mailing",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a mailing",
                "verbose_name_plural": "files of mailings",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("mailing", "name"),
                        name="one_file_of_a_name_per_mailing",
                    )
                ],
            },
        ),
    ]
