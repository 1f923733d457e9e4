"""Rows of the list of participants count their changes."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0016_term"),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="version",
            field=models.PositiveIntegerField(db_default=1, default=1, editable=False, verbose_name="版本"),
        ),
    ]
