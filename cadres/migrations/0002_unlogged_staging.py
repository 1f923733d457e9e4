"""Staged rows skip PostgreSQL's write-ahead log."""

from django.db import migrations

from core.migration_operations import Unlogged


class Migration(migrations.Migration):
    dependencies = [("cadres", "0001_cadres")]
    operations = [Unlogged("cadres_stagedroster")]
