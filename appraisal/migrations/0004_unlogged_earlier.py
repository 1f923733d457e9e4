"""Staged rows skip PostgreSQL's write-ahead log."""

from django.db import migrations

from core.migration_operations import Unlogged


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0003_earlier_results")]
    operations = [Unlogged("appraisal_stagedearlier")]
