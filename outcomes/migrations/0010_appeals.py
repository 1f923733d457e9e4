"""An appeal has a day and may change a result; a result to be revised need not come from a matter."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0013_sanctions_taken_back"),
        ("outcomes", "0009_bottom_follow_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="appeal",
            name="changed",
            field=models.BooleanField(default=False, verbose_name="决定变更考核结果"),
        ),
        migrations.AddField(
            model_name="appeal",
            name="due_on",
            field=models.DateField(blank=True, null=True, verbose_name="处理期限"),
        ),
        migrations.AlterField(
            model_name="staleresult",
            name="matter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stale_results",
                to="matters.matter",
                verbose_name="事项",
            ),
        ),
        migrations.AddConstraint(
            model_name="appeal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("changed", False), models.Q(("result", ""), _negated=True), _connector="OR"
                ),
                name="appeal_changed_has_result",
            ),
        ),
    ]
