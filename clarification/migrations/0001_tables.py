"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("clarification", "0001_clarification"),
        ("clarification", "0002_append_only"),
        ("clarification", "0003_overturning"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
        ("matters", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Clarification",
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
                            "origin",
                            models.CharField(
                                choices=[
                                    ("report", "举报反映"),
                                    ("rumour", "谣言诽谤"),
                                    ("campaign", "恶意炒作"),
                                ],
                                default="rumour",
                                max_length=10,
                                verbose_name="起因",
                            ),
                        ),
                        (
                            "began",
                            models.CharField(
                                choices=[("proposal", "部门提出"), ("request", "本人申请")],
                                max_length=10,
                                verbose_name="提起方式",
                            ),
                        ),
                        ("facts", models.TextField(blank=True, max_length=4000, verbose_name="事实经过")),
                        (
                            "content",
                            models.TextField(blank=True, max_length=4000, verbose_name="需要澄清的内容"),
                        ),
                        ("demand", models.TextField(blank=True, max_length=4000, verbose_name="诉求")),
                        (
                            "external_no",
                            models.CharField(blank=True, max_length=60, verbose_name="承办部门编号"),
                        ),
                        ("opened_on", models.DateField(blank=True, null=True, verbose_name="提出日期")),
                        ("saved_at", models.DateTimeField(blank=True, null=True, verbose_name="保存时间")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("untrue", "失实"), ("partly", "部分失实"), ("true", "属实")],
                                max_length=8,
                                verbose_name="核查结论",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, max_length=4000, verbose_name="核查情况")),
                        ("finding_no", models.CharField(blank=True, max_length=100, verbose_name="核查文号")),
                        ("checked_on", models.DateField(blank=True, null=True, verbose_name="核查日期")),
                        ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="审定日期")),
                        ("spread", models.CharField(blank=True, max_length=60, verbose_name="传播范围")),
                        ("spread_from", models.DateField(blank=True, null=True, verbose_name="传播起始日期")),
                        (
                            "wishes",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("public", "同意公开澄清"),
                                    ("private", "要求不公开，只作说明"),
                                    ("none", "不要求澄清"),
                                ],
                                max_length=8,
                                verbose_name="本人意愿",
                            ),
                        ),
                        (
                            "wishes_note",
                            models.TextField(blank=True, max_length=1000, verbose_name="本人意见"),
                        ),
                        ("wished_on", models.DateField(blank=True, null=True, verbose_name="表达意愿日期")),
                        (
                            "channel",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("letter", "发函说明"),
                                    ("face", "当面说明"),
                                    ("notice", "通报"),
                                    ("meeting", "会议澄清"),
                                ],
                                max_length=8,
                                verbose_name="澄清方式",
                            ),
                        ),
                        ("audience", models.CharField(blank=True, max_length=60, verbose_name="澄清范围")),
                        ("words", models.TextField(blank=True, max_length=4000, verbose_name="澄清内容")),
                        (
                            "risk_level",
                            models.CharField(
                                blank=True,
                                choices=[("low", "低"), ("middle", "中"), ("high", "高")],
                                max_length=8,
                                verbose_name="风险程度",
                            ),
                        ),
                        ("risk", models.TextField(blank=True, max_length=1000, verbose_name="风险评估")),
                        ("managed", models.BooleanField(default=True, verbose_name="校管干部")),
                        (
                            "managed_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="更正校管干部的理由"),
                        ),
                        ("planned_on", models.DateField(blank=True, null=True, verbose_name="拟定日期")),
                        ("approve_due", models.DateField(blank=True, null=True, verbose_name="审批期限")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                        (
                            "approving_body",
                            models.CharField(
                                blank=True,
                                choices=[("party", "党委会"), ("secretary", "纪委书记")],
                                max_length=10,
                                verbose_name="审批机关",
                            ),
                        ),
                        (
                            "approval_no",
                            models.CharField(blank=True, max_length=100, verbose_name="批准文号"),
                        ),
                        ("provisional", models.BooleanField(default=False, verbose_name="期限暂定")),
                        ("do_due", models.DateField(blank=True, null=True, verbose_name="实施期限")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="实施日期")),
                        ("done_note", models.TextField(blank=True, max_length=1000, verbose_name="实施情况")),
                        (
                            "letter_no",
                            models.CharField(blank=True, max_length=100, verbose_name="澄清文书文号"),
                        ),
                        ("delivered_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                        (
                            "delivered_way",
                            models.CharField(
                                blank=True,
                                choices=[("online", "本人在线签收"), ("paper", "纸质签收，代录")],
                                max_length=8,
                                verbose_name="签收方式",
                            ),
                        ),
                        (
                            "delivered_note",
                            models.TextField(blank=True, max_length=1000, verbose_name="签收意见"),
                        ),
                        ("visit_due", models.DateField(blank=True, null=True, verbose_name="回访日期")),
                        ("visited_on", models.DateField(blank=True, null=True, verbose_name="实际回访日期")),
                        (
                            "visit_note",
                            models.TextField(blank=True, max_length=1000, verbose_name="回访情况"),
                        ),
                        (
                            "visit_early",
                            models.CharField(blank=True, max_length=200, verbose_name="提前回访的理由"),
                        ),
                        (
                            "unsuitable",
                            models.TextField(blank=True, max_length=1000, verbose_name="不宜澄清的理由"),
                        ),
                        ("archived_on", models.DateField(blank=True, null=True, verbose_name="归档日期")),
                        (
                            "noted_on",
                            models.DateField(blank=True, null=True, verbose_name="提请党委注意日期"),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="提请注意的内容")),
                        (
                            "malice",
                            models.CharField(
                                choices=[
                                    ("unseen", "未发现恶意"),
                                    ("suspected", "疑似诬告陷害"),
                                    ("referred_up", "已报上级"),
                                    ("result", "已收到上级认定"),
                                ],
                                default="unseen",
                                max_length=12,
                                verbose_name="恶意举报的认定",
                            ),
                        ),
                        (
                            "malice_body",
                            models.CharField(blank=True, max_length=120, verbose_name="认定机关"),
                        ),
                        ("malice_no", models.CharField(blank=True, max_length=100, verbose_name="认定文号")),
                        ("malice_on", models.DateField(blank=True, null=True, verbose_name="认定日期")),
                        (
                            "malice_found",
                            models.BooleanField(blank=True, null=True, verbose_name="认定为诬告陷害"),
                        ),
                        ("overturned_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "overturned_no",
                            models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
                        ),
                        (
                            "overturned_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="撤销理由"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("checking", "核查中"),
                                    ("found", "结论待审定"),
                                    ("asking", "征求本人意见"),
                                    ("planning", "拟定方案"),
                                    ("approving", "待审批"),
                                    ("doing", "实施中"),
                                    ("delivering", "待签收"),
                                    ("visiting", "待回访"),
                                    ("declined", "本人不要求澄清"),
                                    ("unsuitable", "不宜澄清"),
                                    ("archived", "已归档"),
                                    ("withdrawn", "已撤回"),
                                    ("overturned", "已撤销"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "approved_by",
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
                            "audience_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="accounts.unit", verbose_name="澄清到的单位"
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clarifications",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "confirmed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审定人",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="实施人",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clarifications",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "opened_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "overturned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                        (
                            "planned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="拟定人",
                            ),
                        ),
                        (
                            "relief",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="matters.relief",
                                verbose_name="认定",
                            ),
                        ),
                        (
                            "spread_units",
                            models.ManyToManyField(
                                blank=True, related_name="+", to="accounts.unit", verbose_name="传播到的单位"
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
                                verbose_name="所在单位",
                            ),
                        ),
                        (
                            "visited_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回访人",
                            ),
                        ),
                        (
                            "wishes_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="意愿录入人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "澄清正名",
                        "verbose_name_plural": "澄清正名",
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["state"], name="clarification_by_state")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "draft")),
                                fields=("cadre",),
                                name="clarification_one_draft",
                                violation_error_message="您已有一份没有提交的澄清申请。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "withdrawn")),
                                    ("opened_on__isnull", False),
                                    _connector="OR",
                                ),
                                name="clarification_opened_has_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("draft", "withdrawn", "checking", "found")),
                                    models.Q(
                                        models.Q(("outcome", ""), _negated=True),
                                        models.Q(("finding", ""), _negated=True),
                                        ("confirmed_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="clarification_goes_on_with_a_finding",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        (
                                            "state__in",
                                            (
                                                "asking",
                                                "planning",
                                                "approving",
                                                "doing",
                                                "delivering",
                                                "visiting",
                                                "archived",
                                                "declined",
                                            ),
                                        ),
                                        _negated=True,
                                    ),
                                    ("outcome", "untrue"),
                                    models.Q(
                                        ("state", "archived"), models.Q(("unsuitable", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="clarification_of_what_is_untrue",
                                violation_error_message="只有核查失实的，才能澄清。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "unsuitable"), _negated=True),
                                    models.Q(("unsuitable", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="clarification_unsuitable_has_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ("doing", "delivering", "visiting")), _negated=True
                                    ),
                                    ("approved_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="clarification_done_after_approval",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("malice", "result"), _negated=True),
                                    models.Q(
                                        models.Q(("malice_no", ""), _negated=True),
                                        models.Q(("malice_body", ""), _negated=True),
                                        ("malice_found__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="clarification_malice_has_document",
                                violation_error_message="诬告陷害须有上级认定的文号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("overturned_by__isnull", True),
                                        ("overturned_on__isnull", True),
                                        models.Q(("state", "overturned"), _negated=True),
                                    ),
                                    models.Q(
                                        ("outcome", "untrue"),
                                        ("overturned_on__isnull", False),
                                        ("state", "overturned"),
                                        ("overturned_by__isnull", False),
                                        models.Q(("overturned_no", ""), _negated=True),
                                        models.Q(("overturned_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="clarification_overturned_whole",
                                violation_error_message="撤销澄清须有文号和理由。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Blocked",
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
                                    ("award", "评优表彰"),
                                    ("promotion", "提拔任用"),
                                    ("rank", "职级晋升"),
                                    ("title", "职称评聘"),
                                    ("pool", "优秀年轻干部"),
                                    ("other", "其他"),
                                ],
                                max_length=10,
                                verbose_name="类别",
                            ),
                        ),
                        ("what", models.CharField(max_length=200, verbose_name="受影响的事项")),
                        ("blocked_on", models.DateField(blank=True, null=True, verbose_name="暂缓日期")),
                        ("restored_on", models.DateField(blank=True, null=True, verbose_name="恢复日期")),
                        (
                            "restored_note",
                            models.CharField(blank=True, max_length=300, verbose_name="恢复情况"),
                        ),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="恢复文号"),
                        ),
                        (
                            "restored_by",
                            models.ForeignKey(
                                null=True,
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
                                related_name="blocked",
                                to="clarification.clarification",
                                verbose_name="澄清",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "受影响事项",
                        "verbose_name_plural": "受影响事项",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("restored_by__isnull", True), ("restored_on__isnull", True)),
                                    models.Q(
                                        ("restored_by__isnull", False),
                                        ("restored_on__isnull", False),
                                        models.Q(("restored_note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="clarification_restored_whole",
                                violation_error_message="恢复须有日期和情况。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("restored_on__isnull", True),
                                    ("blocked_on__isnull", True),
                                    ("restored_on__gte", models.F("blocked_on")),
                                    _connector="OR",
                                ),
                                name="clarification_restored_in_order",
                                violation_error_message="恢复日期不能早于暂缓日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ClarificationEvent",
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
                                to="clarification.clarification",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "澄清记录",
                        "verbose_name_plural": "澄清记录",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="ClarificationFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("own", models.BooleanField(default=False, verbose_name="本人上传")),
                        ("added_at", models.DateTimeField(default=core.clock.now, verbose_name="上传时间")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="clarification.clarification",
                                verbose_name="澄清",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clarification_file",
                                to="core.storedfile",
                                verbose_name="文件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "澄清附件",
                        "verbose_name_plural": "澄清附件",
                        "ordering": ["pk"],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="clarification_clarificationevent",
        ),
    ]
