"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019).

With them come the regulation and the first version of its parameters, from the file delivered with the product.
"""

import json
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.migration_operations

DEFAULTS = Path(__file__).parent.parent / "defaults" / "appraisal-2021.json"
ISSUED = date(2021, 6, 9)
TITLE = "进一步激励干部新时代新担当新作为的实施办法"


def add(apps, schema_editor):
    document = apps.get_model("rulebook", "PolicyDocument").objects.create(title=TITLE, issued_on=ISSUED)
    apps.get_model("rulebook", "PolicyVersion").objects.create(
        document=document,
        number=1,
        parameters=json.loads(DEFAULTS.read_text(encoding="utf-8")),
        effective_from=ISSUED,
        approved_at=datetime(2021, 6, 9, tzinfo=ZoneInfo("Asia/Shanghai")),
    )


class Migration(migrations.Migration):
    replaces = [
        ("rulebook", "0001_rulebook"),
        ("rulebook", "0002_append_only"),
        ("rulebook", "0003_first_version"),
        ("rulebook", "0004_drafts"),
        ("rulebook", "0005_drafts_append_only"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="PolicyDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="名称")),
                        ("number", models.CharField(blank=True, max_length=100, verbose_name="文号")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="印发日期")),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                    ],
                    options={
                        "verbose_name": "制度文件",
                        "verbose_name_plural": "制度文件",
                        "ordering": ["-issued_on", "pk"],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyVersion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveIntegerField(unique=True, verbose_name="版本号")),
                        ("parameters", models.JSONField(verbose_name="参数")),
                        ("effective_from", models.DateField(verbose_name="生效日期")),
                        ("approved_at", models.DateTimeField(verbose_name="批准时间")),
                        ("summary", models.TextField(blank=True, verbose_name="起草说明")),
                        (
                            "meeting_number",
                            models.CharField(blank=True, max_length=100, verbose_name="会议文号"),
                        ),
                        ("met_on", models.DateField(blank=True, null=True, verbose_name="会议日期")),
                        ("note", models.TextField(blank=True, verbose_name="批准意见")),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="rulebook.policydocument",
                                verbose_name="依据",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参数版本",
                        "verbose_name_plural": "参数版本",
                        "ordering": ["number"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("approved_by__isnull", True), ("drafted_by__isnull", True)),
                                    models.Q(
                                        ("drafted_by__isnull", False),
                                        ("approved_by__isnull", False),
                                        models.Q(("drafted_by", models.F("approved_by")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="policy_two_people",
                                violation_error_message="参数须由一人起草、另一人批准。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PolicyDraft",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("effective_from", models.DateField(verbose_name="生效日期")),
                        ("summary", models.TextField(verbose_name="起草说明")),
                        ("parameters", models.JSONField(verbose_name="参数")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "起草中"),
                                    ("submitted", "待批准"),
                                    ("returned", "已退回"),
                                    ("approved", "已批准"),
                                    ("discarded", "已作废"),
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
                                default=core.clock.now, editable=False, verbose_name="起草时间"
                            ),
                        ),
                        (
                            "changed_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="最近办理时间"
                            ),
                        ),
                        (
                            "approved_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                to="rulebook.policydocument",
                                verbose_name="依据",
                            ),
                        ),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="起草人",
                            ),
                        ),
                        (
                            "base",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="drafts",
                                to="rulebook.policyversion",
                                verbose_name="起草基础",
                            ),
                        ),
                        (
                            "result",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="draft",
                                to="rulebook.policyversion",
                                verbose_name="批准的版本",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参数草案",
                        "verbose_name_plural": "参数草案",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("approved_by__isnull", True),
                                    models.Q(("approved_by", models.F("drafted_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="policy_draft_two_people",
                                violation_error_message="参数须由一人起草、另一人批准。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approved_by__isnull", False),
                                        ("result__isnull", False),
                                        ("state", "approved"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "approved"), _negated=True),
                                        ("approved_by__isnull", True),
                                        ("result__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="policy_draft_approved_has_version",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="PolicyDraftEvent",
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
                                to="rulebook.policydraft",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参数草案大事记",
                        "verbose_name_plural": "参数草案大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="rulebook_policyversion",
        ),
        core.migration_operations.AppendOnly(
            table="rulebook_policydraftevent",
        ),
        # Going back drops the tables; the row itself may not be deleted.
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
