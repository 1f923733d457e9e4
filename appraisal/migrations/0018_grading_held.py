"""A grade whose publicity was stopped waits for the committee."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0017_participant_version"),
    ]

    operations = [
        migrations.AddField(
            model_name="grading",
            name="held",
            field=models.CharField(blank=True, db_default="", max_length=320, verbose_name="公示停止的原因"),
        ),
    ]
