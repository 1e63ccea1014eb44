from django.db import migrations, models

import unitar_seminars.db


class Migration(migrations.Migration):
    dependencies = [("partners", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                unitar_seminars.db.Folded("short_name_en"),
                name="organisation_by_short_en",
            ),
        ),
        migrations.AddIndex(
            model_name="organisation",
            index=models.Index(
                unitar_seminars.db.Folded("short_name_fr"),
                name="organisation_by_short_fr",
            ),
        ),
        migrations.AddIndex(
            model_name="organisationalias",
            index=models.Index(unitar_seminars.db.Folded("name"), name="alias_by_name"),
        ),
    ]
