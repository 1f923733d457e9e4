"""Individual interviews of a cycle, and what happened to each."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models

import core.clock


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "__first__"),
        ("appraisal", "0016_term"),
        ("cadres", "0010_export_requests"),
        ("evidence", "0004_facts_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="Interview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("talk", "个别谈话"), ("check", "情况核实")],
                        default="talk",
                        max_length=8,
                        verbose_name="方式",
                    ),
                ),
                (
                    "group",
                    models.CharField(
                        choices=[
                            ("leader", "分管校领导"),
                            ("chief", "单位主要负责人"),
                            ("colleague", "班子成员和中层干部"),
                            ("staff", "教职工"),
                            ("served", "服务对象"),
                            ("own", "干部本人"),
                        ],
                        max_length=12,
                        verbose_name="谈话对象",
                    ),
                ),
                ("people", models.PositiveSmallIntegerField(default=1, verbose_name="谈话人数")),
                ("held_on", models.DateField(verbose_name="谈话日期")),
                ("topic", models.CharField(max_length=200, verbose_name="谈话内容")),
                ("findings", models.TextField(verbose_name="了解到的事实")),
                (
                    "entered_at",
                    models.DateTimeField(default=core.clock.now, editable=False, verbose_name="登记时间"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("recorded", "已登记"), ("withdrawn", "已撤销")],
                        default="recorded",
                        max_length=50,
                        verbose_name="状态",
                    ),
                ),
                ("withdrawn_reason", models.CharField(blank=True, max_length=300, verbose_name="撤销原因")),
                ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                (
                    "cadre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
                        to="cadres.cadre",
                        verbose_name="干部",
                    ),
                ),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="interviews",
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
                        verbose_name="登记人",
                    ),
                ),
                (
                    "first_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谈话人",
                    ),
                ),
                (
                    "second_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谈话人（第二人）",
                    ),
                ),
            ],
            options={
                "verbose_name": "个别谈话",
                "verbose_name_plural": "个别谈话",
                "ordering": ["-held_on", "-pk"],
                "indexes": [models.Index(fields=["cycle", "cadre"], name="interview_cycle_cadre")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("first_by", models.F("second_by")), _negated=True),
                        name="interview_by_two_people",
                        violation_error_message="个别谈话须由两人进行。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("people__gte", 1), models.Q(("findings", ""), _negated=True)),
                        name="interview_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recorded"), ("withdrawn_reason", "")),
                            models.Q(
                                ("state", "withdrawn"), models.Q(("withdrawn_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="interview_withdrawn_with_reason",
                        violation_error_message="撤销须写明原因。",
                    ),
                ],
            },
            bases=(django_fsm.ConcurrentTransitionMixin, models.Model),
        ),
        migrations.CreateModel(
            name="InterviewEvent",
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
                        to="evidence.interview",
                    ),
                ),
            ],
            options={
                "verbose_name": "个别谈话大事记",
                "verbose_name_plural": "个别谈话大事记",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
