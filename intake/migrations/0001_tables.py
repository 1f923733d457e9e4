"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [("intake", "0001_intake"), ("intake", "0002_append_only"), ("intake", "0003_intake_target")]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Intake",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=32, verbose_name="文件种类")),
                        (
                            "year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="年度"),
                        ),
                        (
                            "target",
                            models.SlugField(blank=True, default="", max_length=20, verbose_name="所属考核"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "待对应列"),
                                    ("mapped", "读入中"),
                                    ("staged", "待确认"),
                                    ("applying", "导入中"),
                                    ("applied", "已导入"),
                                    ("undone", "已撤销"),
                                    ("failed", "未能读入"),
                                    ("discarded", "已放弃"),
                                ],
                                default="uploaded",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
                        ("file_name", models.CharField(max_length=150, verbose_name="文件名")),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        ("mapping", models.JSONField(default=dict, verbose_name="列与词的对应")),
                        ("supplement", models.BooleanField(default=False, verbose_name="补充导入")),
                        ("counts", models.JSONField(default=dict, verbose_name="数目")),
                        (
                            "failure",
                            models.CharField(blank=True, max_length=500, verbose_name="未完成的原因"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="上传时间"
                            ),
                        ),
                        ("applied_at", models.DateTimeField(null=True, verbose_name="导入时间")),
                        ("undone_at", models.DateTimeField(null=True, verbose_name="撤销时间")),
                        (
                            "batch",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="core.importbatch",
                                verbose_name="批次",
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="intake.intake",
                                verbose_name="更正的导入",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                        (
                            "errors_file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="问题行",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "job",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to="core.job",
                                verbose_name="后台任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入",
                        "verbose_name_plural": "导入",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [models.Index(fields=["kind", "applied_at"], name="intake_kind_applied")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "uploaded",
                                            "mapped",
                                            "staged",
                                            "applying",
                                            "applied",
                                            "undone",
                                            "failed",
                                            "discarded",
                                        ],
                                    )
                                ),
                                name="intake_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("applied_at__isnull", False), ("state__in", ["applied", "undone"])
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["applied", "undone"]), _negated=True),
                                        ("applied_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_applied_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("undone_at__isnull", True),
                                    models.Q(
                                        ("applied_at__isnull", False),
                                        ("state", "undone"),
                                        ("undone_at__gte", models.F("applied_at")),
                                    ),
                                    _connector="OR",
                                ),
                                name="intake_undone_was_applied",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="IntakeChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("new", "新增"),
                                    ("changed", "变更"),
                                    ("removed", "移除"),
                                    ("unchanged", "不变"),
                                ],
                                max_length=10,
                            ),
                        ),
                        ("row", models.PositiveIntegerField(null=True, verbose_name="行")),
                        ("key", models.CharField(max_length=200, verbose_name="对象")),
                        (
                            "fields",
                            core.fields.EncryptedTextField(context="intake.change", verbose_name="内容"),
                        ),
                        ("fingerprint", models.CharField(max_length=64)),
                        ("moved", models.BooleanField(default=False, verbose_name="预览后有改动")),
                        (
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="changes",
                                to="intake.intake",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预览",
                        "verbose_name_plural": "预览",
                        "ordering": ["position"],
                        "indexes": [
                            models.Index(fields=["intake", "kind", "position"], name="change_intake_kind")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("intake", "position"), name="change_position_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["new", "changed", "removed", "unchanged"])),
                                name="change_kind_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("row", models.PositiveIntegerField(verbose_name="行")),
                        (
                            "grounds",
                            models.CharField(
                                choices=[("identity", "身份证号相同"), ("name_born", "姓名和出生年月相同")],
                                max_length=12,
                                verbose_name="依据",
                            ),
                        ),
                        (
                            "staff_no",
                            models.CharField(blank=True, max_length=32, verbose_name="文件中的工号"),
                        ),
                        ("name", models.CharField(blank=True, max_length=64, verbose_name="文件中的姓名")),
                        ("candidate", models.CharField(max_length=32, verbose_name="可能的干部（工号）")),
                        (
                            "candidate_name",
                            models.CharField(max_length=64, verbose_name="可能的干部（姓名）"),
                        ),
                        (
                            "candidates",
                            models.PositiveSmallIntegerField(default=1, verbose_name="可能的人数"),
                        ),
                        (
                            "choice",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "待确定"),
                                    ("same", "是同一人"),
                                    ("other", "不是同一人"),
                                    ("skip", "不导入这一行"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="认定",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="decisions",
                                to="intake.intake",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "人员认定",
                        "verbose_name_plural": "人员认定",
                        "ordering": ["row"],
                        "constraints": [
                            models.UniqueConstraint(fields=("intake", "row"), name="decision_once_per_row"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("choice", ""), ("decided_by__isnull", True)),
                                    models.Q(
                                        models.Q(("choice", ""), _negated=True), ("decided_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="decision_names_who",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntakeEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=core.clock.now, editable=False, verbose_name="时间"),
                        ),
                        ("from_state", models.CharField(blank=True, max_length=40, verbose_name="原状态")),
                        ("to_state", models.CharField(max_length=40, verbose_name="新状态")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="events",
                                to="intake.intake",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入大事记",
                        "verbose_name_plural": "导入大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="IntakeLane",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("single", models.BooleanField(default=True, editable=False, unique=True)),
                    ],
                    options={
                        "verbose_name": "导入次序",
                        "verbose_name_plural": "导入次序",
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("single", True)), name="lane_one_row")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UndoRow",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("table", models.CharField(max_length=80)),
                        ("key", models.CharField(max_length=80)),
                        ("label", models.CharField(blank=True, max_length=120)),
                        ("before", core.fields.EncryptedTextField(context="intake.undo", null=True)),
                        ("after", models.CharField(blank=True, max_length=64)),
                        (
                            "intake",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="undo_rows",
                                to="intake.intake",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "撤销用的原值",
                        "verbose_name_plural": "撤销用的原值",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("intake", "table", "key"), name="undo_row_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("before__isnull", False),
                                    models.Q(("after", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="undo_row_says_something",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnMapping",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=32, verbose_name="文件种类")),
                        ("name", models.CharField(max_length=60, verbose_name="名称")),
                        ("headings", models.CharField(max_length=64)),
                        ("columns", models.JSONField(default=dict, verbose_name="列")),
                        ("words", models.JSONField(default=dict, verbose_name="词")),
                        ("saved_at", models.DateTimeField(default=core.clock.now, verbose_name="保存时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "对应模板",
                        "verbose_name_plural": "对应模板",
                        "ordering": ["kind", "name"],
                        "indexes": [models.Index(fields=["kind", "headings"], name="mapping_kind_headings")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "name"),
                                name="mapping_name_once",
                                violation_error_message="已有同名的对应模板。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="mapping_has_name"
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="intake_intakeevent",
        ),
    ]
