"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.fields
import core.migration_operations
import core.partial_dates


class Migration(migrations.Migration):
    replaces = [
        ("cadres", "0001_cadres"),
        ("cadres", "0002_unlogged_staging"),
        ("cadres", "0003_register"),
        ("cadres", "0004_register_data"),
        ("cadres", "0005_register_rules"),
        ("cadres", "0010_export_requests"),
    ]

    initial = True

    dependencies = [
        ("accounts", "0001_tables"),
        ("accounts", "__first__"),
        ("core", "0001_tables"),
    ]

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="Cadre",
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
                            "secrets_changed",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="已更改的保密项"
                            ),
                        ),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("sex", models.CharField(blank=True, max_length=8, verbose_name="性别")),
                        ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                        ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                        (
                            "identity_no",
                            core.fields.EncryptedTextField(
                                context="cadre.identity_no", null=True, verbose_name="身份证号"
                            ),
                        ),
                        ("identity_hash", models.BinaryField(max_length=32, null=True)),
                        (
                            "born",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="出生年月"
                            ),
                        ),
                        (
                            "political_status",
                            models.CharField(blank=True, max_length=30, verbose_name="政治面貌"),
                        ),
                        (
                            "joined_party",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="入党时间"
                            ),
                        ),
                        (
                            "started_work",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="参加工作时间"
                            ),
                        ),
                        (
                            "full_time_level",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学历"),
                        ),
                        (
                            "full_time_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学位"),
                        ),
                        (
                            "full_time_school",
                            models.CharField(blank=True, max_length=120, verbose_name="全日制毕业院校及专业"),
                        ),
                        (
                            "in_service_level",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学历"),
                        ),
                        (
                            "in_service_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学位"),
                        ),
                        (
                            "in_service_school",
                            models.CharField(blank=True, max_length=120, verbose_name="在职毕业院校及专业"),
                        ),
                        (
                            "professional_title",
                            models.CharField(blank=True, max_length=60, verbose_name="专业技术职务"),
                        ),
                        ("double_role", models.BooleanField(default=False, verbose_name="是否双肩挑")),
                        (
                            "party_organisation",
                            models.CharField(blank=True, max_length=100, verbose_name="所在党组织"),
                        ),
                        (
                            "phone",
                            core.fields.EncryptedTextField(
                                context="cadre.phone", null=True, verbose_name="手机"
                            ),
                        ),
                        ("phone_hash", models.BinaryField(max_length=32, null=True)),
                        ("email", models.CharField(blank=True, max_length=120, verbose_name="邮箱")),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        ("staff_no", models.CharField(max_length=32, unique=True, verbose_name="工号")),
                        (
                            "pinyin",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=400,
                                verbose_name="姓名拼音",
                            ),
                        ),
                        (
                            "initials",
                            models.CharField(
                                blank=True,
                                db_index=True,
                                editable=False,
                                max_length=64,
                                verbose_name="姓名首字母",
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("in", "在册"), ("left", "离册")],
                                default="in",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "left_on",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="离册时间"
                            ),
                        ),
                        (
                            "left_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resigned", "离职"),
                                    ("retired", "退休"),
                                    ("transferred", "调出"),
                                    ("died", "去世"),
                                    ("unlisted", "未列入名册"),
                                ],
                                max_length=16,
                                verbose_name="离册原因",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "干部",
                        "verbose_name_plural": "干部",
                        "ordering": ["staff_no"],
                        "indexes": [models.Index(fields=["name"], name="cadre_by_name")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "in")),
                                fields=("identity_hash",),
                                name="cadre_identity_once",
                                violation_error_message="已有在册干部使用该身份证号。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "in"), _negated=True),
                                    models.Q(("left_on", ""), ("left_reason", "")),
                                    _connector="OR",
                                ),
                                name="cadre_in_register_has_not_left",
                                violation_error_message="在册干部不能有离册时间和离册原因。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAbsence",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sick", "病假"),
                                    ("personal", "事假"),
                                    ("study", "学习"),
                                    ("secondment", "挂职"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="起始日期")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 离岗",
                        "verbose_name_plural": "historical 离岗",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalCadre",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "secrets_changed",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="已更改的保密项"
                            ),
                        ),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("sex", models.CharField(blank=True, max_length=8, verbose_name="性别")),
                        ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                        ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                        (
                            "born",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="出生年月"
                            ),
                        ),
                        (
                            "political_status",
                            models.CharField(blank=True, max_length=30, verbose_name="政治面貌"),
                        ),
                        (
                            "joined_party",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="入党时间"
                            ),
                        ),
                        (
                            "started_work",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="参加工作时间"
                            ),
                        ),
                        (
                            "full_time_level",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学历"),
                        ),
                        (
                            "full_time_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学位"),
                        ),
                        (
                            "full_time_school",
                            models.CharField(blank=True, max_length=120, verbose_name="全日制毕业院校及专业"),
                        ),
                        (
                            "in_service_level",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学历"),
                        ),
                        (
                            "in_service_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学位"),
                        ),
                        (
                            "in_service_school",
                            models.CharField(blank=True, max_length=120, verbose_name="在职毕业院校及专业"),
                        ),
                        (
                            "professional_title",
                            models.CharField(blank=True, max_length=60, verbose_name="专业技术职务"),
                        ),
                        ("double_role", models.BooleanField(default=False, verbose_name="是否双肩挑")),
                        (
                            "party_organisation",
                            models.CharField(blank=True, max_length=100, verbose_name="所在党组织"),
                        ),
                        ("email", models.CharField(blank=True, max_length=120, verbose_name="邮箱")),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        ("staff_no", models.CharField(db_index=True, max_length=32, verbose_name="工号")),
                        (
                            "status",
                            models.CharField(
                                choices=[("in", "在册"), ("left", "离册")],
                                default="in",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "left_on",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="离册时间"
                            ),
                        ),
                        (
                            "left_reason",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("resigned", "离职"),
                                    ("retired", "退休"),
                                    ("transferred", "调出"),
                                    ("died", "去世"),
                                    ("unlisted", "未列入名册"),
                                ],
                                max_length=16,
                                verbose_name="离册原因",
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 干部",
                        "verbose_name_plural": "historical 干部",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalKin",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "secrets_changed",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="已更改的保密项"
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("spouse", "配偶"),
                                    ("child", "子女"),
                                    ("parent", "父母"),
                                    ("sibling", "兄弟姐妹"),
                                    ("collateral", "三代以内旁系血亲"),
                                    ("in_law", "近姻亲"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="关系",
                            ),
                        ),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "relative",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="在册的亲属",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 亲属",
                        "verbose_name_plural": "historical 亲属",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPost",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("title", models.CharField(max_length=100, verbose_name="职务")),
                        (
                            "rank",
                            models.CharField(
                                choices=[("正职", "Chief"), ("副职", "Deputy")],
                                max_length=4,
                                verbose_name="正副职",
                            ),
                        ),
                        ("quota", models.PositiveSmallIntegerField(default=1, verbose_name="职数")),
                        ("is_key", models.BooleanField(default=False, verbose_name="关键岗位")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 岗位",
                        "verbose_name_plural": "historical 岗位",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Post",
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
                        ("title", models.CharField(max_length=100, verbose_name="职务")),
                        (
                            "rank",
                            models.CharField(
                                choices=[("正职", "Chief"), ("副职", "Deputy")],
                                max_length=4,
                                verbose_name="正副职",
                            ),
                        ),
                        ("quota", models.PositiveSmallIntegerField(default=1, verbose_name="职数")),
                        ("is_key", models.BooleanField(default=False, verbose_name="关键岗位")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "岗位",
                        "verbose_name_plural": "岗位",
                        "ordering": ["unit", "title", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "title", "rank"),
                                name="post_once_per_unit",
                                violation_error_message="该单位已有这个岗位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("rank__in", ["正职", "副职"])), name="post_rank_known"
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                        ("admin_level", models.CharField(blank=True, max_length=20, verbose_name="行政级别")),
                        (
                            "in_post_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职时间"
                            ),
                        ),
                        (
                            "in_rank_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职级时间"
                            ),
                        ),
                        (
                            "supervising_leader",
                            models.CharField(blank=True, max_length=64, verbose_name="分管校领导"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("primary", "主职"), ("acting", "主持工作"), ("concurrent", "兼任")],
                                default="primary",
                                max_length=12,
                                verbose_name="任职类型",
                            ),
                        ),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="任职文号"),
                        ),
                        (
                            "probation_from",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="试用期起"
                            ),
                        ),
                        (
                            "probation_to",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="试用期止"
                            ),
                        ),
                        (
                            "probation_outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("passed", "按期转正"),
                                    ("extended", "延长试用"),
                                    ("failed", "试用不合格"),
                                ],
                                max_length=12,
                                verbose_name="试用结果",
                            ),
                        ),
                        (
                            "ended_on",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="免职时间"
                            ),
                        ),
                        (
                            "end_document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="免职文号"),
                        ),
                        ("end_reason", models.CharField(blank=True, max_length=100, verbose_name="免职原因")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="cadres.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", ""), ("kind", "primary")),
                                fields=("cadre",),
                                name="appointment_one_open_primary",
                                violation_error_message="该干部已有一个现任主职。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", "")),
                                fields=("cadre", "post", "kind"),
                                name="appointment_post_once_open",
                                violation_error_message="该干部已在任这个岗位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["primary", "acting", "concurrent"])),
                                name="appointment_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", ""),
                                    ("in_post_since", ""),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Left(models.F("ended_on"), 7),
                                        django.db.models.functions.text.Left(models.F("in_post_since"), 7),
                                    ),
                                    _connector="OR",
                                ),
                                name="appointment_dates_in_order",
                                violation_error_message="免职时间不能早于任现职时间。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("probation_to", ""),
                                    ("probation_from", ""),
                                    django.db.models.lookups.GreaterThanOrEqual(
                                        django.db.models.functions.text.Left(models.F("probation_to"), 7),
                                        django.db.models.functions.text.Left(models.F("probation_from"), 7),
                                    ),
                                    _connector="OR",
                                ),
                                name="appointment_probation_in_order",
                                violation_error_message="试用期止不能早于试用期起。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTerm",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        (
                            "starts",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任期起"
                            ),
                        ),
                        (
                            "ends",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任期止"
                            ),
                        ),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.appointment",
                                verbose_name="任职",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 任期",
                        "verbose_name_plural": "historical 任期",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalAppointment",
                    fields=[
                        (
                            "id",
                            models.BigIntegerField(
                                auto_created=True, blank=True, db_index=True, verbose_name="ID"
                            ),
                        ),
                        (
                            "version",
                            models.PositiveIntegerField(default=1, editable=False, verbose_name="版本"),
                        ),
                        ("admin_level", models.CharField(blank=True, max_length=20, verbose_name="行政级别")),
                        (
                            "in_post_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职时间"
                            ),
                        ),
                        (
                            "in_rank_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职级时间"
                            ),
                        ),
                        (
                            "supervising_leader",
                            models.CharField(blank=True, max_length=64, verbose_name="分管校领导"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("primary", "主职"), ("acting", "主持工作"), ("concurrent", "兼任")],
                                default="primary",
                                max_length=12,
                                verbose_name="任职类型",
                            ),
                        ),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="任职文号"),
                        ),
                        (
                            "probation_from",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="试用期起"
                            ),
                        ),
                        (
                            "probation_to",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="试用期止"
                            ),
                        ),
                        (
                            "probation_outcome",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("passed", "按期转正"),
                                    ("extended", "延长试用"),
                                    ("failed", "试用不合格"),
                                ],
                                max_length=12,
                                verbose_name="试用结果",
                            ),
                        ),
                        (
                            "ended_on",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="免职时间"
                            ),
                        ),
                        (
                            "end_document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="免职文号"),
                        ),
                        ("end_reason", models.CharField(blank=True, max_length=100, verbose_name="免职原因")),
                        ("history_id", models.AutoField(primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField(db_index=True)),
                        ("history_change_reason", models.CharField(max_length=100, null=True)),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                        (
                            "cadre",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "history_user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="cadres.post",
                                verbose_name="岗位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 任职",
                        "verbose_name_plural": "historical 任职",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StagedRoster",
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
                        ("staff_no", models.CharField(max_length=32, verbose_name="工号")),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        (
                            "pinyin",
                            models.CharField(
                                blank=True, editable=False, max_length=400, verbose_name="姓名拼音"
                            ),
                        ),
                        (
                            "initials",
                            models.CharField(
                                blank=True, editable=False, max_length=64, verbose_name="姓名首字母"
                            ),
                        ),
                        ("sex", models.CharField(blank=True, max_length=8, verbose_name="性别")),
                        ("ethnicity", models.CharField(blank=True, max_length=20, verbose_name="民族")),
                        ("native_place", models.CharField(blank=True, max_length=60, verbose_name="籍贯")),
                        (
                            "identity_no",
                            core.fields.EncryptedTextField(
                                context="cadre.identity_no", null=True, verbose_name="身份证号"
                            ),
                        ),
                        ("identity_hash", models.BinaryField(max_length=32, null=True)),
                        (
                            "born",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="出生年月"
                            ),
                        ),
                        (
                            "political_status",
                            models.CharField(blank=True, max_length=30, verbose_name="政治面貌"),
                        ),
                        (
                            "joined_party",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="入党时间"
                            ),
                        ),
                        (
                            "started_work",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="参加工作时间"
                            ),
                        ),
                        (
                            "full_time_level",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学历"),
                        ),
                        (
                            "full_time_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="全日制学位"),
                        ),
                        (
                            "full_time_school",
                            models.CharField(blank=True, max_length=120, verbose_name="全日制毕业院校及专业"),
                        ),
                        (
                            "in_service_level",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学历"),
                        ),
                        (
                            "in_service_degree",
                            models.CharField(blank=True, max_length=30, verbose_name="在职学位"),
                        ),
                        (
                            "in_service_school",
                            models.CharField(blank=True, max_length=120, verbose_name="在职毕业院校及专业"),
                        ),
                        (
                            "professional_title",
                            models.CharField(blank=True, max_length=60, verbose_name="专业技术职务"),
                        ),
                        ("double_role", models.BooleanField(default=False, verbose_name="是否双肩挑")),
                        (
                            "party_organisation",
                            models.CharField(blank=True, max_length=100, verbose_name="所在党组织"),
                        ),
                        (
                            "phone",
                            core.fields.EncryptedTextField(
                                context="cadre.phone", null=True, verbose_name="手机"
                            ),
                        ),
                        ("phone_hash", models.BinaryField(max_length=32, null=True)),
                        ("email", models.CharField(blank=True, max_length=120, verbose_name="邮箱")),
                        ("remark", models.CharField(blank=True, max_length=300, verbose_name="备注")),
                        ("admin_level", models.CharField(blank=True, max_length=20, verbose_name="行政级别")),
                        (
                            "in_post_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职时间"
                            ),
                        ),
                        (
                            "in_rank_since",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任现职级时间"
                            ),
                        ),
                        (
                            "supervising_leader",
                            models.CharField(blank=True, max_length=64, verbose_name="分管校领导"),
                        ),
                        ("unit", models.CharField(max_length=100)),
                        ("unit_kind", models.CharField(max_length=20)),
                        ("title", models.CharField(max_length=100)),
                        ("rank", models.CharField(max_length=4)),
                        (
                            "term_starts",
                            core.partial_dates.PartialDateField(blank=True, default="", max_length=10),
                        ),
                        (
                            "term_ends",
                            core.partial_dates.PartialDateField(blank=True, default="", max_length=10),
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
                    name="Term",
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
                            "starts",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任期起"
                            ),
                        ),
                        (
                            "ends",
                            core.partial_dates.PartialDateField(
                                blank=True, default="", max_length=10, verbose_name="任期止"
                            ),
                        ),
                        (
                            "appointment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="terms",
                                to="cadres.appointment",
                                verbose_name="任职",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "任期",
                        "verbose_name_plural": "任期",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("appointment",), name="term_once_per_appointment"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends", ""), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="term_dates_in_order",
                                violation_error_message="任期止不能早于任期起。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Absence",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sick", "病假"),
                                    ("personal", "事假"),
                                    ("study", "学习"),
                                    ("secondment", "挂职"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("starts", models.DateField(verbose_name="起始日期")),
                        ("ends", models.DateField(blank=True, null=True, verbose_name="结束日期")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absences",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "离岗",
                        "verbose_name_plural": "离岗",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ends__isnull", True), ("ends__gte", models.F("starts")), _connector="OR"
                                ),
                                name="absence_dates_in_order",
                                violation_error_message="结束日期不能早于起始日期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ExportRequest",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "requested_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="申请时间"
                            ),
                        ),
                        ("purpose", models.CharField(max_length=200, verbose_name="用途")),
                        ("query", models.CharField(blank=True, max_length=2000, verbose_name="筛选条件")),
                        ("row_count", models.PositiveIntegerField(verbose_name="人数")),
                        ("rows_sha256", models.CharField(max_length=64, verbose_name="名单摘要")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待审批"),
                                    ("approved", "已批准"),
                                    ("rejected", "已退回"),
                                    ("downloaded", "已下载"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="审批时间")),
                        (
                            "decision_note",
                            models.CharField(blank=True, max_length=200, verbose_name="审批意见"),
                        ),
                        ("expires_at", models.DateTimeField(blank=True, null=True, verbose_name="下载期限")),
                        (
                            "downloaded_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="下载时间"),
                        ),
                        (
                            "decider",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审批人",
                            ),
                        ),
                        (
                            "requester",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导出申请",
                        "verbose_name_plural": "导出申请",
                        "ordering": ["-requested_at", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["waiting", "approved", "rejected", "downloaded"])
                                ),
                                name="export_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decider__isnull", True),
                                    models.Q(("decider", models.F("requester")), _negated=True),
                                    _connector="OR",
                                ),
                                name="export_needs_second_person",
                                violation_error_message="导出申请须由申请人以外的人审批。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decider__isnull", True),
                                        ("state", "waiting"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decider__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_decided_has_decider",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("expires_at__isnull", False),
                                        ("state__in", ["approved", "downloaded"]),
                                    ),
                                    models.Q(
                                        ("expires_at__isnull", True), ("state__in", ["waiting", "rejected"])
                                    ),
                                    _connector="OR",
                                ),
                                name="export_approved_has_term",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("downloaded_at__isnull", False), ("state", "downloaded")),
                                    models.Q(
                                        models.Q(("state", "downloaded"), _negated=True),
                                        ("downloaded_at__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="export_downloaded_has_time",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Kin",
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
                            "secrets_changed",
                            models.CharField(
                                blank=True, editable=False, max_length=60, verbose_name="已更改的保密项"
                            ),
                        ),
                        (
                            "relation",
                            models.CharField(
                                choices=[
                                    ("spouse", "配偶"),
                                    ("child", "子女"),
                                    ("parent", "父母"),
                                    ("sibling", "兄弟姐妹"),
                                    ("collateral", "三代以内旁系血亲"),
                                    ("in_law", "近姻亲"),
                                    ("other", "其他"),
                                ],
                                max_length=12,
                                verbose_name="关系",
                            ),
                        ),
                        ("name", core.fields.EncryptedTextField(context="kin.name", verbose_name="姓名")),
                        (
                            "workplace",
                            core.fields.EncryptedTextField(
                                blank=True, context="kin.workplace", default="", verbose_name="工作单位及职务"
                            ),
                        ),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="停用日期")),
                        (
                            "cadre",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kin",
                                to="cadres.cadre",
                                verbose_name="干部",
                            ),
                        ),
                        (
                            "relative",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="kin_of",
                                to="cadres.cadre",
                                verbose_name="在册的亲属",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "亲属",
                        "verbose_name_plural": "亲属",
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("relative__isnull", True),
                                    models.Q(("relative", models.F("cadre")), _negated=True),
                                    _connector="OR",
                                ),
                                name="kin_of_somebody_else",
                                violation_error_message="亲属不能是本人。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("relative__isnull", False), ("removed_on__isnull", True)),
                                fields=("cadre", "relative"),
                                name="kin_relative_once",
                                violation_error_message="已登记过与这名干部的亲属关系。",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.Unlogged(
            table="cadres_stagedroster",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalabsence",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalappointment",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalcadre",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalkin",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalpost",
        ),
        core.migration_operations.AppendOnly(
            table="cadres_historicalterm",
        ),
    ]
