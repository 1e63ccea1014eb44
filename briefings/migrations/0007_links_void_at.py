from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0006_digests_and_topics")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="links_void_at",
            field=models.DateTimeField(
                blank=True,
                null=True,
                verbose_name="links void that were mailed until",
            ),
        ),
    ]
