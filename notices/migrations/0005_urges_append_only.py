"""What was urged, by whom and when, is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("notices", "0004_reminders")]
    operations = [AppendOnly("notices_urge")]
