"""What a person has put right, or keeps behind a code, is out of the sender's sight."""

from django.db import migrations, models

# Who had put details right before: through their own link, or signed in as themselves.
PUT_RIGHT_BEFORE = """
UPDATE registrations_registration AS registration SET in_own_hands_at = entry.at
  FROM users_auditentry AS entry
 WHERE entry.verb = 'put_right'
   AND entry.thing = 'registrations.registration:' || registration.id
   AND (entry.label = 'r ' || registration.id OR entry.user_id = (
        SELECT account_id FROM partners_person WHERE id = registration.person_id))
"""


class Migration(migrations.Migration):
    dependencies = [
        ("registrations", "0010_attendance_mode"),
    ]

    operations = [
        migrations.AddField(
            model_name="registration",
            name="in_own_hands_at",
            field=models.DateTimeField(
                blank=True, null=True, verbose_name="in the person's own hands since"
            ),
        ),
        migrations.AddField(
            model_name="registration",
            name="personal_code",
            field=models.CharField(
                blank=True, default="", editable=False, max_length=128
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("personal_code", ""),
                    ("personal_code__regex", "^[a-z0-9_]+[$].+[$]"),
                    _connector="OR",
                ),
                name="personal_code_is_hashed",
            ),
        ),
        migrations.AddConstraint(
            model_name="registration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("personal_code", ""),
                    ("in_own_hands_at__isnull", False),
                    _connector="OR",
                ),
                name="a_code_means_own_hands",
            ),
        ),
        migrations.RunSQL(PUT_RIGHT_BEFORE, migrations.RunSQL.noop),
    ]
