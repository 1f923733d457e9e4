"""Observations, key tasks, results of units and integrity opinions."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_score_sheet_events"),
        ("accounts", "__first__"),
        ("appraisal", "0015_facts_bonus"),
        ("cadres", "0010_export_requests"),
        ("core", "0005_job_request_id"),
        ("evidence", "0002_reports_append_only"),
    ]

    operations = [
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
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="征求时间"),
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
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="登记时间"),
                ),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "closing_reason",
                    models.CharField(blank=True, max_length=300, verbose_name="未完成或取消的原因"),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
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
                ("at", models.DateTimeField(default=core.clock.now, editable=False, verbose_name="时间")),
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
                ("office_no", models.CharField(blank=True, max_length=60, verbose_name="承办部门编号")),
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
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="记录时间"),
                ),
                (
                    "shown_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="告知本人时间"),
                ),
                ("disputed", models.BooleanField(default=False, editable=False, verbose_name="本人有异议")),
                (
                    "state",
                    models.CharField(
                        choices=[("recorded", "已记录"), ("withdrawn", "已撤销")],
                        default="recorded",
                        max_length=50,
                        verbose_name="状态",
                    ),
                ),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="撤销原因")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
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
                "indexes": [models.Index(fields=["cadre", "observed_on"], name="observation_cadre_day")],
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
                                ("state", "withdrawn"), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="observation_withdrawn_with_reason",
                        violation_error_message="撤销须写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("disputed", False), ("shown_at__isnull", False), _connector="OR"),
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
                ("at", models.DateTimeField(default=core.clock.now, editable=False, verbose_name="说明时间")),
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
                        condition=models.Q(("text", ""), _negated=True), name="observation_answer_has_words"
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
                ("at", models.DateTimeField(default=core.clock.now, editable=False, verbose_name="时间")),
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
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="更正或作废的原因")),
                (
                    "entered_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="录入时间"),
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
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="答复时间"),
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
                        condition=models.Q(("document_no", ""), _negated=True), name="integrity_has_document"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("told", False), ("conclusion__in", ("clear", "affected")), _connector="OR"
                        ),
                        name="integrity_told_is_concluded",
                        violation_error_message="只有“无影响”和“有影响”可以告知本人。",
                    ),
                ],
            },
        ),
    ]
