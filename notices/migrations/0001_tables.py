"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019).

With them come the holidays published so far: a new installation counts working days from its first day on.
"""

import uuid

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations
from core.changes import history_catch_up
from notices.published import published_days


def add(apps, schema_editor):
    WorkDay = apps.get_model("notices", "WorkDay")
    WorkDay.objects.bulk_create(
        WorkDay(day=row.day, is_working=row.is_working, note=row.note) for row in published_days()
    )
    history_catch_up(
        WorkDay,
        actor=None,
        reason="国务院办公厅公布的放假安排",
        history=apps.get_model("notices", "HistoricalWorkDay"),
    )


class Migration(migrations.Migration):
    replaces = [
        ("notices", "0001_workdays"),
        ("notices", "0002_published_holidays"),
        ("notices", "0003_append_only"),
        ("notices", "0004_reminders"),
        ("notices", "0005_urges_append_only"),
        ("notices", "0006_handover"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("in_app", "站内"), ("mail", "邮件"), ("robot", "群机器人")],
                                max_length=8,
                                unique=True,
                                verbose_name="渠道",
                            ),
                        ),
                        ("claimed_by", models.UUIDField(editable=False)),
                        ("reached", models.PositiveBigIntegerField(default=0, editable=False)),
                    ],
                    options={
                        "verbose_name": "发送进度",
                        "verbose_name_plural": "发送进度",
                    },
                ),
                migrations.CreateModel(
                    name="ReminderRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="日期")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="完成时间"
                            ),
                        ),
                        ("duties", models.PositiveIntegerField(verbose_name="有期限的待办")),
                        ("reminders", models.PositiveIntegerField(verbose_name="新写的提示")),
                        ("digests", models.PositiveIntegerField(verbose_name="新写的汇总")),
                        (
                            "unreadable",
                            models.JSONField(blank=True, default=list, verbose_name="读不出的待办种类"),
                        ),
                    ],
                    options={
                        "verbose_name": "到期提示的生成",
                        "verbose_name_plural": "到期提示的生成",
                        "ordering": ["-day"],
                    },
                ),
                migrations.CreateModel(
                    name="WorkDay",
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
                            "day",
                            models.DateField(
                                error_messages={"unique": "这一天已在工作日历中。"},
                                unique=True,
                                verbose_name="日期",
                            ),
                        ),
                        ("is_working", models.BooleanField(verbose_name="上班")),
                        ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "工作日历",
                        "verbose_name_plural": "工作日历",
                        "ordering": ["day"],
                    },
                ),
                migrations.CreateModel(
                    name="Digest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("starts_on", models.DateField(verbose_name="日期")),
                        ("weekly", models.BooleanField(default=False, verbose_name="每周一次")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="生成时间"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提示谁",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提示汇总",
                        "verbose_name_plural": "提示汇总",
                        "ordering": ["-starts_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("user", "starts_on"), name="digest_once")
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Delivery",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "channel",
                            models.CharField(
                                choices=[("in_app", "站内"), ("mail", "邮件"), ("robot", "群机器人")],
                                max_length=8,
                                verbose_name="渠道",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待发送"),
                                    ("sending", "发送中"),
                                    ("uncertain", "不确定是否送达"),
                                    ("sent", "已发送"),
                                    ("failed", "未送达"),
                                ],
                                default="waiting",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "number",
                            models.UUIDField(
                                default=uuid.uuid4, editable=False, unique=True, verbose_name="编号"
                            ),
                        ),
                        ("due_at", models.DateTimeField(default=core.clock.now, verbose_name="应发送时间")),
                        ("claimed_by", models.UUIDField(blank=True, editable=False, null=True)),
                        ("tries", models.PositiveIntegerField(default=0, verbose_name="已试次数")),
                        ("interruptions", models.PositiveIntegerField(default=0, verbose_name="中断次数")),
                        (
                            "last_error",
                            models.CharField(blank=True, max_length=200, verbose_name="最近的错误"),
                        ),
                        (
                            "give_up_from",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="从何时起算重试期限"
                            ),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="生成时间"
                            ),
                        ),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "digest",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="deliveries",
                                to="notices.digest",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "发送",
                        "verbose_name_plural": "发送",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("state__in", ["sent", "failed"]), _negated=True),
                                fields=["channel", "due_at"],
                                name="delivery_open",
                            ),
                            models.Index(fields=["channel", "state"], name="delivery_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("digest", "channel"), name="delivery_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "sending", "uncertain", "sent", "failed"])
                                ),
                                name="delivery_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("claimed_by__isnull", False), ("state", "sending")),
                                    models.Q(
                                        models.Q(("state", "sending"), _negated=True),
                                        ("claimed_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_claimed_while_sending",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", False), ("state__in", ["sent", "failed"])
                                    ),
                                    models.Q(
                                        models.Q(("state__in", ["sent", "failed"]), _negated=True),
                                        ("finished_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delivery_finished_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWorkDay",
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
                            "day",
                            models.DateField(
                                db_index=True,
                                error_messages={"unique": "这一天已在工作日历中。"},
                                verbose_name="日期",
                            ),
                        ),
                        ("is_working", models.BooleanField(verbose_name="上班")),
                        ("note", models.CharField(blank=True, max_length=60, verbose_name="说明")),
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
                    ],
                    options={
                        "verbose_name": "historical 工作日历",
                        "verbose_name_plural": "historical 工作日历",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NoticeChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("mail", models.BooleanField(default=True, verbose_name="发送邮件")),
                        ("email", models.EmailField(blank=True, max_length=120, verbose_name="邮箱")),
                        (
                            "robot",
                            models.CharField(
                                blank=True,
                                choices=[("wecom", "企业微信群机器人"), ("dingtalk", "钉钉群机器人")],
                                max_length=8,
                                verbose_name="群机器人",
                            ),
                        ),
                        (
                            "robot_url",
                            core.fields.EncryptedTextField(blank=True, null=True, verbose_name="机器人地址"),
                        ),
                        (
                            "robot_key",
                            core.fields.EncryptedTextField(blank=True, null=True, verbose_name="加签密钥"),
                        ),
                        ("quiet_from", models.TimeField(blank=True, null=True, verbose_name="免打扰开始")),
                        ("quiet_to", models.TimeField(blank=True, null=True, verbose_name="免打扰结束")),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="修改时间"
                            ),
                        ),
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="notice_choice",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "提示设置",
                        "verbose_name_plural": "提示设置",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("robot", ""), ("robot_url__isnull", False), _connector="OR"
                                ),
                                name="choice_robot_has_address",
                                violation_error_message="选择了群机器人，请填写机器人地址。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("quiet_from__isnull", True), ("quiet_to__isnull", True)),
                                    models.Q(("quiet_from__isnull", False), ("quiet_to__isnull", False)),
                                    _connector="OR",
                                ),
                                name="choice_quiet_hours_both",
                                violation_error_message="免打扰的开始和结束须一并填写，或一并留空。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Urge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=32, verbose_name="待办标识")),
                        ("kind", models.CharField(max_length=60, verbose_name="待办种类")),
                        ("label", models.CharField(max_length=120, verbose_name="要办的事")),
                        ("due", models.DateField(verbose_name="期限")),
                        ("held_by", models.CharField(max_length=300, verbose_name="由谁办理")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("org_head", "组织部负责人"),
                                    ("org_officer", "组织部工作人员"),
                                    ("discipline_head", "纪委监察部门负责人"),
                                    ("discipline_officer", "纪委监察部门工作人员"),
                                    ("party_office", "党办工作人员"),
                                    ("leader", "分管领导"),
                                    ("unit_party", "二级党组织"),
                                    ("cadre", "干部"),
                                    ("system_officer", "系统管理员"),
                                    ("security_officer", "安全管理员"),
                                    ("audit_officer", "审计管理员"),
                                ],
                                max_length=24,
                                verbose_name="催办到",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="催办日期")),
                        (
                            "at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="催办时间"
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="催办人",
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
                        "verbose_name": "催办",
                        "verbose_name_plural": "催办",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("key", "due", "on"),
                                name="urge_once_a_day",
                                violation_error_message="这一项今天已经催办过。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reminder",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="待办种类")),
                        ("key", models.CharField(max_length=32, verbose_name="待办标识")),
                        ("url", models.CharField(max_length=300, verbose_name="办理页面")),
                        ("due", models.DateField(verbose_name="期限")),
                        (
                            "stage",
                            models.CharField(
                                choices=[
                                    ("early", "即将到期"),
                                    ("near", "临近到期"),
                                    ("eve", "马上到期"),
                                    ("today", "今天到期"),
                                    ("overdue", "已逾期"),
                                    ("urged", "催办"),
                                ],
                                max_length=8,
                                verbose_name="阶段",
                            ),
                        ),
                        ("turn", models.PositiveIntegerField(default=0, verbose_name="次序")),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="提示时间"
                            ),
                        ),
                        (
                            "read_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="标为已读的时间"),
                        ),
                        (
                            "digest",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="reminders",
                                to="notices.digest",
                                verbose_name="汇总",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提示谁",
                            ),
                        ),
                        (
                            "urge",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reminders",
                                to="notices.urge",
                                verbose_name="催办",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "到期提示",
                        "verbose_name_plural": "到期提示",
                        "ordering": ["-made_at", "-pk"],
                        "indexes": [
                            models.Index(fields=["user", "-made_at"], name="reminder_of_user"),
                            models.Index(
                                condition=models.Q(("read_at", None)), fields=["user"], name="reminder_unread"
                            ),
                            models.Index(
                                condition=models.Q(("digest", None)),
                                fields=["user"],
                                name="reminder_undigested",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("user", "key", "due", "stage", "turn"), name="reminder_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("stage__in", ["early", "near", "eve", "today", "overdue", "urged"])
                                ),
                                name="reminder_stage_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("stage", "urged"), ("urge__isnull", False)),
                                    models.Q(
                                        models.Q(("stage", "urged"), _negated=True), ("urge__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="reminder_urged_names_the_urge",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CalendarFeed",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("token_hash", models.CharField(editable=False, max_length=64, unique=True)),
                        (
                            "made_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="生成时间"
                            ),
                        ),
                        ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="最近读取")),
                        ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="停用时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "日历订阅",
                        "verbose_name_plural": "日历订阅",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_at__isnull", True)),
                                fields=("user",),
                                name="feed_one_in_use",
                            )
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="notices_historicalworkday",
        ),
        core.migration_operations.AppendOnly(
            table="notices_urge",
        ),
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
