"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("core", "0001_core"),
        ("core", "0002_imports"),
        ("core", "0003_saved_views"),
        ("core", "0004_import_keep_until"),
        ("core", "0005_job_request_id"),
        ("core", "0006_document_bundles"),
        ("core", "0007_file_screening"),
        ("core", "0008_files_to_screen"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="ImportBatch",
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
                        ("file_name", models.CharField(max_length=200, verbose_name="文件名")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        (
                            "state",
                            models.CharField(
                                choices=[("staging", "读入中"), ("judged", "已检查"), ("applied", "已导入")],
                                default="staging",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        ("supplement", models.BooleanField(default=False, verbose_name="补充导入")),
                        ("rows_read", models.PositiveIntegerField(default=0, verbose_name="读入行数")),
                        ("rows_bad", models.PositiveIntegerField(default=0, verbose_name="问题行数")),
                        ("summary", models.JSONField(blank=True, default=dict, verbose_name="导入结果")),
                        ("created_at", models.DateTimeField(verbose_name="开始时间")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="导入时间")),
                        ("keep_until", models.DateTimeField(blank=True, null=True, verbose_name="保留至")),
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
                        "verbose_name": "导入批次",
                        "verbose_name_plural": "导入批次",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("applied_at__isnull", False), ("state", "applied")),
                                    models.Q(
                                        models.Q(("state", "applied"), _negated=True),
                                        ("applied_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="import_applied_has_time",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportProblem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "severity",
                            models.CharField(choices=[("error", "问题"), ("warning", "提示")], max_length=8),
                        ),
                        ("row", models.PositiveIntegerField(verbose_name="行")),
                        ("column", models.CharField(max_length=60, verbose_name="列")),
                        (
                            "value",
                            core.fields.EncryptedTextField(context="import.value", verbose_name="读到的内容"),
                        ),
                        ("message", models.CharField(max_length=300, verbose_name="问题")),
                        ("remedy", models.CharField(max_length=300, verbose_name="处理办法")),
                        (
                            "batch",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="problems",
                                to="core.importbatch",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入问题",
                        "verbose_name_plural": "导入问题",
                        "ordering": ["batch", "row", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Installation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="学校名称")),
                        ("is_demo", models.BooleanField(default=False, verbose_name="演示数据")),
                        ("single", models.BooleanField(default=True, editable=False, unique=True)),
                    ],
                    options={
                        "verbose_name": "安装",
                        "verbose_name_plural": "安装",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("single", True)), name="installation_one_row"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("key", models.CharField(blank=True, max_length=120, verbose_name="效果标识")),
                        ("arguments", models.JSONField(blank=True, default=dict, verbose_name="参数")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待执行"),
                                    ("running", "执行中"),
                                    ("done", "已完成"),
                                    ("failed", "失败"),
                                ],
                                default="waiting",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=core.clock.now, verbose_name="应执行时间")),
                        ("lease_token", models.UUIDField(blank=True, editable=False, null=True)),
                        ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="租期至")),
                        (
                            "heartbeat_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="最近心跳"),
                        ),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                        (
                            "max_attempts",
                            models.PositiveSmallIntegerField(default=5, verbose_name="最多次数"),
                        ),
                        ("progress_done", models.PositiveBigIntegerField(default=0, verbose_name="已完成量")),
                        ("progress_total", models.PositiveBigIntegerField(default=0, verbose_name="总量")),
                        ("progress_note", models.CharField(blank=True, max_length=200, verbose_name="进展")),
                        (
                            "last_error",
                            models.CharField(blank=True, max_length=500, verbose_name="最近的错误"),
                        ),
                        ("result", models.JSONField(blank=True, default=dict, verbose_name="结果")),
                        (
                            "request_id",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="请求编号"
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="发起时间"
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="发起人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "后台任务",
                        "verbose_name_plural": "后台任务",
                        "ordering": ["-created_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["state", "due_at"], name="job_due"),
                            models.Index(fields=["state", "lease_until"], name="job_lease"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    models.Q(("key", ""), _negated=True),
                                    ("state__in", ("waiting", "running")),
                                ),
                                fields=("kind", "key"),
                                name="job_one_open_key",
                                violation_error_message="同一任务已在执行或等待执行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])),
                                name="job_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("lease_token__isnull", False),
                                        ("lease_until__isnull", False),
                                        ("state", "running"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "running"), _negated=True),
                                        ("lease_token__isnull", True),
                                        ("lease_until__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_lease_while_running",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", True), ("state__in", ("waiting", "running"))
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ("waiting", "running")), _negated=True),
                                        ("finished_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="job_finished_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("attempts__lte", models.F("max_attempts"))),
                                name="job_attempts_bounded",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("list_name", models.CharField(max_length=40, verbose_name="列表")),
                        ("name", models.CharField(max_length=30, verbose_name="视图名称")),
                        ("query", models.CharField(blank=True, max_length=2000, verbose_name="查询串")),
                        ("is_default", models.BooleanField(default=False, verbose_name="默认视图")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="保存时间"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "列表视图",
                        "verbose_name_plural": "列表视图",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "list_name", "name"),
                                name="saved_view_one_name",
                                violation_error_message="您已有同名的视图，请换一个名称。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_default", True)),
                                fields=("user", "list_name"),
                                name="saved_view_one_default",
                                violation_error_message="每个列表只能有一个默认视图。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="saved_view_has_name"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "storage_name",
                            models.CharField(
                                editable=False, max_length=64, unique=True, verbose_name="存放名"
                            ),
                        ),
                        ("name", models.CharField(max_length=150, verbose_name="文件名")),
                        ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                        ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                        ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                        (
                            "screening",
                            models.CharField(
                                choices=[
                                    ("own", "系统生成，不必查毒"),
                                    ("waiting", "尚未查毒"),
                                    ("clean", "已查毒"),
                                ],
                                default="own",
                                max_length=10,
                                verbose_name="查毒",
                            ),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="存入时间"
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="存入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文件",
                        "verbose_name_plural": "文件",
                        "ordering": ["-created_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("storage_name", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                ),
                                name="file_has_names",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("screening__in", ["own", "waiting", "clean"])),
                                name="file_screening_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentBundle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("arguments", models.JSONField(default=dict, verbose_name="参数")),
                        ("name", models.CharField(max_length=120, verbose_name="文件名")),
                        ("purpose", models.CharField(blank=True, max_length=200, verbose_name="用途")),
                        (
                            "requested_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="申请时间"
                            ),
                        ),
                        ("expires_at", models.DateTimeField(db_index=True, verbose_name="保留至")),
                        ("documents", models.PositiveIntegerField(default=0, verbose_name="文书份数")),
                        (
                            "requested_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "job",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="document_bundle",
                                to="core.job",
                                verbose_name="后台任务",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "文书压缩包",
                        "verbose_name_plural": "文书压缩包",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                ),
                                name="bundle_has_names",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_at__gt", models.F("requested_at"))),
                                name="bundle_expires_after_request",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("file__isnull", False), ("documents", 0), _connector="OR"
                                ),
                                name="bundle_counts_what_it_holds",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
