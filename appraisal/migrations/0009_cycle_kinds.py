"""Cycles of several kinds, the states after the count, and what a participant list made here holds."""

from django.db import migrations, models

from core.migration_operations import RefuseBack


class Migration(migrations.Migration):
    dependencies = [
        ("appraisal", "0008_printed_copies"),
        ("ballots", "0004_papers_counted"),
        ("cadres", "0010_export_requests"),
        ("rulebook", "0005_drafts_append_only"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="cycle",
            options={
                "ordering": ["-year", "kind", "level"],
                "verbose_name": "年度考核",
                "verbose_name_plural": "年度考核",
            },
        ),
        migrations.RemoveConstraint(
            model_name="cycle",
            name="cycle_confirmed_is_scored",
        ),
        migrations.AddField(
            model_name="cycle",
            name="closing_note",
            field=models.TextField(blank=True, verbose_name="复盘"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="code",
            field=models.SlugField(
                db_index=False, default="", editable=False, max_length=20, verbose_name="编号"
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="kind",
            field=models.CharField(
                choices=[("annual", "年度考核"), ("term", "聘期考核")],
                default="annual",
                max_length=10,
                verbose_name="考核种类",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="level",
            field=models.CharField(
                choices=[("middle", "中层干部"), ("section", "科级干部")],
                default="middle",
                max_length=10,
                verbose_name="考核对象",
            ),
        ),
        migrations.AddField(
            model_name="cycle",
            name="merged",
            field=models.JSONField(default=list, verbose_name="合并的考核类别"),
        ),
        migrations.AddField(
            model_name="cycle",
            name="source",
            field=models.CharField(
                choices=[("file", "文件导入"), ("plan", "系统内办理")],
                default="file",
                max_length=8,
                verbose_name="办理方式",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="basis",
            field=models.JSONField(db_default=[], default=list, verbose_name="列入依据"),
        ),
        migrations.AddField(
            model_name="participant",
            name="discreet",
            field=models.BooleanField(db_default=False, verbose_name="原因不公开"),
        ),
        migrations.AddField(
            model_name="participant",
            name="post_title",
            field=models.CharField(blank=True, db_default="", max_length=100, verbose_name="职务"),
        ),
        migrations.AddField(
            model_name="participant",
            name="source",
            field=models.CharField(
                choices=[("file", "名单导入"), ("register", "名册生成"), ("hand", "人工更正")],
                db_default="file",
                max_length=10,
                verbose_name="来源",
            ),
        ),
        migrations.AddField(
            model_name="participant",
            name="unit_name",
            field=models.CharField(blank=True, db_default="", max_length=100, verbose_name="单位"),
        ),
        migrations.AlterField(
            model_name="cycle",
            name="state",
            field=models.CharField(
                choices=[
                    ("draft", "方案起草"),
                    ("approved", "方案审定"),
                    ("self_report", "个人述职"),
                    ("report_public", "述职公示"),
                    ("voting", "民主测评"),
                    ("interview", "个别谈话"),
                    ("scored", "汇总计分"),
                    ("panel", "考核组评议"),
                    ("decided", "党委审定"),
                    ("publicity", "结果公示"),
                    ("feedback", "结果反馈"),
                    ("review", "复核申诉"),
                    ("archived", "归档"),
                ],
                default="draft",
                max_length=50,
                verbose_name="状态",
            ),
        ),
        migrations.AlterField(
            model_name="cycle",
            name="year",
            field=models.PositiveSmallIntegerField(verbose_name="年度"),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.UniqueConstraint(
                fields=("year", "kind", "level"),
                name="cycle_once",
                violation_error_message="这一年度已有同样的考核。",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", True),
                    (
                        "state__in",
                        ["archived", "decided", "feedback", "panel", "publicity", "review", "scored"],
                    ),
                    _connector="OR",
                ),
                name="cycle_confirmed_is_scored",
            ),
        ),
        migrations.AddConstraint(
            model_name="cycle",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at__isnull", False),
                    models.Q(
                        ("state__in", ["archived", "decided", "feedback", "panel", "publicity", "review"]),
                        _negated=True,
                    ),
                    _connector="OR",
                ),
                name="cycle_judged_is_confirmed",
                violation_error_message="计分经两人确认后才能进入评议。",
            ),
        ),
        migrations.AddConstraint(
            model_name="participant",
            constraint=models.CheckConstraint(
                condition=models.Q(("discreet", False), ("graded", False), _connector="OR"),
                name="participant_discreet_has_reason",
            ),
        ),
        RefuseBack(
            "SELECT count(*) FROM appraisal_cycle WHERE kind <> 'annual' OR level <> 'middle'",
            "有 {count} 次聘期考核或科级干部考核",
        ),
    ]
