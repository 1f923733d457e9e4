"""Announced bonus points, append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0014_plan_ways"),
        ("cadres", "0010_export_requests"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BonusPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("points", models.DecimalField(decimal_places=2, max_digits=6, verbose_name="加分")),
                ("reason", models.CharField(max_length=300, verbose_name="加分理由")),
                ("document_no", models.CharField(max_length=100, verbose_name="公布文号")),
                ("announced_on", models.DateField(verbose_name="公布日期")),
                (
                    "entered_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="录入时间"),
                ),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bonus_points",
                        to="cadres.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bonus_points",
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
                        verbose_name="录入人",
                    ),
                ),
                (
                    "takes_back",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="taken_back",
                        to="appraisal.bonuspoint",
                        verbose_name="撤回的加分",
                    ),
                ),
            ],
            options={
                "verbose_name": "加分",
                "verbose_name_plural": "加分",
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("points__gt", 0), ("points__lte", 100)),
                        name="bonus_points_positive",
                        violation_error_message="加分应大于 0，不超过 100。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reason", ""), _negated=True),
                            models.Q(("document_no", ""), _negated=True),
                        ),
                        name="bonus_has_reason_and_document",
                        violation_error_message="加分须写明理由和公布文号。",
                    ),
                ],
            },
        ),
        AppendOnly("appraisal_bonuspoint"),
    ]
