"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import appraisal.migration_operations
import ballots.models
import core.clock
import core.migration_operations
import core.partial_dates


class Migration(migrations.Migration):
    replaces = [
        ("appraisal", "0001_appraisal"),
        ("appraisal", "0002_append_only"),
        ("appraisal", "0003_earlier_results"),
        ("appraisal", "0004_unlogged_earlier"),
        ("appraisal", "0005_matching"),
        ("appraisal", "0006_scoring_officers"),
        ("appraisal", "0007_missing_groups"),
        ("appraisal", "0008_printed_copies"),
        ("appraisal", "0009_cycle_kinds"),
        ("appraisal", "0010_cycle_codes"),
        ("appraisal", "0011_cycle_code_unique"),
        ("appraisal", "0012_plan_and_grades"),
        ("appraisal", "0013_result_index_covers"),
        ("appraisal", "0014_plan_ways"),
        ("appraisal", "0015_facts_bonus"),
        ("appraisal", "0016_term"),
        ("appraisal", "0017_participant_version"),
        ("appraisal", "0018_grading_held"),
        ("appraisal", "0019_publicity_stopped"),
        ("appraisal", "0020_plan_bottom_scope"),
    ]

    initial = True

    dependencies = [
        ("accounts", "__first__"),
        ("ballots", "0001_tables"),
        ("cadres", "0001_tables"),
        ("core", "0001_tables"),
        ("rulebook", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Cycle",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("annual", "年度考核"), ("term", "聘期考核")],
                                default="annual",
                                max_length=10,
                                verbose_name="考核种类",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[("middle", "中层干部"), ("section", "科级干部")],
                                default="middle",
                                max_length=10,
                                verbose_name="考核对象",
                            ),
                        ),
                        (
                            "code",
                            models.SlugField(editable=False, max_length=20, unique=True, verbose_name="编号"),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[("file", "文件导入"), ("plan", "系统内办理")],
                                default="file",
                                max_length=8,
                                verbose_name="办理方式",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
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
                        ("parameters", models.JSONField(default=dict, verbose_name="冻结的参数")),
                        ("merged", models.JSONField(default=list, verbose_name="合并的考核类别")),
                        ("summary", models.JSONField(default=dict, verbose_name="计分摘要")),
                        (
                            "outcome_sha256",
                            models.CharField(blank=True, max_length=64, verbose_name="计分结果摘要"),
                        ),
                        ("scored_at", models.DateTimeField(blank=True, null=True, verbose_name="计分时间")),
                        (
                            "confirmed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="计分确认时间"),
                        ),
                        ("closing_note", models.TextField(blank=True, verbose_name="复盘")),
                        (
                            "policy",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="rulebook.policyversion",
                                verbose_name="参数版本",
                            ),
                        ),
                        (
                            "round",
                            models.OneToOneField(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cycle",
                                to="ballots.round",
                                verbose_name="测评轮次",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "年度考核",
                        "verbose_name_plural": "年度考核",
                        "ordering": ["-year", "kind", "level"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("year", "kind", "level"),
                                name="cycle_once",
                                violation_error_message="这一年度已有同样的考核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(("policy__isnull", False), ("round__isnull", False)),
                                    _connector="OR",
                                ),
                                name="cycle_approved_has_policy",
                                violation_error_message="方案审定时须冻结参数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_at__isnull", True),
                                    (
                                        "state__in",
                                        [
                                            "archived",
                                            "decided",
                                            "feedback",
                                            "panel",
                                            "publicity",
                                            "review",
                                            "scored",
                                        ],
                                    ),
                                    _connector="OR",
                                ),
                                name="cycle_confirmed_is_scored",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("confirmed_at__isnull", False),
                                    models.Q(
                                        (
                                            "state__in",
                                            [
                                                "archived",
                                                "decided",
                                                "feedback",
                                                "panel",
                                                "publicity",
                                                "review",
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    _connector="OR",
                                ),
                                name="cycle_judged_is_confirmed",
                                violation_error_message="计分经两人确认后才能进入评议。",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="CategoryResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="考核类别")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("ranked", models.PositiveIntegerField(verbose_name="排名人数")),
                        ("top_quota", models.CharField(max_length=40, verbose_name="表彰限额")),
                        ("bottom_quota", models.CharField(max_length=40, verbose_name="研判限额")),
                        ("top_seats", models.PositiveIntegerField(verbose_name="表彰名额")),
                        ("bottom_seats", models.PositiveIntegerField(null=True, verbose_name="研判名额")),
                        (
                            "mean",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="平均分"
                            ),
                        ),
                        ("notes", models.JSONField(default=list, verbose_name="说明")),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="categories",
                                to="appraisal.cycle",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "类别结果",
                        "verbose_name_plural": "类别结果",
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("cycle", "name"), name="category_result_once"),
                            models.CheckConstraint(
                                condition=models.Q(("top_seats__lte", models.F("ranked"))),
                                name="category_seats_within_ranked",
                            ),
                        ],
                    },
                ),
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
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="录入时间"
                            ),
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
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="bonus_points",
                                to="appraisal.cycle",
                                verbose_name="考核",
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
                migrations.CreateModel(
                    name="CycleEvent",
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
                                to="appraisal.cycle",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核大事记",
                        "verbose_name_plural": "考核大事记",
                        "ordering": ["pk"],
                        "abstract": False,
                    },
                ),
                migrations.CreateModel(
                    name="EarlierResult",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("category", models.CharField(blank=True, max_length=40, verbose_name="类别")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("优秀", "优秀"),
                                    ("称职", "称职"),
                                    ("基本称职", "基本称职"),
                                    ("不称职", "不称职"),
                                    ("不确定等次", "不确定等次"),
                                ],
                                max_length=8,
                                verbose_name="等次",
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                        ("out_of", models.PositiveIntegerField(blank=True, null=True, verbose_name="总人数")),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="earlier_results",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="core.importbatch",
                                verbose_name="来源",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "以前年度结果",
                        "verbose_name_plural": "以前年度结果",
                        "ordering": ["-year", "cadre"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cadre", "year"),
                                name="earlier_result_once",
                                violation_error_message="该干部这一年度的结果已经登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("grade__in", ["优秀", "称职", "基本称职", "不称职", "不确定等次"])
                                ),
                                name="earlier_grade_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("out_of__isnull", True), ("rank__isnull", True)),
                                    models.Q(
                                        ("out_of__isnull", False),
                                        ("rank__gte", 1),
                                        ("rank__isnull", False),
                                        ("rank__lte", models.F("out_of")),
                                    ),
                                    _connector="OR",
                                ),
                                name="earlier_rank_within_total",
                                violation_error_message="名次应在 1 和总人数之间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Participant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("category", models.CharField(max_length=30, verbose_name="考核类别")),
                        ("graded", models.BooleanField(default=True, verbose_name="确定等次")),
                        (
                            "ungraded_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="不确定等次原因"),
                        ),
                        (
                            "source",
                            models.CharField(
                                choices=[
                                    ("file", "名单导入"),
                                    ("register", "名册生成"),
                                    ("hand", "人工更正"),
                                ],
                                db_default="file",
                                max_length=10,
                                verbose_name="来源",
                            ),
                        ),
                        (
                            "unit_name",
                            models.CharField(blank=True, db_default="", max_length=100, verbose_name="单位"),
                        ),
                        (
                            "post_title",
                            models.CharField(blank=True, db_default="", max_length=100, verbose_name="职务"),
                        ),
                        ("discreet", models.BooleanField(db_default=False, verbose_name="原因不公开")),
                        ("basis", models.JSONField(db_default=[], default=list, verbose_name="列入依据")),
                        (
                            "version",
                            models.PositiveIntegerField(
                                db_default=1, default=1, editable=False, verbose_name="版本"
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participations",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="participants",
                                to="appraisal.cycle",
                                verbose_name="年度",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "参加考核人员",
                        "verbose_name_plural": "参加考核人员",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cycle", "cadre"),
                                name="participant_once",
                                violation_error_message="该干部已在本年度名单中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("discreet", False), ("graded", False), _connector="OR"),
                                name="participant_discreet_has_reason",
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
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
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
                        (
                            "proposal_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="建议理由"),
                        ),
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
                        (
                            "decision_reason",
                            models.CharField(blank=True, max_length=500, verbose_name="审定理由"),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="审定日期")),
                        ("meeting", models.CharField(blank=True, max_length=120, verbose_name="审定会议")),
                        (
                            "entry",
                            models.PositiveBigIntegerField(blank=True, null=True, verbose_name="议题条目"),
                        ),
                        ("revision", models.PositiveSmallIntegerField(default=0, verbose_name="修订")),
                        (
                            "held",
                            models.CharField(
                                blank=True, db_default="", max_length=320, verbose_name="公示停止的原因"
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
                        (
                            "participant",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="grading",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
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
                    name="GapDecision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("groups", models.JSONField(default=list, verbose_name="缺票的测评主体")),
                        (
                            "remedy",
                            models.CharField(
                                choices=[
                                    ("remeasure", "补测"),
                                    ("renormalise", "折算"),
                                    ("unranked", "不排名"),
                                ],
                                max_length=12,
                                verbose_name="处理办法",
                            ),
                        ),
                        ("reason", models.CharField(max_length=500, verbose_name="理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("proposed", "待另一人核定"),
                                    ("confirmed", "已核定"),
                                    ("rejected", "未同意"),
                                    ("lapsed", "已失效"),
                                ],
                                default="proposed",
                                max_length=50,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(default=core.clock.now, verbose_name="提出时间"),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="核定时间")),
                        (
                            "objection",
                            models.CharField(blank=True, max_length=500, verbose_name="不同意的理由"),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核定人",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "participant",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="gap_decisions",
                                to="appraisal.participant",
                                verbose_name="参加考核人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "缺票核定",
                        "verbose_name_plural": "缺票核定",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ["proposed", "confirmed"])),
                                fields=("participant",),
                                name="gap_one_open_decision",
                                violation_error_message="该同志的缺票已有处理意见。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="gap_two_people",
                                violation_error_message="提出和核定须由两人分别进行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "confirmed"), _negated=True),
                                    ("decided_by__isnull", False),
                                    _connector="OR",
                                ),
                                name="gap_confirmed_by_somebody",
                            ),
                        ],
                    },
                    bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
                ),
                migrations.CreateModel(
                    name="ComponentScore",
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
                            models.UniqueConstraint(
                                fields=("participant", "code"), name="component_score_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("score__gte", 0), ("score__lte", 100)),
                                name="component_score_of_hundred",
                                violation_error_message="得分应在 0 到 100 之间。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrintRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "document",
                            models.CharField(
                                choices=[("summary", "测评情况汇总表"), ("ranking", "排序总表")],
                                max_length=10,
                                verbose_name="材料",
                            ),
                        ),
                        ("meeting", models.CharField(max_length=100, verbose_name="会议或用途")),
                        ("meeting_on", models.DateField(blank=True, null=True, verbose_name="会议日期")),
                        ("copies", models.PositiveSmallIntegerField(verbose_name="份数")),
                        ("outcome_sha256", models.CharField(max_length=64, verbose_name="计分结果摘要")),
                        (
                            "printed_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="印制时间"
                            ),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="print_runs",
                                to="appraisal.cycle",
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "printed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="印制人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议材料印制",
                        "verbose_name_plural": "会议材料印制",
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document__in", ["summary", "ranking"])),
                                name="print_document_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("copies__gte", 1), ("copies__lte", 60)),
                                name="print_copies_within",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PrintedCopy",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="编号")),
                        ("holder", models.CharField(blank=True, max_length=40, verbose_name="持有人")),
                        (
                            "collected_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="收回时间"),
                        ),
                        (
                            "missing_note",
                            models.CharField(blank=True, max_length=300, verbose_name="遗失情况"),
                        ),
                        (
                            "missing_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="报告遗失时间"),
                        ),
                        (
                            "collected_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="收回人",
                            ),
                        ),
                        (
                            "missing_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="报告人",
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="numbered",
                                to="appraisal.printrun",
                                verbose_name="印制",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会议材料编号件",
                        "verbose_name_plural": "会议材料编号件",
                        "ordering": ["run", "number"],
                        "constraints": [
                            models.UniqueConstraint(fields=("run", "number"), name="printed_copy_once"),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)), name="printed_copy_number"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("collected_at__isnull", True), ("collected_by__isnull", True)),
                                    models.Q(
                                        ("collected_at__isnull", False), ("collected_by__isnull", False)
                                    ),
                                    _connector="OR",
                                ),
                                name="printed_copy_collected_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("missing_at__isnull", True),
                                        ("missing_by__isnull", True),
                                        ("missing_note", ""),
                                    ),
                                    models.Q(
                                        ("missing_at__isnull", False),
                                        ("missing_by__isnull", False),
                                        models.Q(("missing_note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="printed_copy_missing_with_note",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Result",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("category", models.CharField(max_length=40, verbose_name="考核类别")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="类别次序")),
                        ("rank", models.PositiveIntegerField(null=True, verbose_name="名次")),
                        (
                            "score",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="测评得分"
                            ),
                        ),
                        (
                            "deducted",
                            models.DecimalField(decimal_places=4, max_digits=16, verbose_name="扣分"),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="总分"
                            ),
                        ),
                        (
                            "distance",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="与类别平均分之差"
                            ),
                        ),
                        ("suggestion", models.CharField(blank=True, max_length=20, verbose_name="建议")),
                        ("group_means", models.JSONField(default=dict, verbose_name="各类票平均")),
                        ("reasons", models.JSONField(default=list, verbose_name="说明")),
                        ("marks", models.JSONField(default=list, verbose_name="记录的处理")),
                        ("missing", models.JSONField(default=list, verbose_name="缺票的测评主体")),
                        (
                            "cycle",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="results",
                                to="appraisal.cycle",
                            ),
                        ),
                        (
                            "participant",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="result",
                                to="appraisal.participant",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "考核结果",
                        "verbose_name_plural": "考核结果",
                        "indexes": [
                            models.Index(
                                fields=["cycle", "position", "rank", "id", "suggestion", "category", "total"],
                                name="result_cycle_order",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("rank__isnull", True), ("total__isnull", True)),
                                    models.Q(("rank__isnull", False), ("total__isnull", False)),
                                    _connector="OR",
                                ),
                                name="result_rank_with_total",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoreConfirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[("counter", "计分人"), ("witness", "监票人")],
                                max_length=10,
                                verbose_name="职责",
                            ),
                        ),
                        ("outcome_sha256", models.CharField(max_length=64, verbose_name="计分结果摘要")),
                        (
                            "confirmed_at",
                            models.DateTimeField(default=core.clock.now, verbose_name="确认时间"),
                        ),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="appraisal.cycle",
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="确认人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计分确认",
                        "verbose_name_plural": "计分确认",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("cycle", "outcome_sha256", "duty"),
                                name="score_confirmed_once_per_duty",
                            ),
                            models.UniqueConstraint(
                                fields=("cycle", "outcome_sha256", "user"),
                                name="score_confirmed_by_two",
                                violation_error_message="计分须由两人分别确认。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ScoringOfficer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "duty",
                            models.CharField(
                                choices=[("counter", "计分人"), ("witness", "监票人")],
                                max_length=10,
                                verbose_name="职责",
                            ),
                        ),
                        ("named_at", models.DateTimeField(default=core.clock.now, verbose_name="指定时间")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="终止时间")),
                        (
                            "cycle",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="scoring_officers",
                                to="appraisal.cycle",
                                verbose_name="年度",
                            ),
                        ),
                        (
                            "named_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="指定人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "计分人员",
                        "verbose_name_plural": "计分人员",
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("cycle", "duty"),
                                name="scoring_officer_one_per_duty",
                                violation_error_message="该年度已有人承担此项职责。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_at__isnull", True)),
                                fields=("cycle", "user"),
                                name="scoring_officer_two_people",
                                violation_error_message="计分人和监票人不能是同一人。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StagedEarlier",
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
                        ("category", models.CharField(blank=True, max_length=40, verbose_name="类别")),
                        (
                            "grade",
                            models.CharField(
                                choices=[
                                    ("优秀", "优秀"),
                                    ("称职", "称职"),
                                    ("基本称职", "基本称职"),
                                    ("不称职", "不称职"),
                                    ("不确定等次", "不确定等次"),
                                ],
                                max_length=8,
                                verbose_name="等次",
                            ),
                        ),
                        ("rank", models.PositiveIntegerField(blank=True, null=True, verbose_name="名次")),
                        ("out_of", models.PositiveIntegerField(blank=True, null=True, verbose_name="总人数")),
                        ("year", models.PositiveSmallIntegerField()),
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
                    name="StagedParticipant",
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
                        ("category", models.CharField(max_length=30, verbose_name="考核类别")),
                        ("graded", models.BooleanField(default=True, verbose_name="确定等次")),
                        (
                            "ungraded_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="不确定等次原因"),
                        ),
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
                        (
                            "exact",
                            models.CharField(blank=True, max_length=120, verbose_name="未取整的聘期总分"),
                        ),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2, max_digits=16, null=True, verbose_name="聘期总分"
                            ),
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
                migrations.CreateModel(
                    name="Plan",
                    fields=[
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
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
                        (
                            "decision_due",
                            models.DateField(blank=True, null=True, verbose_name="党委审定截止"),
                        ),
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
                        (
                            "bottom_scope",
                            models.CharField(
                                blank=True,
                                choices=[("category", "按类别"), ("overall", "全体")],
                                max_length=8,
                                verbose_name="后段名单的范围",
                            ),
                        ),
                        (
                            "ways",
                            models.JSONField(default=ballots.models.ways_by_machine, verbose_name="投票方式"),
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
            ],
        ),
        core.migration_operations.AppendOnly(
            table="appraisal_cycleevent",
        ),
        core.migration_operations.Unlogged(
            table="appraisal_stagedparticipant",
        ),
        core.migration_operations.Unlogged(
            table="appraisal_stagedearlier",
        ),
        appraisal.migration_operations.ConfirmedByTwo(
            table="appraisal_cycle",
        ),
        core.migration_operations.AppendOnly(
            table="appraisal_bonuspoint",
        ),
    ]
