"""Candidates for commendation, judgements of the last, reminder talks with their follow-ups (第七条)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("appraisal", "0012_plan_and_grades"),
        ("core", "0006_document_bundles"),
        ("decisions", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="BottomReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("gathering", "整理情况"),
                            ("ready", "待党委研判"),
                            ("decided", "已研判"),
                            ("withdrawn", "已书面撤回"),
                            ("lapsed", "已不在名单"),
                        ],
                        default="gathering",
                        max_length=50,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("facts", models.JSONField(default=list, verbose_name="自动汇集的情况")),
                (
                    "hard_things",
                    core.fields.EncryptedTextField(
                        blank=True, default="", verbose_name="承担急难险重任务、敢于碰硬的情况"
                    ),
                ),
                (
                    "causes",
                    core.fields.EncryptedTextField(blank=True, default="", verbose_name="排名靠后的原因分析"),
                ),
                (
                    "additions",
                    core.fields.EncryptedTextField(blank=True, default="", verbose_name="其他情况"),
                ),
                ("own_view", core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人陈述")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talk", "谈话提醒"),
                            ("no_talk", "不谈话"),
                            ("help", "帮扶"),
                            ("up_down", "转能上能下程序"),
                            ("refer", "转主管部门"),
                        ],
                        max_length=10,
                        verbose_name="研判意见",
                    ),
                ),
                ("decision_reason", models.CharField(blank=True, max_length=1000, verbose_name="研判理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="研判日期")),
                ("meeting", models.CharField(blank=True, max_length=120, verbose_name="研判会议")),
                ("entry", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目")),
                ("seen_until", models.DateField(blank=True, null=True, verbose_name="可供查看至")),
                ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                ("withdrawn_reason", models.CharField(blank=True, max_length=500, verbose_name="撤回理由")),
                ("withdrawn_document", models.CharField(blank=True, max_length=100, verbose_name="撤回文号")),
                (
                    "own_view_file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bottom_views",
                        to="core.storedfile",
                        verbose_name="本人陈述材料",
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bottom_review",
                        to="appraisal.participant",
                        verbose_name="参加考核人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "研判对象",
                "verbose_name_plural": "研判对象",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["gathering", "ready", "decided", "withdrawn", "lapsed"])
                        ),
                        name="bottom_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("outcome", "")),
                            models.Q(
                                ("outcome__in", ["talk", "no_talk", "help", "up_down", "refer"]),
                                ("decided_on__isnull", False),
                                ("entry__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="bottom_outcome_by_a_meeting",
                        violation_error_message="研判意见须由党委研究决定。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "decided"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="bottom_decided_has_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withdrawn"), _negated=True),
                            models.Q(
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawn_reason", ""), _negated=True),
                                models.Q(("withdrawn_document", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="bottom_withdrawn_in_writing",
                        violation_error_message="撤回须有书面文号和理由。",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="BottomEvent",
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
                        to="outcomes.bottomreview",
                    ),
                ),
            ],
            options={
                "verbose_name": "研判大事记",
                "verbose_name_plural": "研判大事记",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommendationCase",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("above_quota", models.BooleanField(default=False, verbose_name="补充表彰")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="补充表彰的理由")),
                ("initiative", models.TextField(blank=True, verbose_name="主动作为")),
                ("performance", models.TextField(blank=True, verbose_name="表现突出")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("gathering", "收集事迹"),
                            ("ready", "待党委审议"),
                            ("agreed", "同意表彰，待公示"),
                            ("declined", "不予表彰"),
                            ("deferred", "暂缓"),
                            ("public", "公示中"),
                            ("stopped", "公示后不再继续"),
                            ("cleared", "公示无异议，待发文"),
                            ("commended", "已表彰"),
                            ("lapsed", "已不在名单"),
                        ],
                        default="gathering",
                        max_length=50,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                ("decision_reason", models.CharField(blank=True, max_length=1000, verbose_name="决定的理由")),
                ("meeting", models.CharField(blank=True, max_length=120, verbose_name="决定的会议")),
                ("entry", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目")),
                ("cleared_on", models.DateField(blank=True, null=True, verbose_name="公示办结日期")),
                (
                    "form",
                    models.CharField(
                        blank=True,
                        choices=[("circular", "通报表扬"), ("certificate", "颁发证书"), ("award", "嘉奖")],
                        max_length=12,
                        verbose_name="表彰形式",
                    ),
                ),
                ("document_no", models.CharField(blank=True, max_length=100, verbose_name="表彰文号")),
                ("commended_on", models.DateField(blank=True, null=True, verbose_name="表彰日期")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commendation",
                        to="appraisal.participant",
                        verbose_name="参加考核人员",
                    ),
                ),
                (
                    "publicity",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commendations",
                        to="decisions.publicity",
                        verbose_name="公示",
                    ),
                ),
            ],
            options={
                "verbose_name": "表彰人选",
                "verbose_name_plural": "表彰人选",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "gathering",
                                    "ready",
                                    "agreed",
                                    "declined",
                                    "deferred",
                                    "public",
                                    "stopped",
                                    "cleared",
                                    "commended",
                                    "lapsed",
                                ],
                            )
                        ),
                        name="commendation_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("above_quota", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="commendation_above_quota_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("gathering", "lapsed")),
                            models.Q(
                                models.Q(("initiative", ""), _negated=True),
                                models.Q(("performance", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commendation_needs_both_kinds_of_evidence",
                        violation_error_message="提请审议须有主动作为和表现突出两方面的事迹。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                (
                                    "state__in",
                                    ("agreed", "declined", "deferred", "public", "cleared", "commended"),
                                ),
                                _negated=True,
                            ),
                            models.Q(("decided_on__isnull", False), ("entry__isnull", False)),
                            _connector="OR",
                        ),
                        name="commendation_decided_by_a_meeting",
                        violation_error_message="表彰须经党委研究决定。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("public", "cleared", "commended")), _negated=True),
                            ("publicity__isnull", False),
                            _connector="OR",
                        ),
                        name="commendation_after_publicity",
                        violation_error_message="表彰须先公示。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "commended"), _negated=True),
                            models.Q(
                                ("commended_on__isnull", False),
                                models.Q(("document_no", ""), _negated=True),
                                models.Q(("form", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="commendation_by_a_document",
                        violation_error_message="表彰须有文号、日期和形式。",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="CommendationEvent",
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
                        to="outcomes.commendationcase",
                    ),
                ),
            ],
            options={
                "verbose_name": "表彰大事记",
                "verbose_name_plural": "表彰大事记",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CommendationFile",
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
                        choices=[("initiative", "主动作为"), ("performance", "表现突出")],
                        max_length=12,
                        verbose_name="证明什么",
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="上传时间"),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True, verbose_name="撤下时间")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="上传人",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="outcomes.commendationcase",
                        verbose_name="表彰人选",
                    ),
                ),
                (
                    "file",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commendation_file",
                        to="core.storedfile",
                        verbose_name="文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "事迹材料",
                "verbose_name_plural": "事迹材料",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ReminderTalk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "assign_note",
                    models.CharField(blank=True, max_length=500, verbose_name="指定谈话领导的原因"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("assigning", "待指定谈话领导"),
                            ("waiting", "待谈话"),
                            ("paused", "暂停计时"),
                            ("recorded", "待本人确认"),
                            ("following", "已谈话，跟踪中"),
                            ("closed", "办结"),
                            ("withdrawn", "已撤回"),
                        ],
                        default="assigning",
                        max_length=50,
                        verbose_name="状态",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("due_on", models.DateField(verbose_name="谈话期限")),
                ("provisional", models.BooleanField(default=False, editable=False, verbose_name="期限暂定")),
                ("paused_on", models.DateField(blank=True, null=True, verbose_name="暂停日期")),
                (
                    "days_left",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="暂停时剩余的工作日"
                    ),
                ),
                ("pause_reason", models.CharField(blank=True, max_length=300, verbose_name="暂停原因")),
                ("talked_at", models.DateTimeField(blank=True, null=True, verbose_name="谈话时间")),
                ("place", models.CharField(blank=True, max_length=100, verbose_name="谈话地点")),
                ("content", core.fields.EncryptedTextField(blank=True, default="", verbose_name="谈话内容")),
                ("said", core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人意见")),
                ("points", core.fields.EncryptedTextField(blank=True, default="", verbose_name="改进要求")),
                (
                    "signing",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("system", "在本系统确认"),
                            ("paper", "纸质签字（上传扫描件）"),
                            ("refused", "本人拒绝签字"),
                        ],
                        max_length=8,
                        verbose_name="签字方式",
                    ),
                ),
                (
                    "refused",
                    core.fields.EncryptedTextField(blank=True, default="", verbose_name="拒绝签字的情况"),
                ),
                ("witness_one", models.CharField(blank=True, max_length=64, verbose_name="见证人一")),
                (
                    "witness_one_post",
                    models.CharField(blank=True, max_length=100, verbose_name="见证人一职务"),
                ),
                ("witness_two", models.CharField(blank=True, max_length=64, verbose_name="见证人二")),
                (
                    "witness_two_post",
                    models.CharField(blank=True, max_length=100, verbose_name="见证人二职务"),
                ),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                ("by_proxy", models.BooleanField(default=False, verbose_name="代录")),
                ("confirmed_at", models.DateTimeField(blank=True, null=True, verbose_name="本人确认时间")),
                (
                    "comment",
                    core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人确认时的说明"),
                ),
                (
                    "leader",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reminder_talks",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谈话领导",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "review",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talk",
                        to="outcomes.bottomreview",
                        verbose_name="研判对象",
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talk_scans",
                        to="core.storedfile",
                        verbose_name="签字扫描件",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈话提醒",
                "verbose_name_plural": "谈话提醒",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "state__in",
                                [
                                    "assigning",
                                    "waiting",
                                    "paused",
                                    "recorded",
                                    "following",
                                    "closed",
                                    "withdrawn",
                                ],
                            )
                        ),
                        name="talk_state_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ("assigning", "withdrawn", "paused")),
                            ("leader__isnull", False),
                            _connector="OR",
                        ),
                        name="talk_has_a_leader",
                        violation_error_message="请先指定谈话领导。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "paused"), _negated=True),
                            models.Q(
                                ("days_left__isnull", False),
                                ("paused_on__isnull", False),
                                models.Q(("pause_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="talk_paused_with_reason",
                        violation_error_message="暂停计时须写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("recorded", "following", "closed")), _negated=True),
                            models.Q(
                                ("recorded_by__isnull", False),
                                ("talked_at__isnull", False),
                                models.Q(("place", ""), _negated=True),
                                models.Q(("signing", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="talk_recorded_in_full",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("following", "closed")), _negated=True),
                            models.Q(("confirmed_at__isnull", False), ("signing", "system")),
                            models.Q(("scan__isnull", False), ("signing", "paper")),
                            models.Q(
                                ("signing", "refused"),
                                models.Q(("witness_one", ""), _negated=True),
                                models.Q(("witness_two", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="talk_signed_or_refused",
                        violation_error_message="谈话记录须有双方签字，拒绝签字的须有两名见证人。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("witness_one", ""),
                            models.Q(("witness_one", models.F("witness_two")), _negated=True),
                            _connector="OR",
                        ),
                        name="talk_two_witnesses",
                        violation_error_message="两名见证人不能是同一人。",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(verbose_name="谈话后月数")),
                ("due_on", models.DateField(verbose_name="应跟踪日期")),
                ("note", core.fields.EncryptedTextField(blank=True, default="", verbose_name="跟踪情况")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="登记时间")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="登记人",
                    ),
                ),
                (
                    "talk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="outcomes.remindertalk",
                        verbose_name="谈话提醒",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈话后跟踪",
                "verbose_name_plural": "谈话后跟踪",
                "ordering": ["talk", "months"],
                "constraints": [
                    models.UniqueConstraint(fields=("talk", "months"), name="follow_up_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at__isnull", True), ("done_by__isnull", True)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="follow_up_done_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TalkEvent",
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
                        to="outcomes.remindertalk",
                    ),
                ),
            ],
            options={
                "verbose_name": "谈话提醒大事记",
                "verbose_name_plural": "谈话提醒大事记",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
