"""All tables of the app as they stood on 29 November 2026, for a new database (docs/decisions/0019)."""

import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models

import accounts.migration_operations
import core.clock
import core.migration_operations


class Migration(migrations.Migration):
    replaces = [
        ("accounts", "0001_accounts"),
        ("accounts", "0002_security_log"),
        ("accounts", "0003_sign_in"),
        ("accounts", "0004_units"),
        ("accounts", "0005_units_data"),
        ("accounts", "0006_backup_events"),
        ("accounts", "0007_score_sheet_events"),
        ("accounts", "0008_case_file_events"),
    ]

    initial = True

    dependencies = []

    operations = [
        core.migration_operations.Together(
            operations=[
                migrations.CreateModel(
                    name="User",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "last_login",
                            models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                        ),
                        ("staff_no", models.CharField(max_length=32, unique=True, verbose_name="工号")),
                        ("name", models.CharField(max_length=64, verbose_name="姓名")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("is_system", models.BooleanField(default=False, verbose_name="系统账号")),
                        (
                            "created_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="建立时间"
                            ),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="密码设定时间"
                            ),
                        ),
                        (
                            "first_password_until",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="首次密码有效期至"
                            ),
                        ),
                        (
                            "first_password_used_at",
                            models.DateTimeField(
                                blank=True, editable=False, null=True, verbose_name="首次密码使用时间"
                            ),
                        ),
                        (
                            "session_epoch",
                            models.PositiveIntegerField(default=0, editable=False, verbose_name="登录批次"),
                        ),
                    ],
                    options={
                        "verbose_name": "用户",
                        "verbose_name_plural": "用户",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("first_password_used_at__isnull", True),
                                    ("first_password_until__isnull", False),
                                    _connector="OR",
                                ),
                                name="user_first_password_has_end",
                                violation_error_message="首次密码必须有有效期。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SecurityLogHead",
                    fields=[
                        ("single", models.BooleanField(default=True, primary_key=True, serialize=False)),
                        ("number", models.BigIntegerField(default=0)),
                        ("hash", models.CharField(blank=True, max_length=64)),
                    ],
                    options={
                        "verbose_name": "安全日志末尾",
                        "verbose_name_plural": "安全日志末尾",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("single", True)), name="security_log_one_head"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                        ("name", models.CharField(max_length=100, verbose_name="单位名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("机关部门", "Office"),
                                    ("二级学院", "School"),
                                    ("直属单位", "Affiliate"),
                                ],
                                max_length=20,
                                verbose_name="单位类别",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="设立或调整文号"),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="accounts.unit",
                                verbose_name="上级单位",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="accounts.unit",
                                verbose_name="并入单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位",
                        "verbose_name_plural": "单位",
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("valid_to__isnull", True)),
                                fields=("name",),
                                name="unit_one_open_name",
                                violation_error_message="已有同名的现存单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("kind__in", ["机关部门", "二级学院", "直属单位"])),
                                name="unit_kind_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", True),
                                    models.Q(("parent", models.F("id")), _negated=True),
                                    _connector="OR",
                                ),
                                name="unit_not_its_own_parent",
                                violation_error_message="单位不能是自己的上级单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("successor__isnull", True),
                                    models.Q(
                                        models.Q(("successor", models.F("id")), _negated=True),
                                        ("valid_to__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="unit_successor_of_closed",
                                violation_error_message="只有已撤销的单位才有并入单位，且不能并入自己。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_from__isnull", True),
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="unit_dates_in_order",
                                violation_error_message="撤销日期不能早于设立日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Supervision",
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
                        ("valid_from", models.DateField(verbose_name="起始日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="分管校领导",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supervisions",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "分管",
                        "verbose_name_plural": "分管",
                        "ordering": ["valid_from", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("valid_to__isnull", True)),
                                fields=("unit", "leader"),
                                name="supervision_once_open",
                                violation_error_message="该领导已在分管此单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="supervision_dates_in_order",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="RoleGrant",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("org_head", "组织部负责人"),
                                    ("org_officer", "组织部工作人员"),
                                    ("discipline_head", "纪委监察部门负责人"),
                                    ("discipline_officer", "纪委监察部门工作人员"),
                                    ("party_office", "党办工作人员"),
                                    ("leader", "分管领导"),
                                    ("unit_party", "二级党组织"),
                                    ("cadre", "干部"),
                                    ("system_officer", "系统管理员"),
                                    ("security_officer", "安全管理员"),
                                    ("audit_officer", "审计管理员"),
                                ],
                                max_length=24,
                                verbose_name="角色",
                            ),
                        ),
                        ("valid_from", models.DateField(verbose_name="起始日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        (
                            "is_void",
                            models.BooleanField(default=False, editable=False, verbose_name="当日即终止"),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="grants",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="accounts.unit",
                                verbose_name="范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "角色授予",
                        "verbose_name_plural": "角色授予",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", False), ("valid_to__isnull", True)),
                                fields=("user", "role", "unit"),
                                name="grant_once_per_unit",
                                violation_error_message="该用户在此单位已有此角色。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("unit__isnull", True), ("valid_to__isnull", True)),
                                fields=("user", "role"),
                                name="grant_once_everywhere",
                                violation_error_message="该用户已有此角色。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "role__in",
                                        [
                                            "org_head",
                                            "org_officer",
                                            "discipline_head",
                                            "discipline_officer",
                                            "party_office",
                                            "leader",
                                            "unit_party",
                                            "cadre",
                                            "system_officer",
                                            "security_officer",
                                            "audit_officer",
                                        ],
                                    )
                                ),
                                name="grant_role_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_to__isnull", True),
                                    ("valid_to__gte", models.F("valid_from")),
                                    _connector="OR",
                                ),
                                name="grant_dates_in_order",
                                violation_error_message="终止日期不能早于起始日期。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUnit",
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
                        ("name", models.CharField(max_length=100, verbose_name="单位名称")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("机关部门", "Office"),
                                    ("二级学院", "School"),
                                    ("直属单位", "Affiliate"),
                                ],
                                max_length=20,
                                verbose_name="单位类别",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="撤销日期")),
                        (
                            "document_no",
                            models.CharField(blank=True, max_length=100, verbose_name="设立或调整文号"),
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
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="上级单位",
                            ),
                        ),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="accounts.unit",
                                verbose_name="并入单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical 单位",
                        "verbose_name_plural": "historical 单位",
                        "ordering": ("-history_date", "-history_id"),
                        "get_latest_by": ("history_date", "history_id"),
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GrantProposal",
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
                                choices=[("grant", "授予"), ("end", "终止")],
                                max_length=8,
                                verbose_name="事项",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("org_head", "组织部负责人"),
                                    ("org_officer", "组织部工作人员"),
                                    ("discipline_head", "纪委监察部门负责人"),
                                    ("discipline_officer", "纪委监察部门工作人员"),
                                    ("party_office", "党办工作人员"),
                                    ("leader", "分管领导"),
                                    ("unit_party", "二级党组织"),
                                    ("cadre", "干部"),
                                    ("system_officer", "系统管理员"),
                                    ("security_officer", "安全管理员"),
                                    ("audit_officer", "审计管理员"),
                                ],
                                max_length=24,
                                verbose_name="角色",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="起始日期")),
                        ("valid_to", models.DateField(blank=True, null=True, verbose_name="终止日期")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "待复核"),
                                    ("approved", "已生效"),
                                    ("rejected", "已退回"),
                                    ("withdrawn", "已撤回"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "proposed_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="提出时间"
                            ),
                        ),
                        ("decided_at", models.DateTimeField(null=True, verbose_name="复核时间")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="复核意见")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals_decided",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="复核人",
                            ),
                        ),
                        (
                            "proposed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals_made",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提出人",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                        (
                            "grant",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="accounts.rolegrant",
                                verbose_name="授予",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                to="accounts.unit",
                                verbose_name="范围",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "授权申请",
                        "verbose_name_plural": "授权申请",
                        "ordering": ["-proposed_at", "-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting"), ("unit__isnull", False)),
                                fields=("user", "role", "unit"),
                                name="proposal_one_waiting_per_unit",
                                violation_error_message="该用户在此单位的这一角色已有一项待复核的申请。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "waiting"), ("unit__isnull", True)),
                                fields=("user", "role"),
                                name="proposal_one_waiting",
                                violation_error_message="该用户的这一角色已有一项待复核的申请。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind__in", ["grant", "end"]),
                                    (
                                        "role__in",
                                        [
                                            "org_head",
                                            "org_officer",
                                            "discipline_head",
                                            "discipline_officer",
                                            "party_office",
                                            "leader",
                                            "unit_party",
                                            "cadre",
                                            "system_officer",
                                            "security_officer",
                                            "audit_officer",
                                        ],
                                    ),
                                    ("state__in", ["waiting", "approved", "rejected", "withdrawn"]),
                                ),
                                name="proposal_words_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("grant__isnull", False), ("kind", "end")),
                                    models.Q(("kind", "grant"), ("valid_from__isnull", False)),
                                    _connector="OR",
                                ),
                                name="proposal_says_what",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("kind", "end"),
                                    models.Q(("role__in", ["leader", "unit_party"]), ("unit__isnull", False)),
                                    models.Q(
                                        models.Q(("role__in", ["leader", "unit_party"]), _negated=True),
                                        ("unit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_scope_of_role",
                                violation_error_message="分管领导和二级党组织必须指定单位，其他角色不指定单位。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                        ("state", "waiting"),
                                    ),
                                    models.Q(
                                        models.Q(("state", "waiting"), _negated=True),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("approved", "rejected")), _negated=True),
                                    models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="proposal_two_persons",
                                violation_error_message="提出人不能复核自己提出的申请。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("proposed_by", models.F("user")), _negated=True),
                                    models.Q(
                                        ("decided_by__isnull", True),
                                        models.Q(("decided_by", models.F("user")), _negated=True),
                                        _connector="OR",
                                    ),
                                ),
                                name="proposal_not_for_oneself",
                                violation_error_message="不能提出或复核本人的授权。",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnitName",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="曾用名")),
                        ("valid_to", models.DateField(verbose_name="使用至")),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="former_names",
                                to="accounts.unit",
                                verbose_name="单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "单位曾用名",
                        "verbose_name_plural": "单位曾用名",
                        "ordering": ["unit", "valid_to"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("unit", "valid_to"),
                                name="unit_name_one_per_day",
                                violation_error_message="该单位在这一天已经更过名。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UserSession",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(editable=False, max_length=40, unique=True)),
                        (
                            "started_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="登录时间"
                            ),
                        ),
                        (
                            "seen_at",
                            models.DateTimeField(
                                default=core.clock.now, editable=False, verbose_name="最近活动"
                            ),
                        ),
                        ("ip", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                        ("device", models.CharField(blank=True, max_length=60, verbose_name="浏览器")),
                        ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="sessions",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="用户",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "登录",
                        "verbose_name_plural": "登录",
                        "ordering": ["-started_at", "-pk"],
                        "indexes": [models.Index(fields=["user", "ended_at"], name="session_of_user")],
                    },
                ),
                migrations.CreateModel(
                    name="SecurityEvent",
                    fields=[
                        (
                            "number",
                            models.BigIntegerField(primary_key=True, serialize=False, verbose_name="编号"),
                        ),
                        (
                            "at",
                            models.DateTimeField(default=core.clock.now, editable=False, verbose_name="时间"),
                        ),
                        ("actor_staff_no", models.CharField(blank=True, max_length=32, verbose_name="工号")),
                        (
                            "actor_roles",
                            models.CharField(blank=True, max_length=200, verbose_name="当时的角色"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("sign_in", "登录"),
                                    ("sign_in_failed", "登录失败"),
                                    ("sign_out", "退出"),
                                    ("locked", "锁定"),
                                    ("refused", "访问被拒"),
                                    ("reveal", "查看完整号码"),
                                    ("export", "导出"),
                                    ("import", "导入"),
                                    ("import_undone", "撤销导入"),
                                    ("grant", "授权办理"),
                                    ("role_change", "角色变更"),
                                    ("account", "账号变更"),
                                    ("password", "密码变更"),
                                    ("score_sheet", "查看完整计分表"),
                                    ("case_file", "查阅案卷"),
                                    ("backup", "备份"),
                                    ("restore", "恢复"),
                                ],
                                max_length=16,
                                verbose_name="事件",
                            ),
                        ),
                        ("refused", models.BooleanField(default=False, verbose_name="未成功")),
                        ("subject", models.CharField(blank=True, max_length=200, verbose_name="对象")),
                        ("note", models.CharField(blank=True, max_length=500, verbose_name="说明")),
                        ("ip", models.CharField(blank=True, max_length=45, verbose_name="来源地址")),
                        ("request_id", models.CharField(blank=True, max_length=64, verbose_name="请求编号")),
                        (
                            "previous_hash",
                            models.CharField(blank=True, max_length=64, verbose_name="上一条的校验值"),
                        ),
                        ("hash", models.CharField(max_length=64, verbose_name="校验值")),
                        (
                            "actor",
                            models.ForeignKey(
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "安全日志",
                        "verbose_name_plural": "安全日志",
                        "ordering": ["-number"],
                        "indexes": [
                            models.Index(fields=["actor_staff_no", "number"], name="security_event_by_actor"),
                            models.Index(fields=["subject", "number"], name="security_event_by_subject"),
                            models.Index(fields=["kind", "number"], name="security_event_by_kind"),
                            models.Index(fields=["at"], name="security_event_by_time"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("previous_hash",),
                                name="security_event_one_successor",
                                violation_error_message="同一条安全日志之后已有下一条。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("number__gte", 1)),
                                name="security_event_numbered_from_one",
                            ),
                        ],
                    },
                ),
            ],
        ),
        core.migration_operations.AppendOnly(
            table="accounts_securityevent",
        ),
        accounts.migration_operations.SeparatedOfficers(
            table="accounts_rolegrant",
        ),
        core.migration_operations.AppendOnly(
            table="accounts_historicalunit",
        ),
    ]
