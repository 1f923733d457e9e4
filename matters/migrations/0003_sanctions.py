"""Sanctions in force: marks of their own with the end of their influence, and their staged rows."""

import django.db.models.deletion
from django.db import migrations, models

import core.partial_dates


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0002_unlogged_staging"),
        ("core", "0004_import_keep_until"),
        ("matters", "0002_unlogged_staging"),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedSanction",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "batch_id", "row", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("row", models.PositiveIntegerField()),
                ("bad", models.BooleanField(default=False)),
                ("staff_no", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=64)),
                ("born", core.partial_dates.PartialDateField(blank=True, default="", max_length=10)),
                ("identity_hash", models.BinaryField(max_length=32, null=True)),
                ("measure", models.CharField(max_length=30)),
                ("decided_on", models.DateField(null=True)),
                ("influence_to", models.DateField(null=True)),
                ("document_no", models.CharField(max_length=100)),
                ("number", models.CharField(max_length=40)),
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
        migrations.AddField(
            model_name="mark",
            name="influence_to",
            field=models.DateField(blank=True, null=True, verbose_name="影响期止"),
        ),
        migrations.AddField(
            model_name="mark",
            name="is_sanction",
            field=models.BooleanField(default=False, verbose_name="现行处分"),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("influence_to__isnull", True),
                    ("influence_to__gte", models.F("decided_on")),
                    _connector="OR",
                ),
                name="mark_influence_in_order",
                violation_error_message="影响期止不能早于决定日期。",
            ),
        ),
        migrations.AddConstraint(
            model_name="mark",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_sanction", True)),
                fields=("cadre", "measure", "decided_on"),
                name="mark_sanction_once",
                violation_error_message="该干部同一天的同一处分已经登记。",
            ),
        ),
    ]
