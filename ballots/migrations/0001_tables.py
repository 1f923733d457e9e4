"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
from django.db import migrations, models

import ballots.models
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("ballots", "0001_ballots"),
        ("ballots", "0002_unlogged_staging"),
        ("ballots", "0003_sitting"),
        ("ballots", "0004_papers_counted"),
        ("ballots", "0005_round_ways"),
        ("ballots", "0006_sitting_by_unit"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Round",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="名称")),
                        ("paper", models.JSONField(verbose_name="票面")),
                        (
                            "ways",
                            models.JSONField(default=ballots.models.ways_by_machine, verbose_name="投票方式"),
                        ),
                        (
                            "papers_counted",
                            models.JSONField(editable=False, null=True, verbose_name="收回与有效票数"),
                        ),
                    ],
                    options={
                        "verbose_name": "测评轮次",
                        "verbose_name_plural": "测评轮次",
                    },
                ),
                migrations.CreateModel(
                    name="BallotLine",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "round_id",
                                "cadre_id",
                                "paper",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("paper", models.CharField(max_length=32, verbose_name="票号")),
                        ("group", models.PositiveSmallIntegerField(verbose_name="票类")),
                        ("marks", models.BigIntegerField(verbose_name="评价")),
                        (
                            "cadre",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cadres.cadre",
                            ),
                        ),
                        (
                            "round",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lines",
                                to="ballots.round",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "测评记录",
                        "verbose_name_plural": "测评记录",
                    },
                ),
                migrations.CreateModel(
                    name="StagedBallot",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "batch_id",
                                "row",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("bad", models.BooleanField(default=False)),
                        ("paper", models.CharField(max_length=32)),
                        ("group", models.PositiveSmallIntegerField()),
                        ("staff_no", models.CharField(max_length=32)),
                        ("marks", models.BigIntegerField()),
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
                    name="Sitting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("group", models.CharField(max_length=40, verbose_name="票类")),
                        ("expected", models.PositiveIntegerField(blank=True, null=True, verbose_name="应到")),
                        ("present", models.PositiveIntegerField(blank=True, null=True, verbose_name="实到")),
                        ("issued", models.PositiveIntegerField(blank=True, null=True, verbose_name="发出")),
                        ("returned", models.PositiveIntegerField(blank=True, null=True, verbose_name="收回")),
                        ("valid", models.PositiveIntegerField(blank=True, null=True, verbose_name="有效")),
                        (
                            "round",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sittings",
                                to="ballots.round",
                                verbose_name="测评轮次",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "测评会情况",
                        "verbose_name_plural": "测评会情况",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", True)),
                                fields=("round", "group"),
                                name="sitting_once_for_the_whole",
                                violation_error_message="这一票类的到会情况已经登记。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False)),
                                fields=("round", "unit", "group"),
                                name="sitting_once_per_unit",
                                violation_error_message="这一单位这一票类的到会情况已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("present__isnull", True),
                                    ("expected__isnull", True),
                                    ("present__lte", models.F("expected")),
                                    _connector="OR",
                                ),
                                name="sitting_present_within_expected",
                                violation_error_message="实到不能多于应到。请核对签到表后更正。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid__isnull", True),
                                    ("returned__isnull", True),
                                    ("valid__lte", models.F("returned")),
                                    _connector="OR",
                                ),
                                name="sitting_valid_within_returned",
                                violation_error_message="有效不能多于收回。请核对阅读机统计单后更正。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("unit__isnull", False),
                                    models.Q(("returned__isnull", True), ("valid__isnull", True)),
                                    _connector="OR",
                                ),
                                name="sitting_whole_is_counted",
                                violation_error_message="全校的收回和有效由系统按导入的票统计，不能填写。",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.Unlogged(
            table="ballots_stagedballot",
        ),
    ]
