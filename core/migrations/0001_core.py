"""Jobs and stored files."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                ("heartbeat_at", models.DateTimeField(blank=True, null=True, verbose_name="最近心跳")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("max_attempts", models.PositiveSmallIntegerField(default=5, verbose_name="最多次数")),
                ("progress_done", models.PositiveBigIntegerField(default=0, verbose_name="已完成量")),
                ("progress_total", models.PositiveBigIntegerField(default=0, verbose_name="总量")),
                ("progress_note", models.CharField(blank=True, max_length=200, verbose_name="进展")),
                ("last_error", models.CharField(blank=True, max_length=500, verbose_name="最近的错误")),
                ("result", models.JSONField(blank=True, default=dict, verbose_name="结果")),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="发起时间"),
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
                            models.Q(("key", ""), _negated=True), ("state__in", ("waiting", "running"))
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
                            models.Q(("finished_at__isnull", True), ("state__in", ("waiting", "running"))),
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
                    models.CharField(editable=False, max_length=64, unique=True, verbose_name="存放名"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="文件名")),
                ("media_type", models.CharField(max_length=100, verbose_name="类型")),
                ("size", models.PositiveBigIntegerField(verbose_name="字节数")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256")),
                (
                    "created_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="存入时间"),
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
                    )
                ],
            },
        ),
    ]
