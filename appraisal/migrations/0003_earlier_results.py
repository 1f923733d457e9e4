"""Results of years before this system."""

import django.db.models.deletion
from django.db import migrations, models

import core.partial_dates


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0002_append_only"),
        ("cadres", "0002_unlogged_staging"),
        ("core", "0004_import_keep_until"),
    ]

    operations = [
        migrations.CreateModel(
            name="StagedEarlier",
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
                ("category", models.CharField(blank=True, max_length=40, verbose_name="类别")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("优秀", "优秀"),
                            ("称职", "称职"),
                            ("基本称职", "基本称职"),
                            ("不称职", "不称职"),
                            ("不确定等次", "不确定等次"),
                        ],
                        max_length=8,
                        verbose_name="等次",
                    ),
                ),
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                ("out_of", models.PositiveIntegerField(blank=True, null=True, verbose_name="总人数")),
                ("year", models.PositiveSmallIntegerField()),
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
        migrations.CreateModel(
            name="EarlierResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("category", models.CharField(blank=True, max_length=40, verbose_name="类别")),
                (
                    "grade",
                    models.CharField(
                        choices=[
                            ("优秀", "优秀"),
                            ("称职", "称职"),
                            ("基本称职", "基本称职"),
                            ("不称职", "不称职"),
                            ("不确定等次", "不确定等次"),
                        ],
                        max_length=8,
                        verbose_name="等次",
                    ),
                ),
                ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                ("out_of", models.PositiveIntegerField(blank=True, null=True, verbose_name="总人数")),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_results",
                        to="cadres.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.importbatch",
                        verbose_name="来源",
                    ),
                ),
            ],
            options={
                "verbose_name": "以前年度结果",
                "verbose_name_plural": "以前年度结果",
                "ordering": ["-year", "cadre"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cadre", "year"),
                        name="earlier_result_once",
                        violation_error_message="该干部这一年度的结果已经登记。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("grade__in", ["优秀", "称职", "基本称职", "不称职", "不确定等次"])
                        ),
                        name="earlier_grade_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("out_of__isnull", True), ("rank__isnull", True)),
                            models.Q(
                                ("out_of__isnull", False),
                                ("rank__gte", 1),
                                ("rank__isnull", False),
                                ("rank__lte", models.F("out_of")),
                            ),
                            _connector="OR",
                        ),
                        name="earlier_rank_within_total",
                        violation_error_message="名次应在 1 和总人数之间。",
                    ),
                ],
            },
        ),
    ]
