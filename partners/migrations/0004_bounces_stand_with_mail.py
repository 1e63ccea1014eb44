from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("partners", "0003_committees"),
    ]

    operations = [
        migrations.RemoveField(
            model_name="contactpoint",
            name="bounced_at",
        ),
    ]
