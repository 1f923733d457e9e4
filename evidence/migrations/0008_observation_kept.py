"""A disputed observation that was looked at again and stands (核对后维持)."""

from importlib import import_module

from django.db import migrations, models

from decisions.migration_operations import Refuse

guards = import_module("evidence.migrations.0004_facts_guards")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0007_report_excuses")]

    operations = [
        migrations.AddField(
            model_name="observation",
            name="kept_reason",
            field=models.CharField(blank=True, default="", max_length=300, verbose_name="核对后维持的理由"),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept_reason", ""), ("disputed", True), _connector="OR"),
                name="observation_kept_was_disputed",
            ),
        ),
        # SQLite rebuilt the table, and its guards went with the old one.
        Refuse("evidence_observation", "DELETE", "TRUE", guards.KEPT),
        Refuse("evidence_observation", "UPDATE", guards.FACT_MOVED, guards.FROZEN),
    ]
