"""What follows a judgement of the last (研判后续办理): who, what, until when, and how it came out."""

import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    dependencies = [
        ("outcomes", "0008_commendation_revoked"),
    ]

    operations = [
        migrations.CreateModel(
            name="BottomFollowUp",
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
                        choices=[("help", "帮扶"), ("up_down", "转能上能下程序"), ("refer", "转主管部门")],
                        max_length=10,
                        verbose_name="研判意见",
                    ),
                ),
                ("responsible", models.CharField(max_length=100, verbose_name="责任部门或责任人")),
                ("task", core.fields.EncryptedTextField(verbose_name="办理事项")),
                ("due_on", models.DateField(verbose_name="完成期限")),
                ("result", core.fields.EncryptedTextField(blank=True, default="", verbose_name="办理结果")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to="outcomes.bottomreview",
                        verbose_name="研判对象",
                    ),
                ),
            ],
            options={
                "verbose_name": "研判后续办理",
                "verbose_name_plural": "研判后续办理",
                "constraints": [
                    models.UniqueConstraint(fields=("review", "outcome"), name="bottom_follow_up_once")
                ],
            },
        ),
    ]
