"""The events of a self-report can be added, never changed."""

from django.db import migrations

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_reports")]
    operations = [AppendOnly("evidence_selfreportevent")]
