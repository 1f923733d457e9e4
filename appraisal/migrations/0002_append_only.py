"""The events of a cycle can be added, never changed; staged rows skip the write-ahead log."""

from django.db import migrations

from core.migration_operations import AppendOnly, Unlogged


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0001_appraisal")]
    operations = [AppendOnly("appraisal_cycleevent"), Unlogged("appraisal_stagedparticipant")]
