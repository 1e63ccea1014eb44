"""Another number of places is a version of the programme too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("seminars", "0007_applications_close"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="programmechange",
            name="seminars_programmechange_kind_known",
        ),
        migrations.AlterField(
            model_name="programmechange",
            name="kind",
            field=models.CharField(
                choices=[
                    ("room", "Room moved"),
                    ("hour", "Hours moved"),
                    ("date", "Postponed"),
                    ("online", "Moved online"),
                    ("back", "Back in the room"),
                    ("partly", "Online as well"),
                    ("address", "Address online changed"),
                    ("speaker", "Speaker replaced"),
                    ("places", "Places changed"),
                    ("called_off", "Called off"),
                    ("undone", "A change was taken back"),
                ],
                max_length=12,
                verbose_name="what changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "room",
                            "hour",
                            "date",
                            "online",
                            "back",
                            "partly",
                            "address",
                            "speaker",
                            "places",
                            "called_off",
                            "undone",
                        ],
                    )
                ),
                name="seminars_programmechange_kind_known",
            ),
        ),
    ]
