"""The events of an intake can be added, never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_intake")]
    operations = [AppendOnly("intake_intakeevent")]
