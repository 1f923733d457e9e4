"""Results say which groups did not count; a year is confirmed by two people."""

from django.db import migrations, models

from appraisal.migration_operations import ConfirmedByTwo


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0006_scoring_officers")]
    operations = [
        migrations.AddField(
            model_name="result",
            name="missing",
            field=models.JSONField(default=list, verbose_name="缺票的测评主体"),
        ),
        ConfirmedByTwo("appraisal_cycle"),
    ]
