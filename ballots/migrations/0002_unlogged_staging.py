"""Staged rows skip PostgreSQL's write-ahead log."""

from django.db import migrations

from core.migration_operations import Unlogged


class Migration(migrations.Migration):
    dependencies = [("ballots", "0001_ballots")]
    operations = [Unlogged("ballots_stagedballot")]
