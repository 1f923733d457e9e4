"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.migration_operations
import core.partial_dates


class Migration(migrations.Migration):
    replaces = [
        ("supervision", "0001_supervision"),
        ("supervision", "0002_append_only"),
        ("supervision", "0003_staged_units"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="HistoricalKeyPoint",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "关键人"),
                                    ("place", "关键处"),
                                    ("matter", "关键事"),
                                    ("moment", "关键时"),
                                ],
                                max_length=8,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        ("why", models.CharField(blank=True, max_length=200, verbose_name="列为重点的理由")),
                        ("starts", models.DateField(verbose_name="起始日期")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 监督重点",
                        "verbose_name_plural": "historical 监督重点",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRegisterItem",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("personal", "个人有关事项报告"),
                                    ("travel", "出国（境）证照"),
                                    ("outside", "兼职"),
                                    ("audit", "经济责任审计"),
                                    ("absence", "外出报备"),
                                    ("inspection", "巡察整改"),
                                    ("duty", "述责述廉"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("period", models.CharField(blank=True, max_length=20, verbose_name="年度或期次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "待办"),
                                    ("checking", "查核中"),
                                    ("mending", "整改中"),
                                    ("done", "已办结"),
                                    ("none", "不适用"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 日常监督事项",
                        "verbose_name_plural": "historical 日常监督事项",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalRiskPost",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="岗位")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "一级"), (2, "二级"), (3, "三级"), (0, "未定级")],
                                default=0,
                                verbose_name="等级",
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300, verbose_name="定级理由")),
                        ("by_hand", models.BooleanField(default=False, verbose_name="人工定级")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 风险岗位",
                        "verbose_name_plural": "historical 风险岗位",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RiskPost",
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
                        ("title", models.CharField(max_length=100, verbose_name="岗位")),
                        (
                            "level",
                            models.PositiveSmallIntegerField(
                                choices=[(1, "一级"), (2, "二级"), (3, "三级"), (0, "未定级")],
                                default=0,
                                verbose_name="等级",
                            ),
                        ),
                        ("why", models.CharField(blank=True, max_length=300, verbose_name="定级理由")),
                        ("by_hand", models.BooleanField(default=False, verbose_name="人工定级")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "风险岗位",
                        "verbose_name_plural": "风险岗位",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "title"),
                                name="risk_post_once",
                                violation_error_message="该单位已有这个岗位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("level__in", (1, 2, 3, 0))), name="risk_post_level_known"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("by_hand", False),
                                    models.Q(
                                        models.Q(("why", ""), _negated=True),
                                        models.Q(("level", 0), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="risk_post_set_with_reason",
                                violation_error_message="人工定级须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Risk",
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
                        ("power", models.CharField(max_length=100, verbose_name="职权（事项）")),
                        ("step", models.CharField(blank=True, max_length=100, verbose_name="流程环节")),
                        ("description", models.CharField(max_length=300, verbose_name="风险描述")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thought", "思想道德"),
                                    ("post", "岗位职责"),
                                    ("process", "业务流程"),
                                    ("system", "制度机制"),
                                    ("surroundings", "外部环境"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=500, verbose_name="前期预防")),
                        ("during", models.CharField(blank=True, max_length=500, verbose_name="中期监控")),
                        ("after", models.CharField(blank=True, max_length=500, verbose_name="后期检查")),
                        ("owner", models.CharField(blank=True, max_length=64, verbose_name="责任人")),
                        ("heavy", models.BooleanField(default=False, verbose_name="权力行使影响重大")),
                        ("free", models.BooleanField(default=False, verbose_name="自由裁量无限制")),
                        ("tainted", models.BooleanField(default=False, verbose_name="曾发生不廉洁问题")),
                        ("added_on", models.DateField(default=core.clock.today, verbose_name="列入日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                        ("closing", models.CharField(blank=True, max_length=200, verbose_name="解除理由")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="risks",
                                to="supervision.riskpost",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "风险点",
                        "verbose_name_plural": "风险点",
                        "ordering": ["unit", "post", "pk"],
                        "indexes": [models.Index(fields=["unit", "closed_on"], name="risk_of_unit")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=("post", "power", "step", "description"),
                                name="risk_once",
                                violation_error_message="该岗位已列入同样的风险点。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    models.Q(("closing", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="risk_closed_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRisk",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("power", models.CharField(max_length=100, verbose_name="职权（事项）")),
                        ("step", models.CharField(blank=True, max_length=100, verbose_name="流程环节")),
                        ("description", models.CharField(max_length=300, verbose_name="风险描述")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thought", "思想道德"),
                                    ("post", "岗位职责"),
                                    ("process", "业务流程"),
                                    ("system", "制度机制"),
                                    ("surroundings", "外部环境"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=500, verbose_name="前期预防")),
                        ("during", models.CharField(blank=True, max_length=500, verbose_name="中期监控")),
                        ("after", models.CharField(blank=True, max_length=500, verbose_name="后期检查")),
                        ("owner", models.CharField(blank=True, max_length=64, verbose_name="责任人")),
                        ("heavy", models.BooleanField(default=False, verbose_name="权力行使影响重大")),
                        ("free", models.BooleanField(default=False, verbose_name="自由裁量无限制")),
                        ("tainted", models.BooleanField(default=False, verbose_name="曾发生不廉洁问题")),
                        ("added_on", models.DateField(default=core.clock.today, verbose_name="列入日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                        ("closing", models.CharField(blank=True, max_length=200, verbose_name="解除理由")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="supervision.riskpost",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 风险点",
                        "verbose_name_plural": "historical 风险点",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RiskUpdate",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("review", "年度评估"), ("change", "变动后更新")],
                                max_length=8,
                                verbose_name="种类",
                            ),
                        ),
                        ("on", models.DateField(default=core.clock.today, verbose_name="日期")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="情况")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报告人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "清单更新",
                        "verbose_name_plural": "清单更新",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="StagedItem",
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
                        ("staff_no", models.CharField(max_length=32)),
                        ("name", models.CharField(max_length=64)),
                        ("born", core.partial_dates.PartialDateField(blank=True, default="", max_length=10)),
                        ("identity_hash", models.BinaryField(max_length=32, null=True)),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("personal", "个人有关事项报告"),
                                    ("travel", "出国（境）证照"),
                                    ("outside", "兼职"),
                                    ("audit", "经济责任审计"),
                                    ("absence", "外出报备"),
                                    ("inspection", "巡察整改"),
                                    ("duty", "述责述廉"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("period", models.CharField(blank=True, max_length=20, verbose_name="年度或期次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "待办"),
                                    ("checking", "查核中"),
                                    ("mending", "整改中"),
                                    ("done", "已办结"),
                                    ("none", "不适用"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("unit_name", models.CharField(max_length=100)),
                        ("due_on", models.DateField(null=True)),
                        ("done_on", models.DateField(null=True)),
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
                    name="StagedRisk",
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
                        ("power", models.CharField(max_length=100, verbose_name="职权（事项）")),
                        ("step", models.CharField(blank=True, max_length=100, verbose_name="流程环节")),
                        ("description", models.CharField(max_length=300, verbose_name="风险描述")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("thought", "思想道德"),
                                    ("post", "岗位职责"),
                                    ("process", "业务流程"),
                                    ("system", "制度机制"),
                                    ("surroundings", "外部环境"),
                                ],
                                max_length=14,
                                verbose_name="类别",
                            ),
                        ),
                        ("before", models.CharField(blank=True, max_length=500, verbose_name="前期预防")),
                        ("during", models.CharField(blank=True, max_length=500, verbose_name="中期监控")),
                        ("after", models.CharField(blank=True, max_length=500, verbose_name="后期检查")),
                        ("owner", models.CharField(blank=True, max_length=64, verbose_name="责任人")),
                        ("heavy", models.BooleanField(default=False, verbose_name="权力行使影响重大")),
                        ("free", models.BooleanField(default=False, verbose_name="自由裁量无限制")),
                        ("tainted", models.BooleanField(default=False, verbose_name="曾发生不廉洁问题")),
                        ("unit_name", models.CharField(max_length=100)),
                        ("title", models.CharField(max_length=100)),
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
                    name="KeyPoint",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("person", "关键人"),
                                    ("place", "关键处"),
                                    ("matter", "关键事"),
                                    ("moment", "关键时"),
                                ],
                                max_length=8,
                                verbose_name="种类",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="名称")),
                        ("why", models.CharField(blank=True, max_length=200, verbose_name="列为重点的理由")),
                        ("starts", models.DateField(verbose_name="起始日期")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="key_points",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "监督重点",
                        "verbose_name_plural": "监督重点",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="key_point_in_order",
                                violation_error_message="结束日期不能早于起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "person"), _negated=True),
                                    ("cadre__isnull", False),
                                    _connector="OR",
                                ),
                                name="key_point_person_is_a_cadre",
                                violation_error_message="关键人须填写干部工号。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RegisterItem",
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
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("personal", "个人有关事项报告"),
                                    ("travel", "出国（境）证照"),
                                    ("outside", "兼职"),
                                    ("audit", "经济责任审计"),
                                    ("absence", "外出报备"),
                                    ("inspection", "巡察整改"),
                                    ("duty", "述责述廉"),
                                ],
                                max_length=12,
                                verbose_name="种类",
                            ),
                        ),
                        ("period", models.CharField(blank=True, max_length=20, verbose_name="年度或期次")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("waiting", "待办"),
                                    ("checking", "查核中"),
                                    ("mending", "整改中"),
                                    ("done", "已办结"),
                                    ("none", "不适用"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        ("document_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="register_items",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "日常监督事项",
                        "verbose_name_plural": "日常监督事项",
                        "indexes": [
                            models.Index(fields=["unit", "status", "due_on"], name="register_of_unit")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cadre", "kind", "period", "document_no"),
                                name="register_once",
                                violation_error_message="该干部这一年度（期次）的同一事项已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("cadre__isnull", False), ("kind", "inspection"), _connector="OR"
                                ),
                                name="register_of_a_cadre",
                                violation_error_message="除巡察整改外，请填写干部。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("done_on__isnull", False), ("status", "done")),
                                    models.Q(
                                        models.Q(("status", "done"), _negated=True), ("done_on__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="register_done_has_day",
                                violation_error_message="已办结的须有办结日期，未办结的没有。",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="supervision_riskupdate",
        ),
        core.migration_operations.Unlogged(
            table="supervision_stagedrisk",
        ),
        core.migration_operations.Unlogged(
            table="supervision_stageditem",
        ),
    ]
