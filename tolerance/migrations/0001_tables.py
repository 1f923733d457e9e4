"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django.db.models.manager
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("tolerance", "0001_tolerance"),
        ("tolerance", "0002_append_only"),
        ("tolerance", "0003_named_officers"),
        ("tolerance", "0004_readings_append_only"),
        ("tolerance", "0005_recusals_from_above"),
        ("tolerance", "0006_acting_head"),
        ("tolerance", "0007_no_idle_capacity"),
        ("tolerance", "0008_cleared"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
        ("matters", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="ToleranceCase",
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
                        ("number", models.CharField(blank=True, max_length=40, verbose_name="容错编号")),
                        (
                            "matter_title",
                            models.CharField(blank=True, max_length=120, verbose_name="事项名称"),
                        ),
                        (
                            "matter_text",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="事项经过"),
                        ),
                        (
                            "applicant",
                            models.CharField(
                                choices=[
                                    ("cadre", "干部本人"),
                                    ("unit", "所在二级党组织"),
                                    ("office", "主动容错（认定主体依职权）"),
                                ],
                                max_length=8,
                                verbose_name="申请人",
                            ),
                        ),
                        (
                            "office",
                            models.CharField(
                                choices=[("organization", "组织部"), ("discipline", "纪委监察部门")],
                                max_length=12,
                                verbose_name="办理部门",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("returned", "待补正"),
                                    ("refused", "不予受理"),
                                    ("verifying", "调查核实"),
                                    ("analysing", "综合分析"),
                                    ("committee", "待党委研究"),
                                    ("decided", "已认定，待报上级"),
                                    ("reported", "已报上级，待公开或答复"),
                                    ("published", "已公开"),
                                    ("replied", "已答复"),
                                    ("reviewing", "复核中"),
                                    ("rectifying", "纠错整改"),
                                    ("closed", "办结归档"),
                                    ("withdrawn", "已撤回"),
                                    ("suspended", "并案中止"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "grounds",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="申请容错的理由"
                            ),
                        ),
                        (
                            "experience",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="关于缺乏经验、先行先试"
                            ),
                        ),
                        (
                            "exploration",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="关于探索性试验"
                            ),
                        ),
                        (
                            "development",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="关于推动发展"
                            ),
                        ),
                        (
                            "conditions",
                            models.JSONField(blank=True, default=list, verbose_name="所主张的条件"),
                        ),
                        (
                            "new_facts",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="新的事实"),
                        ),
                        ("since", models.DateField(default=core.clock.today, verbose_name="进入现状态日期")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="办理期限")),
                        (
                            "due_days",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="期限的工作日数"
                            ),
                        ),
                        ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                        (
                            "extended",
                            models.CharField(blank=True, max_length=500, verbose_name="延长核实的理由"),
                        ),
                        ("submitted_on", models.DateField(blank=True, null=True, verbose_name="提交日期")),
                        (
                            "return_note",
                            models.TextField(blank=True, max_length=2000, verbose_name="补正意见"),
                        ),
                        ("returned_on", models.DateField(blank=True, null=True, verbose_name="退回补正日期")),
                        ("accepted_on", models.DateField(blank=True, null=True, verbose_name="受理日期")),
                        (
                            "refusal",
                            models.TextField(blank=True, max_length=2000, verbose_name="不予受理的理由"),
                        ),
                        ("verified_on", models.DateField(blank=True, null=True, verbose_name="核实完成日期")),
                        (
                            "referred_on",
                            models.DateField(blank=True, null=True, verbose_name="提请党委研究日期"),
                        ),
                        (
                            "withdrawal",
                            models.CharField(blank=True, max_length=500, verbose_name="撤回的理由"),
                        ),
                        (
                            "suspended_from",
                            models.CharField(blank=True, max_length=12, verbose_name="中止前的状态"),
                        ),
                        ("suspended_on", models.DateField(blank=True, null=True, verbose_name="中止日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "applied_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_cases",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "earlier",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later",
                                to="tolerance.tolerancecase",
                                verbose_name="前一次申请",
                            ),
                        ),
                        (
                            "investigation",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_cases",
                                to="matters.investigation",
                                verbose_name="并案的立案",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_cases",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_cases",
                                to="accounts.unit",
                                verbose_name="所在单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "容错申请",
                        "verbose_name_plural": "容错申请",
                        "ordering": ["-pk"],
                        "permissions": [
                            ("tolerance_intake", "受理"),
                            ("tolerance_verify", "核实"),
                            ("tolerance_analyse", "六要素分析"),
                            ("tolerance_consult", "征求意见"),
                            ("tolerance_act", "代行负责人"),
                        ],
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["state", "due"], name="tolerance_state_due")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("number", ""), _negated=True),
                                fields=("number",),
                                name="tolerance_number_once",
                                violation_error_message="这个容错编号已经使用。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("matter__isnull", False),
                                    (
                                        "state__in",
                                        (
                                            "submitted",
                                            "returned",
                                            "verifying",
                                            "analysing",
                                            "committee",
                                            "decided",
                                            "reported",
                                            "published",
                                            "replied",
                                            "reviewing",
                                            "rectifying",
                                            "suspended",
                                        ),
                                    ),
                                ),
                                fields=("cadre", "matter"),
                                name="tolerance_one_open",
                                violation_error_message="该干部在这一事项上已有一份容错申请正在办理。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "submitted",
                                            "returned",
                                            "refused",
                                            "verifying",
                                            "analysing",
                                            "committee",
                                            "decided",
                                            "reported",
                                            "published",
                                            "replied",
                                            "reviewing",
                                            "rectifying",
                                            "closed",
                                            "withdrawn",
                                            "suspended",
                                        ],
                                    )
                                ),
                                name="tolerance_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "withdrawn")),
                                    models.Q(
                                        ("matter__isnull", False),
                                        ("submitted_on__isnull", False),
                                        models.Q(("number", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_submitted_on_a_matter",
                                violation_error_message="提交的申请须有事项和编号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("refusal", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="tolerance_refused_has_reason",
                                violation_error_message="不予受理须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            (
                                                "verifying",
                                                "analysing",
                                                "committee",
                                                "decided",
                                                "reported",
                                                "published",
                                                "replied",
                                                "reviewing",
                                                "rectifying",
                                            ),
                                        ),
                                        _negated=True,
                                    ),
                                    ("accepted_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="tolerance_handled_was_accepted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "suspended"), _negated=True),
                                    models.Q(
                                        models.Q(("suspended_from", ""), _negated=True),
                                        ("suspended_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_suspended_comes_back",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    ("closed_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="tolerance_closed_has_day",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Outcome",
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
                                    ("exempt", "免除责任"),
                                    ("lighter", "从轻"),
                                    ("reduced", "减轻"),
                                    ("not_tolerated", "不予容错"),
                                ],
                                max_length=14,
                                verbose_name="认定结果",
                            ),
                        ),
                        (
                            "reason",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="认定理由"),
                        ),
                        (
                            "override",
                            models.CharField(
                                blank=True, max_length=1000, verbose_name="不适用一般不予容错情形的理由"
                            ),
                        ),
                        ("meeting", models.CharField(max_length=120, verbose_name="研究会议")),
                        ("entry", models.PositiveBigIntegerField(verbose_name="议题条目")),
                        ("decided_on", models.DateField(verbose_name="认定日期")),
                        ("in_force", models.BooleanField(default=True, verbose_name="有效")),
                        ("given", models.JSONField(blank=True, default=list, verbose_name="实际给予的处理")),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="录入处理日期")),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "revoked_why",
                            models.CharField(blank=True, max_length=500, verbose_name="撤销的理由"),
                        ),
                        (
                            "revoked_document",
                            models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "relief",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_outcome",
                                to="matters.relief",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="outcomes",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "认定结果",
                        "verbose_name_plural": "认定结果",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("in_force", True)),
                                fields=("case",),
                                name="tolerance_one_outcome",
                                violation_error_message="这份申请已有认定结果。",
                            ),
                            models.UniqueConstraint(
                                fields=("entry",), name="tolerance_outcome_once_per_entry"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["exempt", "lighter", "reduced", "not_tolerated"])
                                ),
                                name="tolerance_outcome_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("relief__isnull", True), ("kind", "exempt"), _connector="OR"
                                ),
                                name="tolerance_relief_of_exempt",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("given_on__isnull", True),
                                    ("kind__in", ["lighter", "reduced"]),
                                    _connector="OR",
                                ),
                                name="tolerance_given_of_milder",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_on__isnull", True),
                                    models.Q(
                                        ("in_force", False), models.Q(("revoked_document", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_revoked_by_a_document",
                                violation_error_message="撤销认定须有文号。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Answer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "how",
                            models.CharField(
                                choices=[("written", "书面答复"), ("face", "当面答复")],
                                max_length=8,
                                verbose_name="答复方式",
                            ),
                        ),
                        ("text", core.fields.EncryptedTextField(verbose_name="答复内容")),
                        ("answered_on", models.DateField(default=core.clock.today, verbose_name="答复日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="答复人",
                            ),
                        ),
                        (
                            "outcome",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answer",
                                to="tolerance.outcome",
                                verbose_name="认定结果",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "答复",
                        "verbose_name_plural": "答复",
                    },
                ),
                migrations.CreateModel(
                    name="Publication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "scope",
                            models.CharField(
                                choices=[("unit", "本单位"), ("cadres", "中层干部"), ("school", "全校")],
                                default="unit",
                                max_length=8,
                                verbose_name="公开范围",
                            ),
                        ),
                        ("text", models.TextField(max_length=4000, verbose_name="公开内容")),
                        (
                            "shown_on",
                            models.DateField(default=core.clock.today, verbose_name="送本人阅看日期"),
                        ),
                        ("objections_until", models.DateField(verbose_name="本人提出异议的期限")),
                        ("begins_on", models.DateField(blank=True, null=True, verbose_name="公开开始")),
                        ("ends_on", models.DateField(blank=True, null=True, verbose_name="公开结束")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="撤下日期")),
                        (
                            "withdrawn_why",
                            models.CharField(blank=True, max_length=500, verbose_name="提前撤下的理由"),
                        ),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="拟稿人",
                            ),
                        ),
                        (
                            "outcome",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="publication",
                                to="tolerance.outcome",
                                verbose_name="认定结果",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "认定结果公开",
                        "verbose_name_plural": "认定结果公开",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("objections_until__gt", models.F("shown_on"))),
                                name="tolerance_shown_before_public",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("begins_on__isnull", True),
                                        ("ends_on__isnull", True),
                                        ("withdrawn_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("begins_on__gt", models.F("objections_until")),
                                        ("ends_on__gte", models.F("begins_on")),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_public_after_shown",
                                violation_error_message="本人阅看期满之后才能公开。",
                            ),
                        ],
                    },
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
                        ("text", core.fields.EncryptedTextField(verbose_name="异议")),
                        ("made_on", models.DateField(default=core.clock.today, verbose_name="提出日期")),
                        (
                            "reply",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="处理意见"),
                        ),
                        ("changed", models.BooleanField(blank=True, null=True, verbose_name="已按异议修改")),
                        ("replied_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        (
                            "replied_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "publication",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="objections",
                                to="tolerance.publication",
                                verbose_name="公开",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公开异议",
                        "verbose_name_plural": "公开异议",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("replied_on__isnull", True)),
                                fields=("publication",),
                                name="tolerance_one_open_objection",
                                violation_error_message="已有一份异议正在处理。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Report",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("to_whom", models.CharField(max_length=120, verbose_name="上级部门")),
                        ("document_no", models.CharField(max_length=100, verbose_name="文号")),
                        ("reported_on", models.DateField(verbose_name="报送日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "outcome",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="report",
                                to="tolerance.outcome",
                                verbose_name="认定结果",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报上级记录",
                        "verbose_name_plural": "报上级记录",
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
                        ("reasons", core.fields.EncryptedTextField(verbose_name="复核的理由")),
                        ("asked_on", models.DateField(default=core.clock.today, verbose_name="提出日期")),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[("keep", "维持"), ("again", "重新提请党委研究")],
                                max_length=8,
                                verbose_name="复核结果",
                            ),
                        ),
                        (
                            "answer",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="复核答复"),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="答复日期")),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "outcome",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="review",
                                to="tolerance.outcome",
                                verbose_name="认定结果",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "认定复核",
                        "verbose_name_plural": "认定复核",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answered_on__isnull", True), ("result", "")),
                                    models.Q(
                                        models.Q(("result", ""), _negated=True),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_review_answered_whole",
                            )
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
                                    ("self", "本人就是申请所涉干部"),
                                    ("kin", "与所涉干部有近亲属关系"),
                                    ("unit", "与所涉干部在同一单位任职"),
                                    ("decision", "参与过有争议的决定"),
                                    ("applied", "是申请书的填写人"),
                                    ("witness", "担任过本事项的证人"),
                                    ("interest", "本人或者近亲属与本事项有利害关系"),
                                    ("doubt", "有可能影响公正办理的其他情形"),
                                ],
                                max_length=10,
                                verbose_name="情形",
                            ),
                        ),
                        (
                            "reason",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="理由"),
                        ),
                        (
                            "origin",
                            models.CharField(
                                choices=[
                                    ("found", "系统核对"),
                                    ("cadre", "干部本人申请"),
                                    ("officer", "经办人自行申请"),
                                ],
                                max_length=8,
                                verbose_name="提出",
                            ),
                        ),
                        ("asked_on", models.DateField(default=core.clock.today, verbose_name="提出日期")),
                        ("from_above", models.BooleanField(default=False, verbose_name="由上级决定")),
                        (
                            "state",
                            models.CharField(
                                choices=[("waiting", "等待决定"), ("granted", "回避"), ("refused", "不回避")],
                                default="waiting",
                                max_length=8,
                                verbose_name="结果",
                            ),
                        ),
                        ("decided_for", models.CharField(blank=True, max_length=64, verbose_name="决定人")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        (
                            "decision_note",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="决定理由"),
                        ),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_recusals",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回避人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recusals",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "回避",
                        "verbose_name_plural": "回避",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "refused"), _negated=True),
                                fields=("case", "officer"),
                                name="tolerance_recusal_one_open",
                                violation_error_message="这个人的回避已在办理或者已经决定。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("state", "waiting")),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_recusal_decided_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("officer")), _negated=True),
                                    _connector="OR",
                                ),
                                name="tolerance_recusal_not_by_oneself",
                                violation_error_message="不能决定本人的回避。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "waiting"),
                                    ("origin", "found"),
                                    ("decided_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="tolerance_recusal_decided_by_somebody",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Rectification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("problem", core.fields.EncryptedTextField(default="", verbose_name="问题")),
                        ("cause", core.fields.EncryptedTextField(default="", verbose_name="原因")),
                        ("measures", core.fields.EncryptedTextField(default="", verbose_name="整改措施")),
                        ("responsible", models.CharField(max_length=100, verbose_name="责任人")),
                        ("done", core.fields.EncryptedTextField(default="", verbose_name="完成情况")),
                        ("written_on", models.DateField(default=core.clock.today, verbose_name="填写日期")),
                        ("passed", models.BooleanField(blank=True, null=True, verbose_name="核查通过")),
                        (
                            "check_note",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="核查意见"),
                        ),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="核查日期")),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="填写人",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rectification",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "纠错整改",
                        "verbose_name_plural": "纠错整改",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("checked_by__isnull", True),
                                    models.Q(("checked_by", models.F("written_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="tolerance_rectified_checked_by_another",
                                violation_error_message="整改情况须由填写人以外的人核查。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("checked_on__isnull", True), ("passed__isnull", True)),
                                    models.Q(
                                        ("checked_by__isnull", False),
                                        ("checked_on__isnull", False),
                                        ("passed__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_rectified_checked_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Reading",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("part", models.CharField(max_length=60, verbose_name="查阅部分")),
                        (
                            "at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="查阅时间"
                            ),
                        ),
                        (
                            "reader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="查阅人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="readings",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "查阅记录",
                        "verbose_name_plural": "查阅记录",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["case", "-id"], name="tolerance_readings_of_case")],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        (
                            "part",
                            models.CharField(blank=True, max_length=100, verbose_name="在该决定中的角色"),
                        ),
                        ("declared_on", models.DateField(default=core.clock.today, verbose_name="申报日期")),
                        (
                            "declared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申报人",
                            ),
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
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "有争议决定的参与人",
                        "verbose_name_plural": "有争议决定的参与人",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("user__isnull", False)),
                                fields=("case", "user"),
                                name="tolerance_participant_once",
                                violation_error_message="这个人已经申报。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OtherOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "side",
                            models.CharField(
                                choices=[("cadre", "干部本人"), ("unit", "所在二级党组织")],
                                max_length=8,
                                verbose_name="意见方",
                            ),
                        ),
                        ("asked_on", models.DateField(default=core.clock.today, verbose_name="征求日期")),
                        ("due", models.DateField(blank=True, null=True, verbose_name="提出期限")),
                        (
                            "text",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="书面意见"),
                        ),
                        ("post", models.CharField(blank=True, max_length=100, verbose_name="签署人职务")),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="签署日期")),
                        (
                            "signer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签署人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="other_opinions",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "另一方意见",
                        "verbose_name_plural": "另一方意见",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "side"), name="tolerance_opinion_one_each"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("given_on__isnull", True), ("signer__isnull", True)),
                                    models.Q(("given_on__isnull", False), ("signer__isnull", False)),
                                    _connector="OR",
                                ),
                                name="tolerance_opinion_signed",
                                violation_error_message="书面意见须有签署人和日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JointOpinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "office",
                            models.CharField(
                                choices=[("organization", "组织部"), ("discipline", "纪委监察部门")],
                                max_length=12,
                                verbose_name="部门",
                            ),
                        ),
                        (
                            "proposal",
                            models.CharField(
                                choices=[
                                    ("exempt", "免除责任"),
                                    ("lighter", "从轻"),
                                    ("reduced", "减轻"),
                                    ("not_tolerated", "不予容错"),
                                ],
                                max_length=14,
                                verbose_name="建议",
                            ),
                        ),
                        ("text", core.fields.EncryptedTextField(default="", verbose_name="意见")),
                        ("signed_on", models.DateField(default=core.clock.today, verbose_name="签署日期")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签署人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinions",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "共同意见",
                        "verbose_name_plural": "共同意见",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("case", "office"),
                                name="tolerance_joint_opinion_one_each",
                                violation_error_message="这个部门的意见已经签署。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Hearing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "statement",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="本人陈述"),
                        ),
                        ("declined", models.BooleanField(default=False, verbose_name="本人表示没有补充陈述")),
                        ("heard_on", models.DateField(default=core.clock.today, verbose_name="听取日期")),
                        (
                            "considered",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="对陈述的采纳情况"
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
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="hearing",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "本人陈述",
                        "verbose_name_plural": "本人陈述",
                    },
                ),
                migrations.CreateModel(
                    name="Factor",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("motive", "动机态度"),
                                    ("conditions", "客观条件"),
                                    ("procedure", "程序方法"),
                                    ("nature", "性质程度"),
                                    ("consequence", "后果影响"),
                                    ("recovery", "挽回损失"),
                                ],
                                max_length=12,
                                verbose_name="要素",
                            ),
                        ),
                        ("facts", core.fields.EncryptedTextField(default="", verbose_name="事实")),
                        ("evidence", core.fields.EncryptedTextField(default="", verbose_name="证据")),
                        (
                            "finding",
                            models.CharField(
                                choices=[("favourable", "有利"), ("neutral", "中性"), ("adverse", "不利")],
                                max_length=10,
                                verbose_name="判断",
                            ),
                        ),
                        ("written_on", models.DateField(default=core.clock.today, verbose_name="日期")),
                        (
                            "author",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="分析人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="factors",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分析要素",
                        "verbose_name_plural": "分析要素",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("case", "kind"), name="tolerance_factor_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("finding__in", ["favourable", "neutral", "adverse"]),
                                    (
                                        "kind__in",
                                        [
                                            "motive",
                                            "conditions",
                                            "procedure",
                                            "nature",
                                            "consequence",
                                            "recovery",
                                        ],
                                    ),
                                ),
                                name="tolerance_factor_known",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Escalation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("found_on", models.DateField(default=core.clock.today, verbose_name="上报日期")),
                        ("people_left", models.PositiveSmallIntegerField(verbose_name="可以办理的人数")),
                        (
                            "arrangement",
                            models.TextField(blank=True, max_length=2000, verbose_name="上级安排"),
                        ),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="批示或者文号"),
                        ),
                        ("arranged_for", models.CharField(blank=True, max_length=64, verbose_name="批示人")),
                        ("arranged_on", models.DateField(blank=True, null=True, verbose_name="安排日期")),
                        (
                            "entered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="录入人",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="escalations",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "报上级安排",
                        "verbose_name_plural": "报上级安排",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("arranged_on__isnull", True)),
                                fields=("case",),
                                name="tolerance_escalation_one_open",
                                violation_error_message="这份申请已经报上级安排。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("arranged_on__isnull", True), ("arrangement", "")),
                                    models.Q(
                                        ("arranged_on__isnull", False),
                                        ("entered_by__isnull", False),
                                        models.Q(("arrangement", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerance_escalation_arranged_whole",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("what", models.CharField(blank=True, max_length=120, verbose_name="材料名称")),
                        (
                            "at_state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "待受理"),
                                    ("returned", "待补正"),
                                    ("refused", "不予受理"),
                                    ("verifying", "调查核实"),
                                    ("analysing", "综合分析"),
                                    ("committee", "待党委研究"),
                                    ("decided", "已认定，待报上级"),
                                    ("reported", "已报上级，待公开或答复"),
                                    ("published", "已公开"),
                                    ("replied", "已答复"),
                                    ("reviewing", "复核中"),
                                    ("rectifying", "纠错整改"),
                                    ("closed", "办结归档"),
                                    ("withdrawn", "已撤回"),
                                    ("suspended", "并案中止"),
                                ],
                                max_length=12,
                                verbose_name="上传时的状态",
                            ),
                        ),
                        ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
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
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_attachment",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "容错材料",
                        "verbose_name_plural": "容错材料",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="ToleranceEvent",
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
                                to="tolerance.tolerancecase",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "容错大事记",
                        "verbose_name_plural": "容错大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ToleranceGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起始日期")),
                        ("valid_to", models.DateField(verbose_name="终止日期")),
                        ("reason", models.CharField(max_length=200, verbose_name="指定依据")),
                        (
                            "granted_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="指定时间"
                            ),
                        ),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "revoke_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="撤销理由"),
                        ),
                        (
                            "content_object",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                        (
                            "granted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="指定人",
                            ),
                        ),
                        (
                            "permission",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to="auth.permission",
                                verbose_name="职责",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="%(class)ss",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "经办人指定",
                        "verbose_name_plural": "经办人指定",
                        "ordering": ["valid_from", "pk"],
                        "abstract": False,
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_on__isnull", True)),
                                fields=("user", "permission", "content_object", "valid_from"),
                                name="tolerancegrant_once_from_a_day",
                                violation_error_message="该经办人已有自同一天起的这项职责。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                                name="tolerancegrant_dates_in_order",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("user", models.F("granted_by")), _negated=True),
                                name="tolerancegrant_not_for_oneself",
                                violation_error_message="不能指定本人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("revoke_reason", ""),
                                        ("revoked_by__isnull", True),
                                        ("revoked_on__isnull", True),
                                    ),
                                    models.Q(
                                        ("revoked_by__isnull", False),
                                        ("revoked_on__isnull", False),
                                        models.Q(("revoke_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="tolerancegrant_revoked_with_reason",
                            ),
                        ],
                    },
                    managers=[
                        ("records", django.db.models.manager.Manager()),
                    ],
                ),
                migrations.CreateModel(
                    name="Triage",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "experience",
                            models.CharField(
                                choices=[
                                    ("excused", "属于前者"),
                                    ("condemned", "属于后者"),
                                    ("unclear", "需要核实"),
                                ],
                                max_length=10,
                                verbose_name="缺乏经验与明知故犯",
                            ),
                        ),
                        (
                            "experience_reason",
                            core.fields.EncryptedTextField(default="", verbose_name="理由一"),
                        ),
                        (
                            "exploration",
                            models.CharField(
                                choices=[
                                    ("excused", "属于前者"),
                                    ("condemned", "属于后者"),
                                    ("unclear", "需要核实"),
                                ],
                                max_length=10,
                                verbose_name="探索试验与明令禁止",
                            ),
                        ),
                        (
                            "exploration_reason",
                            core.fields.EncryptedTextField(default="", verbose_name="理由二"),
                        ),
                        (
                            "development",
                            models.CharField(
                                choices=[
                                    ("excused", "属于前者"),
                                    ("condemned", "属于后者"),
                                    ("unclear", "需要核实"),
                                ],
                                max_length=10,
                                verbose_name="推动发展与谋取私利",
                            ),
                        ),
                        (
                            "development_reason",
                            core.fields.EncryptedTextField(default="", verbose_name="理由三"),
                        ),
                        ("conditions", models.JSONField(blank=True, default=list, verbose_name="符合的条件")),
                        ("hard", models.JSONField(blank=True, default=list, verbose_name="不得容错的情形")),
                        (
                            "soft",
                            models.JSONField(blank=True, default=list, verbose_name="一般不予容错的情形"),
                        ),
                        ("note", core.fields.EncryptedTextField(blank=True, default="", verbose_name="说明")),
                        ("on", models.DateField(default=core.clock.today, verbose_name="研判日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="研判人",
                            ),
                        ),
                        (
                            "case",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="triage",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "初步研判",
                        "verbose_name_plural": "初步研判",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("development__in", ["excused", "condemned", "unclear"]),
                                    ("experience__in", ["excused", "condemned", "unclear"]),
                                    ("exploration__in", ["excused", "condemned", "unclear"]),
                                ),
                                name="tolerance_triage_all_three",
                                violation_error_message="三个区分都须作出判断。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verification",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("talk", "个别谈话"),
                                    ("papers", "调阅资料"),
                                    ("place", "现场核查"),
                                    ("inquiry", "向单位或者个人取证"),
                                    ("expert", "征求业务部门意见"),
                                    ("result", "核实报告"),
                                ],
                                max_length=10,
                                verbose_name="核实方式",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="日期")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="材料编号"),
                        ),
                        (
                            "content",
                            core.fields.EncryptedTextField(blank=True, default="", verbose_name="核实内容"),
                        ),
                        ("on_paper", models.BooleanField(default=False, verbose_name="内容见纸质材料")),
                        ("entered_at", models.DateTimeField(default=core.clock.now, verbose_name="录入时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verifications",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
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
                            "first",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人员一",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人员二",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核实步骤",
                        "verbose_name_plural": "核实步骤",
                        "ordering": ["on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("first", models.F("second")), _negated=True),
                                name="tolerance_verified_by_two",
                                violation_error_message="每一步核实须由两名不同的人员进行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("on_paper", False),
                                    models.Q(("document_no", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="tolerance_paper_has_number",
                                violation_error_message="内容在纸质材料上的，须填写材料编号。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Verifier",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("named_on", models.DateField(default=core.clock.today, verbose_name="指定日期")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="更换日期")),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="确认核实结果的时间"),
                        ),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="verifiers",
                                to="tolerance.tolerancecase",
                                verbose_name="容错申请",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="指定人",
                            ),
                        ),
                        (
                            "officer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tolerance_verifications",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核实人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "核实人员",
                        "verbose_name_plural": "核实人员",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on__isnull", True)),
                                fields=("case", "officer"),
                                name="tolerance_verifier_once",
                                violation_error_message="核实人员须是不同的人。",
                            )
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="tolerance_toleranceevent",
        ),
        core.migration_operations.AppendOnly(
            table="tolerance_reading",
        ),
    ]
