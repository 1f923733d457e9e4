"""What happened to a clarification is never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("clarification", "0001_clarification")]

    operations = [AppendOnly("clarification_clarificationevent")]
