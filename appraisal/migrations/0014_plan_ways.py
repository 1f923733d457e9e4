"""A plan says how its round takes marks in."""

from django.db import migrations, models

import ballots.models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0013_result_index_covers"),
        ("ballots", "0006_sitting_by_unit"),
    ]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="ways",
            field=models.JSONField(default=ballots.models.ways_by_machine, verbose_name="投票方式"),
        ),
    ]
