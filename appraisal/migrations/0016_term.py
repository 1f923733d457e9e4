"""Results of a term."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0015_facts_bonus"),
    ]

    operations = [
        migrations.CreateModel(
            name="TermResult",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("years", models.JSONField(default=list, verbose_name="各年度")),
                (
                    "annual_mean",
                    models.DecimalField(
                        decimal_places=4, max_digits=16, null=True, verbose_name="年度总分平均"
                    ),
                ),
                (
                    "end_score",
                    models.DecimalField(
                        decimal_places=4, max_digits=16, null=True, verbose_name="聘期末测评得分"
                    ),
                ),
                ("exact", models.CharField(blank=True, max_length=120, verbose_name="未取整的聘期总分")),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=16, null=True, verbose_name="聘期总分"),
                ),
                ("proposal", models.CharField(blank=True, max_length=10, verbose_name="建议")),
                ("reasons", models.JSONField(default=list, verbose_name="说明")),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="term_result",
                        to="appraisal.participant",
                    ),
                ),
            ],
            options={
                "verbose_name": "聘期结果",
                "verbose_name_plural": "聘期结果",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("proposal", ""), ("total__isnull", True)),
                            ("total__isnull", False),
                            _connector="OR",
                        ),
                        name="term_proposal_has_total",
                    )
                ],
            },
        ),
    ]
