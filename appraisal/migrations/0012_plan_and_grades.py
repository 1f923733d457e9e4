"""Plans of cycles run here, grades as proposed and decided, scores of weighted components."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0011_cycle_code_unique"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ComponentScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                ("code", models.CharField(max_length=40, verbose_name="成分")),
                ("score", models.DecimalField(decimal_places=4, max_digits=7, verbose_name="得分")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="依据")),
                ("entered_at", models.DateTimeField(default=core.clock.now, verbose_name="录入时间")),
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
                    "participant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="component_scores",
                        to="appraisal.participant",
                        verbose_name="参加考核人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "成分得分",
                "verbose_name_plural": "成分得分",
                "constraints": [
                    models.UniqueConstraint(fields=("participant", "code"), name="component_score_once"),
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 100)),
                        name="component_score_of_hundred",
                        violation_error_message="得分应在 0 到 100 之间。",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Grading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "proposed",
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
                        verbose_name="考核组建议等次",
                    ),
                ),
                ("proposal_reason", models.CharField(blank=True, max_length=500, verbose_name="建议理由")),
                ("comment", models.TextField(blank=True, verbose_name="评语")),
                ("proposed_at", models.DateTimeField(blank=True, null=True, verbose_name="提出时间")),
                (
                    "decided",
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
                        verbose_name="党委审定等次",
                    ),
                ),
                ("decision_reason", models.CharField(blank=True, max_length=500, verbose_name="审定理由")),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="审定日期")),
                ("meeting", models.CharField(blank=True, max_length=120, verbose_name="审定会议")),
                ("entry", models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目")),
                ("revision", models.PositiveSmallIntegerField(default=0, verbose_name="修订")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grading",
                        to="appraisal.participant",
                        verbose_name="参加考核人员",
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核等次",
                "verbose_name_plural": "考核等次",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided", ""),
                            models.Q(("decided_on__isnull", False), ("revision__gte", 1)),
                            _connector="OR",
                        ),
                        name="grade_decided_has_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("proposed", ""),
                            models.Q(("proposed_at__isnull", False), ("proposed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="grade_proposed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "cycle",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="plan",
                        serialize=False,
                        to="appraisal.cycle",
                        verbose_name="考核",
                    ),
                ),
                ("focus", models.TextField(blank=True, verbose_name="考核重点")),
                ("cutoff_on", models.DateField(verbose_name="截止日")),
                ("report_due", models.DateField(verbose_name="述职报告提交截止")),
                ("voting_from", models.DateField(verbose_name="民主测评开始")),
                ("voting_to", models.DateField(verbose_name="民主测评结束")),
                ("panel_due", models.DateField(blank=True, null=True, verbose_name="考核组评议截止")),
                ("decision_due", models.DateField(blank=True, null=True, verbose_name="党委审定截止")),
                ("archive_due", models.DateField(blank=True, null=True, verbose_name="归档截止")),
                (
                    "excellent_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=5,
                        null=True,
                        verbose_name="优秀等次比例（%）",
                    ),
                ),
                ("meeting", models.CharField(blank=True, max_length=120, verbose_name="审定会议")),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="起草人",
                    ),
                ),
            ],
            options={
                "verbose_name": "考核方案",
                "verbose_name_plural": "考核方案",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("voting_to__gte", models.F("voting_from"))),
                        name="plan_voting_in_order",
                        violation_error_message="民主测评的结束日不能早于开始日。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("voting_from__gte", models.F("report_due"))),
                        name="plan_reports_before_voting",
                        violation_error_message="民主测评不能早于述职报告提交截止。",
                    ),
                ],
            },
        ),
    ]
