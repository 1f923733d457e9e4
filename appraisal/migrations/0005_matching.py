"""Staged rows say whom they mean by more than 工号."""

from django.db import migrations, models

import core.partial_dates


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0004_unlogged_earlier")]
    operations = [
        migrations.AddField(
            model_name="stagedparticipant",
            name="born",
            field=core.partial_dates.PartialDateField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="stagedparticipant",
            name="identity_hash",
            field=models.BinaryField(max_length=32, null=True),
        ),
    ]
