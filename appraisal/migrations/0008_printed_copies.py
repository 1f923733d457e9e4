"""Papers printed in numbered copies."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("appraisal", "0007_missing_groups"),
    ]

    operations = [
        migrations.CreateModel(
            name="PrintRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "document",
                    models.CharField(
                        choices=[("summary", "测评情况汇总表"), ("ranking", "排序总表")],
                        max_length=10,
                        verbose_name="材料",
                    ),
                ),
                ("meeting", models.CharField(max_length=100, verbose_name="会议或用途")),
                ("meeting_on", models.DateField(blank=True, null=True, verbose_name="会议日期")),
                ("copies", models.PositiveSmallIntegerField(verbose_name="份数")),
                ("outcome_sha256", models.CharField(max_length=64, verbose_name="计分结果摘要")),
                (
                    "printed_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="印制时间"),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="print_runs",
                        to="appraisal.cycle",
                        verbose_name="年度",
                    ),
                ),
                (
                    "printed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="印制人",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议材料印制",
                "verbose_name_plural": "会议材料印制",
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("document__in", ["summary", "ranking"])),
                        name="print_document_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("copies__gte", 1), ("copies__lte", 60)),
                        name="print_copies_within",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="编号")),
                ("holder", models.CharField(blank=True, max_length=40, verbose_name="持有人")),
                ("collected_at", models.DateTimeField(blank=True, null=True, verbose_name="收回时间")),
                ("missing_note", models.CharField(blank=True, max_length=300, verbose_name="遗失情况")),
                ("missing_at", models.DateTimeField(blank=True, null=True, verbose_name="报告遗失时间")),
                (
                    "collected_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收回人",
                    ),
                ),
                (
                    "missing_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="报告人",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbered",
                        to="appraisal.printrun",
                        verbose_name="印制",
                    ),
                ),
            ],
            options={
                "verbose_name": "会议材料编号件",
                "verbose_name_plural": "会议材料编号件",
                "ordering": ["run", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("run", "number"), name="printed_copy_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="printed_copy_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("collected_at__isnull", True), ("collected_by__isnull", True)),
                            models.Q(("collected_at__isnull", False), ("collected_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="printed_copy_collected_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("missing_at__isnull", True),
                                ("missing_by__isnull", True),
                                ("missing_note", ""),
                            ),
                            models.Q(
                                ("missing_at__isnull", False),
                                ("missing_by__isnull", False),
                                models.Q(("missing_note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="printed_copy_missing_with_note",
                    ),
                ],
            },
        ),
    ]
