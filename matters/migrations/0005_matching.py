"""Staged rows say whom they mean by more than 工号."""

from django.db import migrations, models

import core.partial_dates


class Migration(migrations.Migration):
    dependencies = [("matters", "0004_unlogged_sanctions")]
    operations = [
        migrations.AddField(
            model_name="stagedmatter",
            name="name",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stagedmatter",
            name="born",
            field=core.partial_dates.PartialDateField(blank=True, default="", max_length=10),
        ),
        migrations.AddField(
            model_name="stagedmatter",
            name="identity_hash",
            field=models.BinaryField(max_length=32, null=True),
        ),
    ]
