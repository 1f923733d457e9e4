"""A commendation that is taken back in writing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0017_participant_version"),
        ("decisions", "0002_guards"),
        ("outcomes", "0007_stale_once_open"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="commendationcase",
            name="commendation_state_known",
        ),
        migrations.AddField(
            model_name="commendationcase",
            name="revoked_document",
            field=models.CharField(blank=True, max_length=100, verbose_name="撤销文号"),
        ),
        migrations.AddField(
            model_name="commendationcase",
            name="revoked_on",
            field=models.DateField(blank=True, null=True, verbose_name="撤销日期"),
        ),
        migrations.AddField(
            model_name="commendationcase",
            name="revoked_reason",
            field=models.CharField(blank=True, max_length=500, verbose_name="撤销理由"),
        ),
        migrations.AlterField(
            model_name="commendationcase",
            name="state",
            field=models.CharField(
                choices=[
                    ("gathering", "收集事迹"),
                    ("ready", "待党委审议"),
                    ("agreed", "同意表彰，待公示"),
                    ("declined", "不予表彰"),
                    ("deferred", "暂缓"),
                    ("public", "公示中"),
                    ("stopped", "公示后不再继续"),
                    ("cleared", "公示无异议，待发文"),
                    ("commended", "已表彰"),
                    ("lapsed", "已不在名单"),
                    ("revoked", "表彰已撤销"),
                ],
                default="gathering",
                max_length=50,
                verbose_name="状态",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendationcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "gathering",
                            "ready",
                            "agreed",
                            "declined",
                            "deferred",
                            "public",
                            "stopped",
                            "cleared",
                            "commended",
                            "lapsed",
                            "revoked",
                        ],
                    )
                ),
                name="commendation_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="commendationcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "revoked"),
                        ("commended_on__isnull", False),
                        ("revoked_on__isnull", False),
                        models.Q(("revoked_document", ""), _negated=True),
                        models.Q(("revoked_reason", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("state", "revoked"), _negated=True),
                        ("revoked_document", ""),
                        ("revoked_on__isnull", True),
                        ("revoked_reason", ""),
                    ),
                    _connector="OR",
                ),
                name="commendation_revoked_in_writing",
                violation_error_message="撤销表彰须有文号、日期和理由。",
            ),
        ),
    ]
