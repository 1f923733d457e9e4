"""Results of units come in through the staged import; staged rows skip PostgreSQL's write-ahead log."""

import django.db.models.deletion
from django.db import migrations, models

from core.migration_operations import Unlogged


class Migration(migrations.Migration):
    dependencies = [("core", "0001_tables"), ("evidence", "0001_tables")]

    operations = [
        migrations.CreateModel(
            name="StagedUnitResult",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("bad", models.BooleanField(default=False)),
                ("unit", models.CharField(max_length=100)),
                ("result", models.CharField(max_length=40)),
                ("document_no", models.CharField(max_length=100)),
                ("reason", models.CharField(max_length=200)),
                (
                    "batch",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="core.importbatch",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        Unlogged("evidence_stagedunitresult"),
    ]
