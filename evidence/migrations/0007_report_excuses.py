"""Who need not report in a cycle."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0017_participant_version"),
        ("evidence", "0006_interviews_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportExcuse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="免于述职的理由")),
                (
                    "excused_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="办理时间"),
                ),
                (
                    "excused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="办理人",
                    ),
                ),
                (
                    "participant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="excuse",
                        to="appraisal.participant",
                        verbose_name="参加考核人员",
                    ),
                ),
            ],
            options={
                "verbose_name": "免于述职",
                "verbose_name_plural": "免于述职",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="report_excuse_has_reason",
                        violation_error_message="免于述职须写明理由。",
                    )
                ],
            },
        ),
    ]
