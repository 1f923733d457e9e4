"""Staged rows skip PostgreSQL's write-ahead log."""

from django.db import migrations

from core.migration_operations import Unlogged


class Migration(migrations.Migration):
    dependencies = [("matters", "0003_sanctions")]
    operations = [Unlogged("matters_stagedsanction")]
