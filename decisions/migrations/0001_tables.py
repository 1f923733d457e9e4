"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations
import decisions.migration_operations


class Migration(migrations.Migration):
    replaces = [("decisions", "0001_decisions"), ("decisions", "0002_guards")]

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
                    name="Meeting",
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
                                choices=[
                                    ("standing", "党委常委会"),
                                    ("plenary", "党委全委会"),
                                    ("secretary", "书记专题会"),
                                    ("special", "专题会"),
                                    ("department", "部务会"),
                                ],
                                max_length=12,
                                verbose_name="会议类别",
                            ),
                        ),
                        ("number", models.CharField(max_length=60, verbose_name="会议文号")),
                        ("held_on", models.DateField(verbose_name="会议日期")),
                        ("place", models.CharField(max_length=100, verbose_name="地点")),
                        ("chair", models.CharField(max_length=64, verbose_name="主持人")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("preparing", "筹备"),
                                    ("agenda_set", "议题已定"),
                                    ("held", "已召开"),
                                    ("final", "纪要定稿"),
                                    ("cancelled", "已取消"),
                                ],
                                default="preparing",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "recorded_late",
                            models.BooleanField(default=False, editable=False, verbose_name="事后补录"),
                        ),
                        (
                            "late_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="补录原因"),
                        ),
                        (
                            "proxy_for",
                            models.CharField(blank=True, max_length=64, verbose_name="代录（领导姓名）"),
                        ),
                        (
                            "opened_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "finalised_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="定稿时间"
                            ),
                        ),
                        (
                            "finalised_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="定稿人",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "scan",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="签字扫描件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议",
                        "verbose_name_plural": "会议",
                        "ordering": ["-held_on", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "cancelled"), _negated=True),
                                fields=("kind", "number"),
                                name="meeting_number_once",
                                violation_error_message="这一类会议已有相同的文号，请核对。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "kind__in",
                                        ("standing", "plenary", "secretary", "special", "department"),
                                    )
                                ),
                                name="meeting_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("recorded_late", False),
                                    models.Q(("late_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="meeting_late_has_reason",
                                violation_error_message="事后补录须写明原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finalised_at__isnull", False),
                                        ("finalised_by__isnull", False),
                                        ("state", "final"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "final"), _negated=True),
                                        ("finalised_at__isnull", True),
                                        ("finalised_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="meeting_final_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "final"), _negated=True),
                                    ("proxy_for", ""),
                                    ("scan__isnull", False),
                                    _connector="OR",
                                ),
                                name="meeting_proxy_has_scan",
                                violation_error_message="代录的会议须有领导签字的扫描件。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("outcome", models.CharField(blank=True, max_length=40, verbose_name="结果")),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
                        (
                            "agreed",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同意"),
                        ),
                        (
                            "against",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="不同意"),
                        ),
                        (
                            "abstained",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="弃权"),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("kind", models.CharField(max_length=60, verbose_name="议题种类")),
                        ("title", models.CharField(max_length=200, verbose_name="议题")),
                        ("subject_kind", models.CharField(max_length=60)),
                        ("subject_id", models.PositiveBigIntegerField()),
                        (
                            "supplementary",
                            models.CharField(blank=True, max_length=300, verbose_name="补充议题的理由"),
                        ),
                        (
                            "method",
                            models.CharField(
                                blank=True,
                                choices=[("vote", "表决"), ("collective", "集体研究决定")],
                                max_length=10,
                                verbose_name="决定方式",
                            ),
                        ),
                        ("text", models.TextField(blank=True, verbose_name="决定内容")),
                        (
                            "postponed",
                            models.CharField(blank=True, max_length=300, verbose_name="缓议的原因"),
                        ),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="结果录入时间"
                            ),
                        ),
                        (
                            "corrects",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="decisions.agendaitem",
                                verbose_name="更正的议题",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结果录入人",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="decisions.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议题",
                        "verbose_name_plural": "议题",
                        "ordering": ["meeting", "position", "pk"],
                        "indexes": [
                            models.Index(fields=["subject_kind", "subject_id"], name="agenda_item_subject")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "position"), name="agenda_item_position_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("title", ""), _negated=True),
                                    models.Q(("kind", ""), _negated=True),
                                ),
                                name="agenda_item_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("method", ""), ("recorded_by__isnull", True)),
                                    models.Q(
                                        ("method__in", ("vote", "collective")),
                                        ("postponed", ""),
                                        ("recorded_by__isnull", False),
                                    ),
                                    models.Q(
                                        ("method", ""),
                                        ("recorded_by__isnull", False),
                                        models.Q(("postponed", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_item_recorded_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("method", "collective"), _negated=True),
                                    models.Q(("text", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="agenda_item_collective_text",
                                violation_error_message="集体研究决定须写明决定内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("abstained__isnull", False),
                                        ("against__isnull", False),
                                        ("agreed__isnull", False),
                                    ),
                                    models.Q(
                                        ("abstained__isnull", True),
                                        ("against__isnull", True),
                                        ("agreed__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_item_votes_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AgendaEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("outcome", models.CharField(blank=True, max_length=40, verbose_name="结果")),
                        ("reason", models.TextField(blank=True, verbose_name="理由")),
                        (
                            "agreed",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="同意"),
                        ),
                        (
                            "against",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="不同意"),
                        ),
                        (
                            "abstained",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="弃权"),
                        ),
                        ("subject_id", models.PositiveBigIntegerField()),
                        ("label", models.CharField(max_length=200, verbose_name="名称")),
                        ("proposal", models.CharField(blank=True, max_length=40, verbose_name="提请")),
                        ("note", models.TextField(blank=True, verbose_name="说明")),
                        ("position", models.PositiveIntegerField(verbose_name="次序")),
                        ("tied", models.PositiveIntegerField(blank=True, null=True, verbose_name="并列组")),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_entries",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="decisions.agendaitem",
                                verbose_name="议题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "议题条目",
                        "verbose_name_plural": "议题条目",
                        "ordering": ["item", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("item", "subject_id"),
                                name="agenda_entry_once",
                                violation_error_message="同一议题中已有这一条。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("abstained__isnull", False),
                                        ("against__isnull", False),
                                        ("agreed__isnull", False),
                                    ),
                                    models.Q(
                                        ("abstained__isnull", True),
                                        ("against__isnull", True),
                                        ("agreed__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="agenda_entry_votes_together",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attendee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("duty", models.CharField(blank=True, max_length=100, verbose_name="职务")),
                        (
                            "presence",
                            models.CharField(
                                choices=[("present", "出席"), ("observer", "列席"), ("leave", "请假")],
                                default="present",
                                max_length=8,
                                verbose_name="到会",
                            ),
                        ),
                        ("is_voter", models.BooleanField(default=True, verbose_name="有表决权")),
                        (
                            "leave_reason",
                            models.CharField(blank=True, max_length=100, verbose_name="请假原因"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendees",
                                to="decisions.meeting",
                                verbose_name="会议",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参会人员",
                        "verbose_name_plural": "参会人员",
                        "ordering": ["meeting", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("meeting", "position"), name="attendee_position_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("meeting", "user"),
                                name="attendee_once",
                                violation_error_message="同一人只能登记一次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("presence__in", ("present", "observer", "leave"))),
                                name="attendee_presence_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("presence", "observer"), _negated=True),
                                    ("is_voter", False),
                                    _connector="OR",
                                ),
                                name="attendee_observer_has_no_vote",
                                violation_error_message="列席人员没有表决权。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MeetingEvent",
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
                                to="decisions.meeting",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议大事记",
                        "verbose_name_plural": "会议大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Publicity",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("title", models.CharField(max_length=200, verbose_name="标题")),
                        ("subject_kind", models.CharField(max_length=60)),
                        ("subject_id", models.PositiveBigIntegerField()),
                        (
                            "scope",
                            models.CharField(
                                choices=[("school", "全校"), ("unit", "本单位"), ("cadres", "中层会")],
                                max_length=8,
                                verbose_name="公示范围",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="公示正文")),
                        ("days", models.PositiveSmallIntegerField(verbose_name="公示期（工作日）")),
                        ("begins_on", models.DateField(blank=True, null=True, verbose_name="开始日期")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="截止日期")),
                        (
                            "provisional",
                            models.BooleanField(default=False, editable=False, verbose_name="截止日期暂定"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草拟"),
                                    ("running", "公示中"),
                                    ("expired", "期满（有异议待查）"),
                                    ("ended", "结束"),
                                    ("withdrawn", "撤回"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "drafted_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="草拟时间"
                            ),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="撤回原因"),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="草拟人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示",
                        "verbose_name_plural": "公示",
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(fields=["subject_kind", "subject_id"], name="publicity_subject")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("scope__in", ("school", "unit", "cadres"))),
                                name="publicity_scope_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "withdrawn")),
                                    models.Q(("begins_on__isnull", False), ("ends_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="publicity_running_has_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends_on__isnull", True),
                                    ("ends_on__gt", models.F("begins_on")),
                                    _connector="OR",
                                ),
                                name="publicity_days_in_order",
                                violation_error_message="公示截止日期须晚于开始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "withdrawn"), _negated=True),
                                    models.Q(("withdrawn_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="publicity_withdrawn_with_reason",
                                violation_error_message="撤回公示须写明原因。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="PublicityEvent",
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
                                to="decisions.publicity",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示大事记",
                        "verbose_name_plural": "公示大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="PublicityPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("unit", models.CharField(max_length=100, verbose_name="单位")),
                        ("post", models.CharField(max_length=100, verbose_name="职务")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "公示中"),
                                    ("finished", "期满无异议"),
                                    ("upheld", "异议成立，不再继续"),
                                    ("withdrawn", "撤下"),
                                ],
                                default="running",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("finished_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="撤下原因"),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publicities",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "publicity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="decisions.publicity",
                                verbose_name="公示",
                            ),
                        ),
                        (
                            "scope_unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="公示单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示人员",
                        "verbose_name_plural": "公示人员",
                        "ordering": ["publicity", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("publicity", "position"), name="publicity_person_position_once"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cadre__isnull", False)),
                                fields=("publicity", "cadre"),
                                name="publicity_person_once",
                                violation_error_message="同一人只能公示一次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finished_on__isnull", True), ("state", "running")),
                                    models.Q(
                                        models.Q(("state", "running"), _negated=True),
                                        ("finished_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="publicity_person_finished_has_day",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Objection",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("received_on", models.DateField(verbose_name="收到日期")),
                        (
                            "channel",
                            models.CharField(
                                choices=[
                                    ("letter", "来信"),
                                    ("visit", "来访"),
                                    ("phone", "电话"),
                                    ("mail", "电子邮件"),
                                    ("other", "其他"),
                                ],
                                max_length=8,
                                verbose_name="反映渠道",
                            ),
                        ),
                        (
                            "objector",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="反映人"),
                        ),
                        ("content", core.fields.EncryptedTextField(verbose_name="反映内容")),
                        (
                            "received_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "finding",
                            models.CharField(
                                blank=True,
                                choices=[("true", "属实"), ("partly", "部分属实"), ("not_true", "不属实")],
                                max_length=8,
                                verbose_name="查核结论",
                            ),
                        ),
                        (
                            "finding_note",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="查核情况和依据"
                            ),
                        ),
                        ("stays", models.BooleanField(blank=True, null=True, verbose_name="继续")),
                        (
                            "closed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="结论时间"
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="结论登记人",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查核人",
                            ),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "publicity",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="decisions.publicity",
                                verbose_name="公示",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="decisions.publicityperson",
                                verbose_name="涉及人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示异议",
                        "verbose_name_plural": "公示异议",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("closed_at__isnull", True),
                                        ("closed_by__isnull", True),
                                        ("finding", ""),
                                        ("stays__isnull", True),
                                    ),
                                    models.Q(
                                        ("finding__in", ("true", "partly", "not_true")),
                                        ("closed_at__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("stays__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="objection_closed_with_finding",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finding", "true"), _negated=True),
                                    ("stays", False),
                                    _connector="OR",
                                ),
                                name="objection_true_takes_off",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("finding", "not_true"), _negated=True),
                                    ("stays", True),
                                    _connector="OR",
                                ),
                                name="objection_untrue_leaves",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Recusal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("self", "本人"),
                                    ("kin", "亲属"),
                                    ("namesake", "与登记的亲属同名"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="事由",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("open", "待答复"),
                                    ("recused", "回避"),
                                    ("not_needed", "不需要回避"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="答复",
                            ),
                        ),
                        (
                            "answered_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "attendee",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recusals",
                                to="decisions.attendee",
                                verbose_name="参会人员",
                            ),
                        ),
                        (
                            "entry",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recusals",
                                to="decisions.agendaentry",
                                verbose_name="条目",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="recusals",
                                to="decisions.agendaitem",
                                verbose_name="议题",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避",
                        "verbose_name_plural": "回避",
                        "ordering": ["item", "entry", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("entry__isnull", False)),
                                fields=("entry", "attendee"),
                                name="recusal_once_per_entry",
                                violation_error_message="此人在这一条上的回避已经登记。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("entry__isnull", True)),
                                fields=("item", "attendee"),
                                name="recusal_once_per_item",
                                violation_error_message="此人在这一议题上的回避已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "open"), ("answered_by__isnull", True)),
                                    models.Q(
                                        models.Q(("answer", "open"), _negated=True),
                                        ("answered_by__isnull", False),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="recusal_answered_with_reason",
                                violation_error_message="答复回避须写明理由。",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="decisions_meetingevent",
        ),
        core.migration_operations.AppendOnly(
            table="decisions_publicityevent",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_meeting",
            event="UPDATE",
            condition="OLD.state = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_meeting",
            event="DELETE",
            condition="OLD.state = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaitem",
            event="INSERT",
            condition="(SELECT state FROM decisions_meeting WHERE id = NEW.meeting_id) IN ('held', 'final', 'cancelled')",
            message="会议已经召开，议题不能再增减",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaitem",
            event="UPDATE",
            condition="(SELECT state FROM decisions_meeting WHERE id = OLD.meeting_id) = 'final' OR NEW.meeting_id <> OLD.meeting_id OR NEW.kind <> OLD.kind OR NEW.title <> OLD.title OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id OR COALESCE(NEW.corrects_id, 0) <> COALESCE(OLD.corrects_id, 0)",
            message="列入议题的内容不能改换",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaitem",
            event="DELETE",
            condition="(SELECT state FROM decisions_meeting WHERE id = OLD.meeting_id) IN ('held', 'final')",
            message="会议已经召开，议题不能再增减",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaentry",
            event="INSERT",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = NEW.item_id) IN ('held', 'final', 'cancelled')",
            message="会议已经召开，议题不能再增减",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaentry",
            event="UPDATE",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = OLD.item_id) = 'final' OR NEW.item_id <> OLD.item_id OR NEW.subject_id <> OLD.subject_id OR NEW.label <> OLD.label OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0) OR NEW.proposal <> OLD.proposal OR NEW.position <> OLD.position OR COALESCE(NEW.tied, 0) <> COALESCE(OLD.tied, 0)",
            message="列入议题的内容不能改换",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_agendaentry",
            event="DELETE",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = OLD.item_id) IN ('held', 'final')",
            message="会议已经召开，议题不能再增减",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_attendee",
            event="INSERT",
            condition="(SELECT state FROM decisions_meeting WHERE id = NEW.meeting_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_attendee",
            event="UPDATE",
            condition="(SELECT state FROM decisions_meeting WHERE id = OLD.meeting_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_attendee",
            event="DELETE",
            condition="(SELECT state FROM decisions_meeting WHERE id = OLD.meeting_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_recusal",
            event="INSERT",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = NEW.item_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_recusal",
            event="UPDATE",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = OLD.item_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_recusal",
            event="DELETE",
            condition="(SELECT m.state FROM decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id WHERE i.id = OLD.item_id) = 'final'",
            message="纪要已经定稿，不能再改；请在以后的会议上以更正议题处理",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_publicity",
            event="UPDATE",
            condition="OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.text <> OLD.text OR NEW.scope <> OLD.scope OR NEW.days <> OLD.days OR NEW.begins_on <> OLD.begins_on)",
            message="已经公示的内容不能修改",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_publicity",
            event="DELETE",
            condition="OLD.state <> 'draft'",
            message="已经公示的内容不能修改",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_publicityperson",
            event="UPDATE",
            condition="NEW.publicity_id <> OLD.publicity_id OR NEW.name <> OLD.name OR NEW.unit <> OLD.unit OR NEW.post <> OLD.post OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0)",
            message="已经公示的内容不能修改",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_objection",
            event="UPDATE",
            condition="OLD.finding <> '' OR NEW.publicity_id <> OLD.publicity_id OR NEW.received_on <> OLD.received_on",
            message="已有结论的异议不能再改",
        ),
        decisions.migration_operations.Refuse(
            table="decisions_objection",
            event="DELETE",
            condition="OLD.id IS NOT NULL",
            message="异议不能删除",
        ),
    ]
