"""Notices of results, requests for review, stale results and revisions."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("appraisal", "0016_term"),
        ("core", "0006_document_bundles"),
        ("matters", "0007_investigation_events"),
        ("outcomes", "0002_uses_append_only"),
    ]

    operations = [
        migrations.CreateModel(
            name="Feedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("revision", models.PositiveSmallIntegerField(default=1, verbose_name="结果版次")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待签收"), ("signed", "已签收"), ("refused", "拒绝签收")],
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
                ("refusal", models.CharField(blank=True, max_length=500, verbose_name="拒绝签收的情况")),
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
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
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
                    models.TextField(blank=True, max_length=4000, verbose_name="申请复核的事实和理由"),
                ),
                ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提出日期")),
                ("answer_due", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                ("refusal", models.CharField(blank=True, max_length=500, verbose_name="不予受理的理由")),
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
                ("entry", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目")),
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
                        condition=models.Q(("state__in", ("draft", "submitted", "verifying", "committee"))),
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
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("appealed_on", models.DateField(verbose_name="申诉日期")),
                ("to_whom", models.CharField(max_length=120, verbose_name="受理申诉的机关")),
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
                            models.Q(("document_no", ""), ("result", ""), ("resulted_on__isnull", True)),
                            models.Q(
                                models.Q(("result", ""), _negated=True),
                                models.Q(("document_no", ""), _negated=True),
                                ("resulted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="appeal_result_with_document",
                        violation_error_message="申诉结果须有日期和文号。",
                    )
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
                ("entry", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目")),
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
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
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
                    models.UniqueConstraint(fields=("participant", "relief"), name="stale_once_per_relief"),
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
    ]
