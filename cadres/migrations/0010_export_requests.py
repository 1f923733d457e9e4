"""Requests to take unmasked numbers out of the system."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0005_register_rules"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ExportRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "requested_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="申请时间"),
                ),
                ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                ("query", models.CharField(blank=True, max_length=2000, verbose_name="筛选条件")),
                ("row_count", models.PositiveIntegerField(verbose_name="人数")),
                ("rows_sha256", models.CharField(max_length=64, verbose_name="名单摘要")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待审批"),
                            ("approved", "已批准"),
                            ("rejected", "已退回"),
                            ("downloaded", "已下载"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审批时间")),
                ("decision_note", models.CharField(blank=True, max_length=200, verbose_name="审批意见")),
                ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="下载期限")),
                ("downloaded_at", models.DateTimeField(blank=True, null=True, verbose_name="下载时间")),
                (
                    "decider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="审批人",
                    ),
                ),
                (
                    "requester",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="申请人",
                    ),
                ),
            ],
            options={
                "verbose_name": "导出申请",
                "verbose_name_plural": "导出申请",
                "ordering": ["-requested_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "approved", "rejected", "downloaded"])),
                        name="export_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decider__isnull", True),
                            models.Q(("decider", models.F("requester")), _negated=True),
                            _connector="OR",
                        ),
                        name="export_needs_second_person",
                        violation_error_message="导出申请须由申请人以外的人审批。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_at__isnull", True), ("decider__isnull", True), ("state", "waiting")
                            ),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decider__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="export_decided_has_decider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False), ("state__in", ["approved", "downloaded"])
                            ),
                            models.Q(("expires_at__isnull", True), ("state__in", ["waiting", "rejected"])),
                            _connector="OR",
                        ),
                        name="export_approved_has_term",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("downloaded_at__isnull", False), ("state", "downloaded")),
                            models.Q(
                                models.Q(("state", "downloaded"), _negated=True),
                                ("downloaded_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="export_downloaded_has_time",
                    ),
                ],
            },
        ),
    ]
