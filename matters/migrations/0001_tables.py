"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations
import core.partial_dates
import decisions.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("matters", "0001_matters"),
        ("matters", "0002_unlogged_staging"),
        ("matters", "0003_sanctions"),
        ("matters", "0004_unlogged_sanctions"),
        ("matters", "0005_matching"),
        ("matters", "0006_investigations"),
        ("matters", "0007_investigation_events"),
        ("matters", "0008_periods_and_rulings"),
        ("matters", "0009_guards"),
        ("matters", "0010_accountability"),
        ("matters", "0011_accountability_guards"),
        ("matters", "0012_investigation_matter"),
        ("matters", "0013_sanctions_taken_back"),
        ("matters", "0014_rulings_revoked"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Matter",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.CharField(max_length=40, unique=True, verbose_name="事项编号")),
                        ("title", models.CharField(blank=True, max_length=120, verbose_name="事项名称")),
                        ("description", models.TextField(blank=True, verbose_name="事项情况")),
                    ],
                    options={
                        "verbose_name": "事项",
                        "verbose_name_plural": "事项",
                        "ordering": ["number"],
                    },
                ),
                migrations.CreateModel(
                    name="Accountability",
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
                        ("body", models.CharField(max_length=120, verbose_name="问责主体")),
                        ("intended", models.CharField(max_length=60, verbose_name="拟采取的方式")),
                        ("opened_on", models.DateField(verbose_name="启动日期")),
                        (
                            "opening_document",
                            models.CharField(blank=True, max_length=100, verbose_name="启动文号"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "办理中"),
                                    ("decided", "已作出决定"),
                                    ("ended", "不再问责"),
                                ],
                                default="open",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        ("told_on", models.DateField(blank=True, null=True, verbose_name="告知本人日期")),
                        (
                            "answer",
                            models.CharField(
                                blank=True,
                                choices=[("case", "已作容错认定"), ("absent", "不存在第十一条所列情形")],
                                max_length=8,
                                verbose_name="容错问题",
                            ),
                        ),
                        (
                            "answer_words",
                            models.CharField(blank=True, max_length=200, verbose_name="认定结果"),
                        ),
                        (
                            "absent_reason",
                            core.fields.EncryptedTextField(
                                blank=True, default="", verbose_name="不存在容错情形的理由"
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="回答日期")),
                        ("form", models.CharField(blank=True, max_length=60, verbose_name="问责方式")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="问责文号"),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("grades", models.JSONField(blank=True, default=list, verbose_name="近三年等次")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        ("end_reason", models.CharField(blank=True, max_length=500, verbose_name="终止理由")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "answered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="回答人",
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accountabilities",
                                to="cadres.cadre",
                                verbose_name="干部",
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
                                verbose_name="登记决定的人",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "told_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="accountabilities",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "问责记录",
                        "verbose_name_plural": "问责记录",
                        "ordering": ["-opened_on", "-pk"],
                        "indexes": [
                            models.Index(fields=["state", "answer"], name="accountability_open_question")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("cadre", "matter", "body"),
                                name="accountability_one_open",
                                violation_error_message="该问责主体就这一事项对该干部已有一份问责记录正在办理。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "decided"), _negated=True),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        models.Q(("form", ""), _negated=True),
                                        models.Q(("document_no", ""), _negated=True),
                                        ("decided_on__isnull", False),
                                        ("told_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="accountability_decided_after_the_question",
                                violation_error_message="先告知本人并回答容错问题，再填写问责方式和文号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", ""), ("answered_on__isnull", True)),
                                    models.Q(
                                        models.Q(("answer", ""), _negated=True),
                                        ("answered_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="accountability_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "absent"), _negated=True),
                                    models.Q(("answered_by__isnull", False), ("told_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="accountability_absent_after_told",
                                violation_error_message="书面说明须在告知本人之后作出。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("answer", "absent"), _negated=True),
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("answered_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="accountability_two_persons",
                                violation_error_message="书面说明的人不能自己登记问责决定。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ended"), _negated=True),
                                    models.Q(
                                        ("ended_on__isnull", False),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="accountability_ended_has_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AccountabilityEvent",
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
                                to="matters.accountability",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "问责办理情况",
                        "verbose_name_plural": "问责办理情况",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Investigation",
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
                        ("opened_on", models.DateField(verbose_name="立案日期")),
                        ("document_no", models.CharField(max_length=100, verbose_name="立案文号")),
                        ("disclosed", models.BooleanField(default=False, verbose_name="可以公开")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="结案日期")),
                        ("outcome", models.CharField(blank=True, max_length=300, verbose_name="处理结果")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="investigations",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="investigations",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "立案情况",
                        "verbose_name_plural": "立案情况",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cadre", "document_no"),
                                name="investigation_once",
                                violation_error_message="该干部的这一立案文号已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on__isnull", True),
                                    ("closed_on__gte", models.F("opened_on")),
                                    _connector="OR",
                                ),
                                name="investigation_in_order",
                                violation_error_message="结案日期不能早于立案日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", True), ("outcome", "")),
                                    models.Q(
                                        ("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="investigation_closed_has_outcome",
                                violation_error_message="结案须写明处理结果。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="InvestigationEvent",
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
                                to="matters.investigation",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "立案记录",
                        "verbose_name_plural": "立案记录",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="Relief",
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
                                choices=[("免除责任", "免除责任"), ("澄清", "澄清")],
                                max_length=12,
                                verbose_name="认定",
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "file_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="来自哪一年度的文件"
                            ),
                        ),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="撤销决定日期")),
                        (
                            "revoked_document",
                            models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
                        ),
                        (
                            "revoked_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="撤销理由"),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reliefs",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reliefs",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "免责与澄清",
                        "verbose_name_plural": "免责与澄清",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("file_year__isnull", True), ("valid_to__isnull", True)),
                                fields=("matter", "cadre", "kind"),
                                name="relief_once_open",
                                violation_error_message="该干部在此事项上已有同样的认定。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("file_year__isnull", False)),
                                fields=("matter", "cadre", "kind", "file_year"),
                                name="relief_once_per_file",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_on__isnull", True),
                                    models.Q(
                                        ("valid_to__gte", models.F("revoked_on")),
                                        models.Q(("revoked_reason", ""), _negated=True),
                                        models.Q(("revoked_document", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="relief_revoked_has_words",
                                violation_error_message="撤销认定须写明文号和理由，且不溯及以往。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Ruling",
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
                                blank=True,
                                choices=[("从轻", "从轻"), ("减轻", "减轻")],
                                max_length=12,
                                verbose_name="认定",
                            ),
                        ),
                        ("source", models.CharField(max_length=200, verbose_name="来源")),
                        ("ruled_on", models.DateField(verbose_name="认定日期")),
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
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rulings",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="rulings",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "revoked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销登记人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "从轻与减轻",
                        "verbose_name_plural": "从轻与减轻",
                        "ordering": ["ruled_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True), name="ruling_has_source"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("revoked_on__isnull", True),
                                    models.Q(
                                        models.Q(("revoked_reason", ""), _negated=True),
                                        models.Q(("revoked_document", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="ruling_revoked_has_words",
                                violation_error_message="撤销认定须写明文号和理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Mark",
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
                        ("measure", models.CharField(max_length=30, verbose_name="措施")),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=10, verbose_name="扣分"
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("finding", models.CharField(blank=True, max_length=20, verbose_name="认定")),
                        ("decided_on", models.DateField(verbose_name="日期")),
                        (
                            "file_year",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="来自哪一年度的文件"
                            ),
                        ),
                        ("is_sanction", models.BooleanField(default=False, verbose_name="现行处分")),
                        ("starts_on", models.DateField(blank=True, null=True, verbose_name="批准或决定日期")),
                        (
                            "term_months",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="期限（月）"
                            ),
                        ),
                        ("influence_from", models.DateField(blank=True, null=True, verbose_name="影响期起")),
                        ("influence_to", models.DateField(blank=True, null=True, verbose_name="影响期止")),
                        (
                            "end_source",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("computed", "按规定推算"),
                                    ("document", "以决定书为准"),
                                    ("edited", "凭理由改定"),
                                ],
                                max_length=10,
                                verbose_name="影响期依据",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=300, verbose_name="改定影响期的理由"),
                        ),
                        ("lifted_on", models.DateField(blank=True, null=True, verbose_name="解除日期")),
                        (
                            "lifting_document",
                            models.CharField(blank=True, max_length=100, verbose_name="解除文号"),
                        ),
                        (
                            "dropped_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="不再计入的时间"
                            ),
                        ),
                        ("cancelled_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "cancel_document",
                            models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
                        ),
                        (
                            "cancel_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="撤销理由"),
                        ),
                        ("origin", models.CharField(blank=True, max_length=80, verbose_name="来源")),
                        (
                            "recorded_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="登记时间"
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="marks",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="登记人",
                            ),
                        ),
                        (
                            "matter",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="marks",
                                to="matters.matter",
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "replaced_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced",
                                to="matters.ruling",
                                verbose_name="由何认定替代",
                            ),
                        ),
                        (
                            "ruling",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="given",
                                to="matters.ruling",
                                verbose_name="依何认定给予",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "记录",
                        "verbose_name_plural": "记录",
                        "ordering": ["matter__number", "decided_on", "pk"],
                        "indexes": [models.Index(fields=["cadre", "decided_on"], name="mark_cadre_day")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("points__gte", 0)),
                                name="mark_points_not_negative",
                                violation_error_message="扣分不能为负数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("influence_to__isnull", True),
                                    ("influence_to__gte", models.F("decided_on")),
                                    _connector="OR",
                                ),
                                name="mark_influence_in_order",
                                violation_error_message="影响期止不能早于决定日期。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("is_sanction", True)),
                                fields=("cadre", "measure", "decided_on"),
                                name="mark_sanction_once",
                                violation_error_message="该干部同一天的同一处分已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lifted_on__isnull", True), ("lifting_document", "")),
                                    models.Q(
                                        ("lifted_on__gte", models.F("decided_on")),
                                        models.Q(("lifting_document", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="mark_lifted_has_document",
                                violation_error_message="解除须有文号，且不早于决定日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("cancelled_on__isnull", True),
                                        ("dropped_at__isnull", True),
                                        ("replaced_by__isnull", True),
                                    ),
                                    models.Q(
                                        ("cancelled_on__isnull", False),
                                        ("dropped_at__isnull", False),
                                        ("replaced_by__isnull", True),
                                        models.Q(("cancel_reason", ""), _negated=True),
                                    ),
                                    models.Q(
                                        ("cancelled_on__isnull", True),
                                        ("dropped_at__isnull", False),
                                        ("replaced_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="mark_dropped_says_why",
                                violation_error_message="不再计入的记录须写明撤销理由或替代它的认定。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end_source", "edited"), _negated=True),
                                    models.Q(("end_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="mark_edited_end_has_reason",
                                violation_error_message="改定影响期须写明理由。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MarkEvent",
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
                                to="matters.mark",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "记录办理情况",
                        "verbose_name_plural": "记录办理情况",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StagedMatter",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "batch_id",
                                "row",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("bad", models.BooleanField(default=False)),
                        ("staff_no", models.CharField(max_length=32)),
                        ("name", models.CharField(max_length=64)),
                        ("born", core.partial_dates.PartialDateField(blank=True, default="", max_length=10)),
                        ("identity_hash", models.BinaryField(max_length=32, null=True)),
                        ("measure", models.CharField(max_length=30, verbose_name="措施")),
                        ("decided_on", models.DateField(null=True, verbose_name="日期")),
                        (
                            "points",
                            models.DecimalField(
                                decimal_places=4, default=0, max_digits=10, verbose_name="扣分"
                            ),
                        ),
                        ("document_no", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("finding", models.CharField(blank=True, max_length=20, verbose_name="认定")),
                        ("number", models.CharField(max_length=40)),
                        (
                            "batch",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="core.importbatch",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="StagedSanction",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "batch_id",
                                "row",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("row", models.PositiveIntegerField()),
                        ("bad", models.BooleanField(default=False)),
                        ("staff_no", models.CharField(max_length=32)),
                        ("name", models.CharField(max_length=64)),
                        ("born", core.partial_dates.PartialDateField(blank=True, default="", max_length=10)),
                        ("identity_hash", models.BinaryField(max_length=32, null=True)),
                        ("measure", models.CharField(max_length=30)),
                        ("decided_on", models.DateField(null=True)),
                        ("influence_to", models.DateField(null=True)),
                        ("document_no", models.CharField(max_length=100)),
                        ("number", models.CharField(max_length=40)),
                        (
                            "batch",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="core.importbatch",
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                    },
                ),
            ],
        ),
        core.migration_operations.Unlogged(
            table="matters_stagedmatter",
        ),
        core.migration_operations.Unlogged(
            table="matters_stagedsanction",
        ),
        core.migration_operations.AppendOnly(
            table="matters_investigationevent",
        ),
        core.migration_operations.AppendOnly(
            table="matters_markevent",
        ),
        decisions.migration_operations.Refuse(
            table="matters_mark",
            event="INSERT",
            condition="NEW.file_year IS NULL AND EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id AND r.cadre_id = NEW.cadre_id AND r.kind = '免除责任' AND r.valid_to IS NULL)",
            message="该干部在此事项上已认定免除责任，不再登记",
        ),
        decisions.migration_operations.Refuse(
            table="matters_mark",
            event="UPDATE",
            condition="(NEW.matter_id <> OLD.matter_id OR NEW.cadre_id <> OLD.cadre_id) AND NEW.file_year IS NULL AND EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id AND r.cadre_id = NEW.cadre_id AND r.kind = '免除责任' AND r.valid_to IS NULL)",
            message="该干部在此事项上已认定免除责任，不再登记",
        ),
        decisions.migration_operations.Refuse(
            table="matters_mark",
            event="DELETE",
            condition="OLD.recorded_at IS NOT NULL AND NOT OLD.is_sanction",
            message="登记的记录不能删除，撤销后保留",
        ),
        core.migration_operations.AppendOnly(
            table="matters_accountabilityevent",
        ),
        decisions.migration_operations.Refuse(
            table="matters_accountability",
            event="INSERT",
            condition="EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id AND r.cadre_id = NEW.cadre_id AND r.valid_to IS NULL)",
            message="该干部在此事项上已有免责或澄清认定，不再问责",
        ),
        decisions.migration_operations.Refuse(
            table="matters_accountability",
            event="UPDATE",
            condition="NEW.state = 'decided' AND OLD.state <> 'decided' AND EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id AND r.cadre_id = NEW.cadre_id AND r.valid_to IS NULL)",
            message="该干部在此事项上已有免责或澄清认定，不再问责",
        ),
    ]
