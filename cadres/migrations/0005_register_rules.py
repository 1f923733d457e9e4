"""The rules of the fuller register, once its rows fit them; the histories can only grow."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models

from core.migration_operations import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("cadres", "0004_register_data"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="appointment",
            name="appointment_one_open_primary",
        ),
        migrations.RemoveField(
            model_name="appointment",
            name="is_primary",
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", ""), ("kind", "primary")),
                fields=("cadre",),
                name="appointment_one_open_primary",
                violation_error_message="该干部已有一个现任主职。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on", "")),
                fields=("cadre", "post", "kind"),
                name="appointment_post_once_open",
                violation_error_message="该干部已在任这个岗位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["primary", "acting", "concurrent"])),
                name="appointment_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="cadre",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "in"), _negated=True),
                    models.Q(("left_on", ""), ("left_reason", "")),
                    _connector="OR",
                ),
                name="cadre_in_register_has_not_left",
                violation_error_message="在册干部不能有离册时间和离册原因。",
            ),
        ),
        migrations.AlterConstraint(
            model_name="post",
            name="post_once_per_unit",
            constraint=models.UniqueConstraint(
                fields=("unit", "title", "rank"),
                name="post_once_per_unit",
                violation_error_message="该单位已有这个岗位。",
            ),
        ),
        migrations.AddConstraint(
            model_name="kin",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("relative__isnull", True),
                    models.Q(("relative", models.F("cadre")), _negated=True),
                    _connector="OR",
                ),
                name="kin_of_somebody_else",
                violation_error_message="亲属不能是本人。",
            ),
        ),
        migrations.AddConstraint(
            model_name="kin",
            constraint=models.UniqueConstraint(
                condition=models.Q(("relative__isnull", False), ("removed_on__isnull", True)),
                fields=("cadre", "relative"),
                name="kin_relative_once",
                violation_error_message="已登记过与这名干部的亲属关系。",
            ),
        ),
        AppendOnly("cadres_historicalabsence"),
        AppendOnly("cadres_historicalappointment"),
        AppendOnly("cadres_historicalcadre"),
        AppendOnly("cadres_historicalkin"),
        AppendOnly("cadres_historicalpost"),
        AppendOnly("cadres_historicalterm"),
    ]
