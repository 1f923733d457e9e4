"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("outcomes", "0001_uses"),
        ("outcomes", "0002_uses_append_only"),
        ("outcomes", "0003_review"),
        ("outcomes", "0004_review_append_only"),
        ("outcomes", "0005_stale_causes"),
        ("outcomes", "0006_stale_causes_told"),
        ("outcomes", "0007_stale_once_open"),
        ("outcomes", "0008_commendation_revoked"),
        ("outcomes", "0009_bottom_follow_up"),
        ("outcomes", "0010_appeals"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("appraisal", "0001_tables"),
        ("core", "0001_tables"),
        ("decisions", "0001_tables"),
        ("matters", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
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
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("facts", models.JSONField(default=list, verbose_name="自动汇集的情况")),
                        (
                            "hard_things",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="承担急难险重任务、敢于碰硬的情况"
                            ),
                        ),
                        (
                            "causes",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="排名靠后的原因分析"
                            ),
                        ),
                        (
                            "additions",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="其他情况"),
                        ),
                        (
                            "own_view",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人陈述"),
                        ),
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
                        (
                            "decision_reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="研判理由"),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="研判日期")),
                        ("meeting", models.CharField(blank=True, max_length=120, verbose_name="研判会议")),
                        (
                            "entry",
                            models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目"),
                        ),
                        ("seen_until", models.DateField(blank=True, null=True, verbose_name="可供查看至")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤回日期")),
                        (
                            "withdrawn_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="撤回理由"),
                        ),
                        (
                            "withdrawn_document",
                            models.CharField(blank=True, max_length=100, verbose_name="撤回文号"),
                        ),
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
                    name="BottomFollowUp",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[
                                    ("help", "帮扶"),
                                    ("up_down", "转能上能下程序"),
                                    ("refer", "转主管部门"),
                                ],
                                max_length=10,
                                verbose_name="研判意见",
                            ),
                        ),
                        ("responsible", models.CharField(max_length=100, verbose_name="责任部门或责任人")),
                        ("task", core.fields.EncryptedTextField(verbose_name="办理事项")),
                        ("due_on", models.DateField(verbose_name="完成期限")),
                        (
                            "result",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="办理结果"),
                        ),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="follow_ups",
                                to="outcomes.bottomreview",
                                verbose_name="研判对象",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "研判后续办理",
                        "verbose_name_plural": "研判后续办理",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "outcome"), name="bottom_follow_up_once"
                            )
                        ],
                    },
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
                        (
                            "reason",
                            models.CharField(blank=True, max_length=500, verbose_name="补充表彰的理由"),
                        ),
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
                                    ("revoked", "表彰已撤销"),
                                ],
                                default="gathering",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        (
                            "decision_reason",
                            models.CharField(blank=True, max_length=1000, verbose_name="决定的理由"),
                        ),
                        ("meeting", models.CharField(blank=True, max_length=120, verbose_name="决定的会议")),
                        (
                            "entry",
                            models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目"),
                        ),
                        ("cleared_on", models.DateField(blank=True, null=True, verbose_name="公示办结日期")),
                        (
                            "form",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("circular", "通报表扬"),
                                    ("certificate", "颁发证书"),
                                    ("award", "嘉奖"),
                                ],
                                max_length=12,
                                verbose_name="表彰形式",
                            ),
                        ),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="表彰文号"),
                        ),
                        ("commended_on", models.DateField(blank=True, null=True, verbose_name="表彰日期")),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "revoked_document",
                            models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
                        ),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="撤销理由"),
                        ),
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
                                            "revoked",
                                        ],
                                    )
                                ),
                                name="commendation_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("above_quota", False),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
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
                                            (
                                                "agreed",
                                                "declined",
                                                "deferred",
                                                "public",
                                                "cleared",
                                                "commended",
                                            ),
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
                                    models.Q(
                                        ("state__in", ("public", "cleared", "commended")), _negated=True
                                    ),
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state", "revoked"),
                                        ("commended_on__isnull", False),
                                        ("revoked_on__isnull", False),
                                        models.Q(("revoked_document", ""), _negated=True),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("state", "revoked"), _negated=True),
                                        ("revoked_document", ""),
                                        ("revoked_on__isnull", True),
                                        ("revoked_reason", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="commendation_revoked_in_writing",
                                violation_error_message="撤销表彰须有文号、日期和理由。",
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
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="上传时间"
                            ),
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
                    name="Feedback",
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
                        ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="结果版次")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待签收"),
                                    ("signed", "已签收"),
                                    ("refused", "拒绝签收"),
                                ],
                                default="waiting",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("notified_on", models.DateField(verbose_name="通知日期")),
                        ("due", models.DateField(verbose_name="签收期限")),
                        ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                        ("review_until", models.DateField(verbose_name="申请复核的期限")),
                        ("handed_on", models.DateField(blank=True, null=True, verbose_name="当面反馈日期")),
                        (
                            "way",
                            models.CharField(
                                blank=True,
                                choices=[("system", "本人在系统中签收"), ("paper", "纸质签收，代录")],
                                max_length=8,
                                verbose_name="签收方式",
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                        ("opinion", models.CharField(blank=True, max_length=500, verbose_name="本人意见")),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=500, verbose_name="拒绝签收的情况"),
                        ),
                        ("witness_one", models.CharField(blank=True, max_length=64, verbose_name="见证人一")),
                        ("witness_two", models.CharField(blank=True, max_length=64, verbose_name="见证人二")),
                        (
                            "handed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="反馈人",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedbacks",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "scan",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="签收扫描件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "结果反馈",
                        "verbose_name_plural": "结果反馈",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "revision"), name="feedback_once_per_revision"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "signed"), _negated=True),
                                    models.Q(
                                        ("recorded_by__isnull", False),
                                        ("signed_on__isnull", False),
                                        models.Q(("way", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_signed_has_day",
                                violation_error_message="签收须有日期和方式。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("way", "paper"), _negated=True),
                                    ("scan__isnull", False),
                                    _connector="OR",
                                ),
                                name="feedback_paper_has_scan",
                                violation_error_message="代录纸质签收须上传扫描件。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("refusal", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="feedback_refused_has_words",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(
                                        models.Q(("witness_one", ""), _negated=True),
                                        models.Q(("witness_two", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="feedback_refused_has_witnesses",
                                violation_error_message="拒绝签收须有两名见证人。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="FeedbackEvent",
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
                                to="outcomes.feedback",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "结果反馈记录",
                        "verbose_name_plural": "结果反馈记录",
                        "ordering": ["pk"],
                        "abstract": False,
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
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("due_on", models.DateField(verbose_name="谈话期限")),
                        (
                            "provisional",
                            models.BooleanField(default=False, editable=False, verbose_name="期限暂定"),
                        ),
                        ("paused_on", models.DateField(blank=True, null=True, verbose_name="暂停日期")),
                        (
                            "days_left",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="暂停时剩余的工作日"
                            ),
                        ),
                        (
                            "pause_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="暂停原因"),
                        ),
                        ("talked_at", models.DateTimeField(blank=True, null=True, verbose_name="谈话时间")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="谈话地点")),
                        (
                            "content",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="谈话内容"),
                        ),
                        (
                            "said",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人意见"),
                        ),
                        (
                            "points",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="改进要求"),
                        ),
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
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="拒绝签字的情况"
                            ),
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
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="本人确认时间"),
                        ),
                        (
                            "comment",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="本人确认时的说明"
                            ),
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
                                    models.Q(
                                        ("state__in", ("recorded", "following", "closed")), _negated=True
                                    ),
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
                        (
                            "note",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="跟踪情况"),
                        ),
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
                    name="Review",
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
                                    ("submitted", "待受理"),
                                    ("refused", "不予受理"),
                                    ("verifying", "核实中"),
                                    ("committee", "提请党委研究"),
                                    ("answered", "已答复"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "reasons",
                            models.TextField(
                                blank=True, max_length=4000, verbose_name="申请复核的事实和理由"
                            ),
                        ),
                        ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提出日期")),
                        ("answer_due", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        (
                            "refusal",
                            models.CharField(blank=True, max_length=500, verbose_name="不予受理的理由"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("keep", "维持"), ("correct", "更正")],
                                max_length=8,
                                verbose_name="复核结果",
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("优秀", "Excellent"),
                                    ("称职", "Competent"),
                                    ("基本称职", "Basic"),
                                    ("不称职", "Incompetent"),
                                    ("合格", "Passed"),
                                    ("不合格", "Failed"),
                                    ("不确定等次", "Ungraded"),
                                ],
                                max_length=10,
                                verbose_name="更正后的等次",
                            ),
                        ),
                        ("answer", models.TextField(blank=True, max_length=4000, verbose_name="答复")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        ("appeal_until", models.DateField(blank=True, null=True, verbose_name="申诉期限")),
                        ("meeting", models.CharField(blank=True, max_length=120, verbose_name="研究会议")),
                        (
                            "entry",
                            models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目"),
                        ),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="受理人",
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
                            "feedback",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="outcomes.feedback",
                                verbose_name="结果反馈",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复核",
                        "verbose_name_plural": "复核",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "submitted", "verifying", "committee"))
                                ),
                                fields=("feedback",),
                                name="review_one_open",
                                violation_error_message="已有一份复核申请正在办理。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "answered")),
                                fields=("feedback",),
                                name="review_answered_once",
                                violation_error_message="这次考核的复核已经答复。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "withdrawn")),
                                    ("submitted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="review_submitted_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("refusal", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="review_refused_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "answered"), _negated=True),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                        models.Q(("outcome", ""), _negated=True),
                                        models.Q(("answer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_answered_has_answer",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Appeal",
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
                        ("appealed_on", models.DateField(verbose_name="申诉日期")),
                        ("to_whom", models.CharField(max_length=120, verbose_name="受理申诉的机关")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="处理期限")),
                        ("changed", models.BooleanField(default=False, verbose_name="决定变更考核结果")),
                        ("result", models.CharField(blank=True, max_length=500, verbose_name="申诉处理结果")),
                        ("document_no", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("resulted_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "review",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appeal",
                                to="outcomes.review",
                                verbose_name="复核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "申诉",
                        "verbose_name_plural": "申诉",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("document_no", ""), ("result", ""), ("resulted_on__isnull", True)
                                    ),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True),
                                        models.Q(("document_no", ""), _negated=True),
                                        ("resulted_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="appeal_result_with_document",
                                violation_error_message="申诉结果须有日期和文号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("changed", False),
                                    models.Q(("result", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="appeal_changed_has_result",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewAttachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review_attachment",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="outcomes.review",
                                verbose_name="复核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复核附件",
                        "verbose_name_plural": "复核附件",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewEvent",
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
                                to="outcomes.review",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "复核记录",
                        "verbose_name_plural": "复核记录",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ReviewVerifier",
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
                                blank=True,
                                choices=[("keep", "维持"), ("correct", "更正")],
                                max_length=8,
                                verbose_name="核实结论",
                            ),
                        ),
                        (
                            "grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("优秀", "Excellent"),
                                    ("称职", "Competent"),
                                    ("基本称职", "Basic"),
                                    ("不称职", "Incompetent"),
                                    ("合格", "Passed"),
                                    ("不合格", "Failed"),
                                    ("不确定等次", "Ungraded"),
                                ],
                                max_length=10,
                                verbose_name="建议更正为",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, max_length=4000, verbose_name="核实意见")),
                        ("found_at", models.DateTimeField(blank=True, null=True, verbose_name="核实时间")),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人员",
                            ),
                        ),
                        (
                            "review",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verifiers",
                                to="outcomes.review",
                                verbose_name="复核",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核实人员",
                        "verbose_name_plural": "核实人员",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("review", "officer"),
                                name="review_verifier_once",
                                violation_error_message="两名核实人员须是不同的人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("conclusion", ""), ("found_at__isnull", True)),
                                    models.Q(
                                        models.Q(("conclusion", ""), _negated=True),
                                        models.Q(("finding", ""), _negated=True),
                                        ("found_at__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="review_finding_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Revision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("reason", models.CharField(max_length=500, verbose_name="原因")),
                        ("before", models.JSONField(verbose_name="修订前")),
                        ("after", models.JSONField(verbose_name="修订后")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("meeting", models.CharField(max_length=120, verbose_name="研究会议")),
                        (
                            "entry",
                            models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目"),
                        ),
                        (
                            "made_at",
                            models.DateTimeField(default=core.clock.now, editable=False, verbose_name="时间"),
                        ),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="revisions",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "结果修订",
                        "verbose_name_plural": "结果修订",
                        "ordering": ["participant", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("participant", "number"), name="revision_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 2)), name="revision_after_the_first"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="revision_has_reason"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StaleResult",
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
                        ("cause", models.CharField(max_length=20, verbose_name="情形")),
                        ("source", models.CharField(max_length=700, verbose_name="来源")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "待党委研究"),
                                    ("decided", "党委已定，待办理"),
                                    ("settled", "已处理"),
                                ],
                                default="open",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        ("would_be", models.JSONField(verbose_name="不计该事项的结果")),
                        ("agreed", models.JSONField(default=list, verbose_name="党委同意的更正")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="处理情况")),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stale_results",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stale_results",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                        (
                            "relief",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="stale_results",
                                to="matters.relief",
                                verbose_name="免责或澄清",
                            ),
                        ),
                        (
                            "revision",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="settles",
                                to="outcomes.revision",
                                verbose_name="修订",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待修订结果",
                        "verbose_name_plural": "待修订结果",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("participant", "relief"), name="stale_once_per_relief"
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("relief__isnull", True), ("state", "open")),
                                fields=("participant", "matter", "cause"),
                                name="stale_once_open",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "settled"), _negated=True),
                                    models.Q(("note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="stale_settled_has_note",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="StaleEvent",
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
                                to="outcomes.staleresult",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "待修订结果记录",
                        "verbose_name_plural": "待修订结果记录",
                        "ordering": ["pk"],
                        "abstract": False,
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
            ],
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_commendationevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_bottomevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_talkevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_feedbackevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_reviewevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_staleevent",
        ),
        core.migration_operations.AppendOnly(
            table="outcomes_revision",
        ),
    ]
