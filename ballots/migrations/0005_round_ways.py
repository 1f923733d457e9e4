"""A round says how marks come in: papers read by machine, later a phone too."""

from django.db import migrations, models

import ballots.models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0004_papers_counted"),
    ]

    operations = [
        migrations.AddField(
            model_name="round",
            name="ways",
            field=models.JSONField(default=ballots.models.ways_by_machine, verbose_name="投票方式"),
        ),
    ]
