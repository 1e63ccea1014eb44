from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("briefings", "0007_links_void_at")]

    operations = [
        migrations.AddField(
            model_name="subscriber",
            name="told_until",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="told the news until"
            ),
        ),
    ]
