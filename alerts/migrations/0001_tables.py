"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [("alerts", "0001_cards"), ("alerts", "0002_append_only"), ("alerts", "0003_follow_report")]

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
                    name="Signal",
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
                        ("rule", models.CharField(max_length=40, verbose_name="规则")),
                        (
                            "fact_key",
                            models.CharField(editable=False, max_length=80, verbose_name="事实标识"),
                        ),
                        ("facts", models.CharField(blank=True, max_length=500, verbose_name="事实")),
                        (
                            "account",
                            core.fields.EncryptedTextField(blank=True, null=True, verbose_name="情况"),
                        ),
                        ("source", models.CharField(blank=True, max_length=200, verbose_name="来源")),
                        ("article", models.CharField(max_length=20, verbose_name="依据")),
                        (
                            "highest",
                            models.CharField(
                                choices=[
                                    ("hint", "预警提示"),
                                    ("yellow", "黄牌警示"),
                                    ("reminder", "提醒"),
                                    ("inquiry", "函询"),
                                    ("admonition", "诫勉"),
                                ],
                                max_length=10,
                                verbose_name="最高可作",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待研判"),
                                    ("taken", "已转办理"),
                                    ("dismissed", "不成立"),
                                    ("erased", "已清除"),
                                ],
                                default="waiting",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("found_on", models.DateField(default=core.clock.today, verbose_name="发现日期")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="研判期限")),
                        ("judged_on", models.DateField(blank=True, null=True, verbose_name="研判日期")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="研判意见")),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "judged_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="研判人",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signals",
                                to="accounts.unit",
                                verbose_name="涉及单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预警信息",
                        "verbose_name_plural": "预警信息",
                        "indexes": [models.Index(fields=["state", "found_on"], name="signal_by_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("rule", "fact_key"), name="signal_fact_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "taken", "dismissed", "erased"])
                                ),
                                name="signal_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("highest__in", ["hint", "yellow", "reminder", "inquiry", "admonition"])
                                ),
                                name="signal_highest_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "erased"),
                                    ("cadre__isnull", False),
                                    ("unit__isnull", False),
                                    _connector="OR",
                                ),
                                name="signal_about_somebody",
                                violation_error_message="预警信息须写明干部或单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rule", "hand"), _negated=True),
                                    ("state", "erased"),
                                    models.Q(("source", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="signal_by_hand_has_source",
                                violation_error_message="人工登记的预警信息须写明来源。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("taken", "dismissed")), _negated=True),
                                    models.Q(("judged_by__isnull", False), ("judged_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="signal_judged_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "dismissed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="signal_dismissed_with_reason",
                                violation_error_message="不成立须写明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "erased"), _negated=True),
                                    models.Q(
                                        ("account__isnull", True),
                                        ("cadre__isnull", True),
                                        ("facts", ""),
                                        ("judged_by__isnull", True),
                                        ("noted_by__isnull", True),
                                        ("reason", ""),
                                        ("source", ""),
                                        ("unit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="signal_erased_says_nothing",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Card",
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
                                    ("hint", "预警提示"),
                                    ("yellow", "黄牌警示"),
                                    ("reminder", "提醒"),
                                    ("inquiry", "函询"),
                                    ("admonition", "诫勉"),
                                ],
                                max_length=10,
                                verbose_name="种类",
                            ),
                        ),
                        ("title", models.CharField(blank=True, max_length=100, verbose_name="事由")),
                        ("facts", core.fields.EncryptedTextField(blank=True, null=True, verbose_name="事实")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("approving", "待党委书记批准"),
                                    ("draft", "待签发"),
                                    ("issued", "待签收"),
                                    ("planning", "待报整改方案"),
                                    ("mending", "整改中"),
                                    ("reported", "待核查"),
                                    ("noted", "已签收，待办结"),
                                    ("awaiting", "待书面答复"),
                                    ("answered", "已答复，待办结"),
                                    ("criticism", "待书面检讨"),
                                    ("following", "跟踪了解中"),
                                    ("lifted", "已解除"),
                                    ("closed", "已办结"),
                                    ("escalated", "已升级"),
                                    ("lapsed", "已失效"),
                                    ("revoked", "已撤销"),
                                    ("exempted", "已取消（免责、澄清）"),
                                    ("dropped", "不予签发"),
                                ],
                                default="draft",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("drafted_on", models.DateField(default=core.clock.today, verbose_name="提出日期")),
                        ("approver", models.CharField(blank=True, max_length=64, verbose_name="批准人")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="批准日期")),
                        (
                            "approval_no",
                            models.CharField(blank=True, max_length=100, verbose_name="呈批件编号"),
                        ),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="签发日期")),
                        ("document_no", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=10, verbose_name="扣分"
                            ),
                        ),
                        ("signed_on", models.DateField(blank=True, null=True, verbose_name="签收日期")),
                        ("signed_how", models.CharField(blank=True, max_length=120, verbose_name="签收方式")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="本步期限")),
                        (
                            "provisional",
                            models.BooleanField(default=False, editable=False, verbose_name="期限暂定"),
                        ),
                        (
                            "ends_on",
                            models.DateField(blank=True, null=True, verbose_name="整改截止或跟踪日期"),
                        ),
                        ("lapses_on", models.DateField(blank=True, null=True, verbose_name="失效日期")),
                        ("extended", models.BooleanField(default=False, verbose_name="已延期")),
                        (
                            "answered_on",
                            models.DateField(blank=True, null=True, verbose_name="收到答复或检讨的日期"),
                        ),
                        (
                            "report_on",
                            models.DateField(blank=True, null=True, verbose_name="收到书面整改报告的日期"),
                        ),
                        (
                            "report_no",
                            models.CharField(blank=True, max_length=100, verbose_name="书面整改报告文号"),
                        ),
                        ("conclusion", models.CharField(blank=True, max_length=20, verbose_name="结论")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "end_no",
                            models.CharField(blank=True, max_length=100, verbose_name="解除或撤销文号"),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "issuer",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="签发人",
                            ),
                        ),
                        (
                            "mark",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="card",
                                to="matters.mark",
                                verbose_name="记录",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "receipt",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="送达回执",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cards",
                                to="accounts.unit",
                                verbose_name="签发时单位",
                            ),
                        ),
                        (
                            "signal",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="card",
                                to="alerts.signal",
                                verbose_name="预警信息",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预警与提醒",
                        "verbose_name_plural": "预警与提醒",
                        "indexes": [
                            models.Index(fields=["cadre", "kind"], name="card_cadre_kind"),
                            models.Index(fields=["state", "due_on"], name="card_state_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["hint", "yellow", "reminder", "inquiry", "admonition"])
                                ),
                                name="card_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "approving",
                                            "draft",
                                            "issued",
                                            "planning",
                                            "mending",
                                            "reported",
                                            "noted",
                                            "awaiting",
                                            "answered",
                                            "criticism",
                                            "following",
                                            "lifted",
                                            "closed",
                                            "escalated",
                                            "lapsed",
                                            "revoked",
                                            "exempted",
                                            "dropped",
                                        ],
                                    )
                                ),
                                name="card_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("facts__isnull", False),
                                        ("kind__in", ["hint", "yellow"]),
                                        models.Q(("title", ""), _negated=True),
                                    ),
                                    models.Q(
                                        models.Q(("kind__in", ["hint", "yellow"]), _negated=True),
                                        ("facts__isnull", True),
                                        ("title", ""),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_facts_only_of_cards",
                                violation_error_message="提醒、函询、诫勉只登记办理情况，不登记内容。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("approving", "draft", "dropped")),
                                    models.Q(
                                        ("issued_on__isnull", False),
                                        ("issuer__isnull", False),
                                        ("mark__isnull", False),
                                        ("matter__isnull", False),
                                        models.Q(("document_no", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_issued_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind", "admonition"), _negated=True),
                                    ("state__in", ("approving", "draft", "dropped")),
                                    models.Q(
                                        ("approved_on__isnull", False),
                                        models.Q(("approver", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="card_admonition_approved",
                                violation_error_message="诫勉须先经党委书记批准。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("signed_on__isnull", True),
                                    ("signed_on__gte", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="card_signed_after_issue",
                                violation_error_message="签收日期不能早于签发日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 0)), name="card_points_not_negative"
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="CardEvent",
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
                                to="alerts.card",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "预警与提醒大事记",
                        "verbose_name_plural": "预警与提醒大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Education",
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
                            "form",
                            models.CharField(
                                choices=[("education", "警示教育"), ("bell", "敲警钟")],
                                max_length=10,
                                verbose_name="形式",
                            ),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="主题")),
                        ("held_on", models.DateField(verbose_name="日期")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="地点")),
                        ("audience", models.CharField(max_length=200, verbose_name="对象")),
                        ("case_text", models.TextField(blank=True, verbose_name="案例（隐去姓名）")),
                        (
                            "noted_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="alerts.card",
                                verbose_name="案例来源",
                            ),
                        ),
                        (
                            "noted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
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
                        "verbose_name": "警示教育",
                        "verbose_name_plural": "警示教育",
                        "ordering": ["-held_on", "-pk"],
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
                        ("content", core.fields.EncryptedTextField(verbose_name="整改情况")),
                        ("on", models.DateField(default=core.clock.today, verbose_name="提交日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="alerts.card",
                                verbose_name="预警",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改报告",
                        "verbose_name_plural": "整改报告",
                        "ordering": ["pk"],
                    },
                ),
                migrations.CreateModel(
                    name="Attendance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("present", models.BooleanField(default=True, verbose_name="到场")),
                        ("note", models.CharField(blank=True, max_length=100, verbose_name="说明")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "education",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="attendance",
                                to="alerts.education",
                                verbose_name="警示教育",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参加情况",
                        "verbose_name_plural": "参加情况",
                        "ordering": ["education", "cadre__staff_no"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("education", "cadre"),
                                name="attendance_once",
                                violation_error_message="该干部已在名单中。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RectificationItem",
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
                        ("problem", core.fields.EncryptedTextField(verbose_name="问题")),
                        ("cause", core.fields.EncryptedTextField(verbose_name="原因")),
                        ("measure", models.CharField(max_length=500, verbose_name="整改措施")),
                        ("remedy", models.CharField(max_length=500, verbose_name="单位的补救措施")),
                        ("helper", models.CharField(max_length=64, verbose_name="帮助的人")),
                        ("owner", models.CharField(max_length=64, verbose_name="责任人")),
                        ("due", models.DateField(verbose_name="完成时限")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "整改中"), ("done", "待销号"), ("closed", "已销号")],
                                default="open",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        ("evidence", models.CharField(blank=True, max_length=500, verbose_name="佐证")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="报告完成日期")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="销号日期")),
                        (
                            "card",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="alerts.card",
                                verbose_name="预警",
                            ),
                        ),
                        (
                            "checked_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="销号人",
                            ),
                        ),
                        (
                            "closed_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                        (
                            "done_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报告人",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.storedfile",
                                verbose_name="佐证材料",
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
                                verbose_name="整改单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改事项",
                        "verbose_name_plural": "整改事项",
                        "ordering": ["pk"],
                        "indexes": [models.Index(fields=["state", "due"], name="item_state_due")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("state__in", ["open", "done", "closed"])),
                                name="item_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "closed"), _negated=True),
                                    models.Q(
                                        ("checked_by__isnull", False),
                                        ("closed_by__isnull", False),
                                        ("closed_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="item_closed_by_two",
                                violation_error_message="销号须由两人办理。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_by__isnull", True),
                                    models.Q(("closed_by", models.F("checked_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="item_closed_by_two_people",
                                violation_error_message="销号的两人不能是同一人。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="Recheck",
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
                                    ("lift", "整改到位，解除"),
                                    ("extend", "整改不到位，延长一次"),
                                    ("escalate", "拒不整改或整改无效，升级"),
                                ],
                                max_length=10,
                                verbose_name="核查结论",
                            ),
                        ),
                        ("finding", core.fields.EncryptedTextField(verbose_name="核查情况")),
                        ("on", models.DateField(default=core.clock.today, verbose_name="核查日期")),
                        ("confirmed_on", models.DateField(blank=True, null=True, verbose_name="复核日期")),
                        (
                            "by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核查人",
                            ),
                        ),
                        (
                            "second",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                        (
                            "report",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="recheck",
                                to="alerts.report",
                                verbose_name="整改报告",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "整改核查",
                        "verbose_name_plural": "整改核查",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("second__isnull", True),
                                    models.Q(("second", models.F("by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="recheck_by_two_people",
                                violation_error_message="核查的两人不能是同一人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("confirmed_on__isnull", True), ("second__isnull", True)),
                                    models.Q(("confirmed_on__isnull", False), ("second__isnull", False)),
                                    _connector="OR",
                                ),
                                name="recheck_confirmed_by_somebody",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="alerts_cardevent",
        ),
    ]
