"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations
import decisions.migration_operations
import evidence.models.reports


class Migration(migrations.Migration):
    replaces = [
        ("evidence", "0001_reports"),
        ("evidence", "0002_reports_append_only"),
        ("evidence", "0003_facts"),
        ("evidence", "0004_facts_guards"),
        ("evidence", "0005_interviews"),
        ("evidence", "0006_interviews_guards"),
        ("evidence", "0007_report_excuses"),
        ("evidence", "0008_observation_kept"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("appraisal", "0001_tables"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="IntegrityRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("cadres", models.JSONField(default=list, verbose_name="征求人员")),
                        ("due_on", models.DateField(verbose_name="答复期限")),
                        ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                        (
                            "asked_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="征求时间"
                            ),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="征求人",
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrity_requests",
                                to="appraisal.cycle",
                                verbose_name="考核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "征求廉政意见",
                        "verbose_name_plural": "征求廉政意见",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Interview",
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
                                choices=[("talk", "个别谈话"), ("check", "情况核实")],
                                default="talk",
                                max_length=8,
                                verbose_name="方式",
                            ),
                        ),
                        (
                            "group",
                            models.CharField(
                                choices=[
                                    ("leader", "分管校领导"),
                                    ("chief", "单位主要负责人"),
                                    ("colleague", "班子成员和中层干部"),
                                    ("staff", "教职工"),
                                    ("served", "服务对象"),
                                    ("own", "干部本人"),
                                ],
                                max_length=12,
                                verbose_name="谈话对象",
                            ),
                        ),
                        ("people", models.PositiveSmallIntegerField(default=1, verbose_name="谈话人数")),
                        ("held_on", models.DateField(verbose_name="谈话日期")),
                        ("topic", models.CharField(max_length=200, verbose_name="谈话内容")),
                        ("findings", models.TextField(verbose_name="了解到的事实")),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("recorded", "已登记"), ("withdrawn", "已撤销")],
                                default="recorded",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="撤销原因"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="interviews",
                                to="appraisal.cycle",
                                verbose_name="考核",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "first_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谈话人",
                            ),
                        ),
                        (
                            "second_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="谈话人（第二人）",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "个别谈话",
                        "verbose_name_plural": "个别谈话",
                        "ordering": ["-held_on", "-pk"],
                        "indexes": [models.Index(fields=["cycle", "cadre"], name="interview_cycle_cadre")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first_by", models.F("second_by")), _negated=True),
                                name="interview_by_two_people",
                                violation_error_message="个别谈话须由两人进行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("people__gte", 1), models.Q(("findings", ""), _negated=True)
                                ),
                                name="interview_says_something",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "recorded"), ("withdrawn_reason", "")),
                                    models.Q(
                                        ("state", "withdrawn"),
                                        models.Q(("withdrawn_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="interview_withdrawn_with_reason",
                                violation_error_message="撤销须写明原因。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="InterviewEvent",
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
                                to="evidence.interview",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "个别谈话大事记",
                        "verbose_name_plural": "个别谈话大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="KeyTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="编号")),
                        ("title", models.CharField(max_length=200, verbose_name="任务名称")),
                        ("due_on", models.DateField(verbose_name="完成时限")),
                        ("required", models.TextField(verbose_name="应达到的结果")),
                        ("progress", models.TextField(blank=True, verbose_name="进展情况")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("running", "进行中"),
                                    ("submitted", "待核验"),
                                    ("done", "已完成"),
                                    ("overdue", "逾期未完成"),
                                    ("cancelled", "取消"),
                                ],
                                default="running",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "closing_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="未完成或取消的原因"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "cadres",
                            models.ManyToManyField(
                                related_name="key_tasks", to="cadres.cadre", verbose_name="责任干部"
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报送人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="key_tasks",
                                to="accounts.unit",
                                verbose_name="责任单位",
                            ),
                        ),
                        (
                            "verified_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核验人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重点任务",
                        "verbose_name_plural": "重点任务",
                        "ordering": ["due_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "done"), _negated=True),
                                    models.Q(("submitted_by__isnull", False), ("verified_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="task_done_was_verified",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("verified_by__isnull", True),
                                    ("submitted_by__isnull", True),
                                    models.Q(("verified_by", models.F("submitted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_verified_by_a_second_person",
                                violation_error_message="完成情况须由报送人以外的人核验。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("overdue", "cancelled")), _negated=True),
                                    models.Q(("closing_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_not_done_with_reason",
                                violation_error_message="未完成或取消须写明原因。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="KeyTaskEvent",
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
                                to="evidence.keytask",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "重点任务大事记",
                        "verbose_name_plural": "重点任务大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="KeyTaskFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="evidence.keytask",
                                verbose_name="任务",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "完成佐证",
                        "verbose_name_plural": "完成佐证",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Observation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("observed_on", models.DateField(verbose_name="日期")),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("survey", "调研"),
                                    ("meeting", "列席会议"),
                                    ("talk", "谈话"),
                                    ("task", "专项任务"),
                                    ("petition", "信访"),
                                    ("audit", "审计"),
                                ],
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        ("fact", models.TextField(blank=True, verbose_name="事实")),
                        (
                            "office_no",
                            models.CharField(blank=True, max_length=60, verbose_name="承办部门编号"),
                        ),
                        (
                            "direction",
                            models.CharField(
                                choices=[("good", "正面"), ("neutral", "中性"), ("poor", "负面")],
                                max_length=8,
                                verbose_name="倾向",
                            ),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="记录时间"
                            ),
                        ),
                        (
                            "shown_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="告知本人时间"
                            ),
                        ),
                        (
                            "disputed",
                            models.BooleanField(default=False, editable=False, verbose_name="本人有异议"),
                        ),
                        (
                            "kept_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="核对后维持的理由"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[("recorded", "已记录"), ("withdrawn", "已撤销")],
                                default="recorded",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="撤销原因"),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="observations",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="记录人",
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
                                verbose_name="当时单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "平时考核记录",
                        "verbose_name_plural": "平时考核记录",
                        "ordering": ["-observed_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["cadre", "observed_on"], name="observation_cadre_day")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("fact", ""),
                                        ("shown_at__isnull", True),
                                        ("source", "petition"),
                                        models.Q(("office_no", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("source", "petition"), _negated=True),
                                        models.Q(("fact", ""), _negated=True),
                                        ("office_no", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_petition_has_number_only",
                                violation_error_message="信访来源只登记承办部门编号，其他来源须写明事实。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "recorded"), ("withdrawn_reason", "")),
                                    models.Q(
                                        ("state", "withdrawn"),
                                        models.Q(("withdrawn_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="observation_withdrawn_with_reason",
                                violation_error_message="撤销须写明原因。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kept_reason", ""), ("disputed", True), _connector="OR"),
                                name="observation_kept_was_disputed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("disputed", False), ("shown_at__isnull", False), _connector="OR"
                                ),
                                name="observation_disputed_was_shown",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="ObservationAnswer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("text", models.TextField(verbose_name="说明")),
                        ("disputes", models.BooleanField(default=False, verbose_name="对事实有异议")),
                        (
                            "at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="说明时间"
                            ),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="说明人",
                            ),
                        ),
                        (
                            "observation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="evidence.observation",
                                verbose_name="记录",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本人说明",
                        "verbose_name_plural": "本人说明",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True),
                                name="observation_answer_has_words",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ObservationEvent",
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
                                to="evidence.observation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "平时考核大事记",
                        "verbose_name_plural": "平时考核大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ObservationFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "observation",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="evidence.observation",
                                verbose_name="记录",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "佐证材料",
                        "verbose_name_plural": "佐证材料",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReportExcuse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.CharField(max_length=200, verbose_name="免于述职的理由")),
                        (
                            "excused_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="办理时间"
                            ),
                        ),
                        (
                            "excused_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "participant",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="excuse",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "免于述职",
                        "verbose_name_plural": "免于述职",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True),
                                name="report_excuse_has_reason",
                                violation_error_message="免于述职须写明理由。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SelfReport",
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
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交"),
                                    ("returned", "退回修改"),
                                    ("checked", "单位已审核"),
                                    ("public", "已公示"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "draft",
                            core.fields.EncryptedTextField(
                                context="evidence.selfreport.draft", default="", verbose_name="草稿"
                            ),
                        ),
                        (
                            "saved_at",
                            models.DateTimeField(default=core.clock.now, verbose_name="草稿保存时间"),
                        ),
                        ("handed_in", models.JSONField(blank=True, default=list, verbose_name="报告内容")),
                        (
                            "source",
                            models.CharField(
                                choices=[("own", "本人提交"), ("paper", "代录")],
                                default="own",
                                max_length=8,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "first_submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="首次提交时间"),
                        ),
                        (
                            "submitted_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="提交时间"),
                        ),
                        ("late", models.BooleanField(default=False, verbose_name="逾期提交")),
                        ("returned_at", models.DateTimeField(blank=True, null=True, verbose_name="退回时间")),
                        (
                            "return_note",
                            models.CharField(blank=True, max_length=500, verbose_name="退回意见"),
                        ),
                        ("checked_at", models.DateTimeField(blank=True, null=True, verbose_name="审核时间")),
                        ("public_from", models.DateField(blank=True, null=True, verbose_name="公示开始")),
                        ("public_until", models.DateField(blank=True, null=True, verbose_name="公示截止")),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="代录人",
                            ),
                        ),
                        (
                            "participant",
                            models.OneToOneField(
                                on_delete=evidence.models.reports.stays_listed,
                                related_name="report",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "述职报告",
                        "verbose_name_plural": "述职报告",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("first_submitted_at__isnull", True), ("state", "draft")),
                                    models.Q(
                                        ("first_submitted_at__isnull", False), ("submitted_at__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="report_handed_in_has_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["checked", "public"]), _negated=True),
                                    models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="report_checked_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("entered_by__isnull", True),
                                    models.Q(("checked_by", models.F("entered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_not_checked_by_who_entered",
                                violation_error_message="代录人不能审核自己代录的报告。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "public"), _negated=True),
                                    models.Q(("public_from__isnull", False), ("public_until__isnull", False)),
                                    _connector="OR",
                                ),
                                name="report_public_has_days",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("public_until__isnull", True),
                                    ("public_until__gte", models.F("public_from")),
                                    _connector="OR",
                                ),
                                name="report_public_days_in_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("source", "paper"), _negated=True),
                                    ("entered_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="report_on_paper_has_entrant",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "returned"), _negated=True),
                                    models.Q(("return_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="report_returned_has_note",
                                violation_error_message="退回须写明意见。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="SelfReportCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "text",
                            core.fields.EncryptedTextField(
                                context="evidence.selfreportcopy.text", default="", verbose_name="文字"
                            ),
                        ),
                        (
                            "why",
                            models.CharField(
                                choices=[
                                    ("conflict", "在另一窗口或设备上写的"),
                                    ("word", "读入 Word 之前的"),
                                ],
                                max_length=10,
                                verbose_name="来由",
                            ),
                        ),
                        ("written_at", models.DateTimeField(verbose_name="写成时间")),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="evidence.selfreport",
                                verbose_name="述职报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告旧稿",
                        "verbose_name_plural": "报告旧稿",
                        "ordering": ["-pk"],
                    },
                ),
                migrations.CreateModel(
                    name="SelfReportEvent",
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
                                to="evidence.selfreport",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "述职报告大事记",
                        "verbose_name_plural": "述职报告大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="SelfReportFile",
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
                                    ("attachment", "附件"),
                                    ("document", "报告全文（Word）"),
                                    ("scan", "签字扫描件"),
                                ],
                                default="attachment",
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "text",
                            core.fields.EncryptedTextField(
                                context="evidence.selfreportfile.text", default="", verbose_name="文中文字"
                            ),
                        ),
                        ("handed_in", models.BooleanField(default=False, verbose_name="已提交")),
                        ("dropped", models.BooleanField(default=False, verbose_name="已移除")),
                        (
                            "added_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="上传时间"
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="evidence.selfreport",
                                verbose_name="述职报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报告附件",
                        "verbose_name_plural": "报告附件",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("dropped", False), ("kind", "document")),
                                fields=("report",),
                                name="report_one_document",
                                violation_error_message="报告全文只能有一份。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("dropped", False), ("handed_in", True), _connector="OR"),
                                name="report_file_dropped_was_handed_in",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("result", models.CharField(blank=True, max_length=40, verbose_name="等次或得分")),
                        ("document_no", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("void", models.BooleanField(default=False, verbose_name="作废")),
                        (
                            "reason",
                            models.CharField(blank=True, max_length=200, verbose_name="更正或作废的原因"),
                        ),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="录入时间"
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="results",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位目标考核结果",
                        "verbose_name_plural": "单位目标考核结果",
                        "ordering": ["-year", "unit", "-pk"],
                        "indexes": [models.Index(fields=["unit", "year"], name="unit_result_unit_year")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("void", True), models.Q(("reason", ""), _negated=True)),
                                    models.Q(
                                        ("void", False),
                                        models.Q(("result", ""), _negated=True),
                                        models.Q(("document_no", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="unit_result_is_documented",
                                violation_error_message="请写明等次或得分和文号。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="IntegrityOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "conclusion",
                            models.CharField(
                                choices=[
                                    ("clear", "无影响"),
                                    ("affected", "有影响"),
                                    ("deferred", "暂缓"),
                                    ("withdrawn", "撤回"),
                                ],
                                max_length=10,
                                verbose_name="结论",
                            ),
                        ),
                        ("document_no", models.CharField(max_length=100, verbose_name="文号")),
                        ("told", models.BooleanField(default=False, verbose_name="已告知本人")),
                        (
                            "entered_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="答复时间"
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrity_opinions",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="integrity_opinions",
                                to="appraisal.cycle",
                                verbose_name="考核",
                            ),
                        ),
                        (
                            "entered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "廉政意见",
                        "verbose_name_plural": "廉政意见",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["cycle", "cadre"], name="integrity_cycle_cadre")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document_no", ""), _negated=True),
                                name="integrity_has_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("told", False),
                                    ("conclusion__in", ("clear", "affected")),
                                    _connector="OR",
                                ),
                                name="integrity_told_is_concluded",
                                violation_error_message="只有“无影响”和“有影响”可以告知本人。",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="evidence_selfreportevent",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_observationevent",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_observationanswer",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_observationfile",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_keytaskevent",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_keytaskfile",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_unitresult",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_integrityrequest",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_integrityopinion",
        ),
        decisions.migration_operations.Refuse(
            table="evidence_keytask",
            event="DELETE",
            condition="TRUE",
            message="重点任务不能删除，请取消并写明原因",
        ),
        core.migration_operations.AppendOnly(
            table="evidence_interviewevent",
        ),
        decisions.migration_operations.Refuse(
            table="evidence_interview",
            event="DELETE",
            condition="TRUE",
            message="个别谈话记录不能删除，请撤销并写明原因",
        ),
        decisions.migration_operations.Refuse(
            table="evidence_interview",
            event="UPDATE",
            condition='NEW."cycle_id" <> OLD."cycle_id" OR NEW."cadre_id" <> OLD."cadre_id" OR NEW."kind" <> OLD."kind" OR NEW."group" <> OLD."group" OR NEW."people" <> OLD."people" OR NEW."held_on" <> OLD."held_on" OR NEW."first_by_id" <> OLD."first_by_id" OR NEW."second_by_id" <> OLD."second_by_id" OR NEW."topic" <> OLD."topic" OR NEW."findings" <> OLD."findings" OR NEW."entered_by_id" <> OLD."entered_by_id" OR OLD.state = \'withdrawn\' AND NEW.state <> \'withdrawn\'',
            message="个别谈话记录的内容不能修改，请撤销后重新登记",
        ),
        decisions.migration_operations.Refuse(
            table="evidence_observation",
            event="DELETE",
            condition="TRUE",
            message="平时考核记录不能删除，请撤销并写明原因",
        ),
        decisions.migration_operations.Refuse(
            table="evidence_observation",
            event="UPDATE",
            condition="NEW.cadre_id <> OLD.cadre_id OR NEW.observed_on <> OLD.observed_on OR NEW.source <> OLD.source OR NEW.fact <> OLD.fact OR NEW.office_no <> OLD.office_no OR NEW.direction <> OLD.direction OR NEW.entered_by_id <> OLD.entered_by_id OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn' OR OLD.shown_at IS NOT NULL AND NEW.shown_at IS NULL",
            message="平时考核记录的内容不能修改，请撤销后重新记录",
        ),
    ]
