"""Whom an accountability was told to, and that its tolerance question is asked again after a revocation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("cadres", "0001_tables"),
        ("matters", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="accountability",
            name="again_on",
            field=models.DateField(blank=True, null=True, verbose_name="容错认定撤销日期"),
        ),
        migrations.AddField(
            model_name="accountability",
            name="ended_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="matters.relief",
                verbose_name="据以终止的认定",
            ),
        ),
        migrations.AddField(
            model_name="accountability",
            name="unit_told",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.unit",
                verbose_name="告知的二级党组织",
            ),
        ),
        migrations.AddField(
            model_name="accountability",
            name="unit_told_on",
            field=models.DateField(blank=True, null=True, verbose_name="告知二级党组织日期"),
        ),
        migrations.AddConstraint(
            model_name="accountability",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("unit_told__isnull", True), ("unit_told_on__isnull", True)),
                    models.Q(
                        ("told_on__isnull", False),
                        ("unit_told__isnull", False),
                        ("unit_told_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="accountability_unit_told_after_the_cadre",
                violation_error_message="先告知干部本人，再告知所在二级党组织。",
            ),
        ),
    ]
