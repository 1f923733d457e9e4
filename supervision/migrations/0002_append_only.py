"""That a unit went through its list is never changed; staged rows skip PostgreSQL's write-ahead log."""

from django.db import migrations

from core.migration_operations import AppendOnly, Unlogged


class Migration(migrations.Migration):
    dependencies = [("supervision", "0001_supervision")]

    operations = [
        AppendOnly("supervision_riskupdate"),
        Unlogged("supervision_stagedrisk"),
        Unlogged("supervision_stageditem"),
    ]
