"""Investigations, and what was recorded of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("cadres", "0010_export_requests"),
        ("matters", "0005_matching"),
    ]

    operations = [
        migrations.CreateModel(
            name="Investigation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
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
                            models.Q(("closed_on__isnull", False), models.Q(("outcome", ""), _negated=True)),
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
    ]
