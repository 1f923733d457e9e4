"""A unit's sitting notes what came back and what of it was valid; the whole is counted from the lines."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ballots", "0005_round_ways"),
    ]

    operations = [
        migrations.AddField(
            model_name="sitting",
            name="returned",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="收回"),
        ),
        migrations.AddField(
            model_name="sitting",
            name="valid",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="有效"),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid__isnull", True),
                    ("returned__isnull", True),
                    ("valid__lte", models.F("returned")),
                    _connector="OR",
                ),
                name="sitting_valid_within_returned",
                violation_error_message="有效不能多于收回。请核对阅读机统计单后更正。",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__isnull", False),
                    models.Q(("returned__isnull", True), ("valid__isnull", True)),
                    _connector="OR",
                ),
                name="sitting_whole_is_counted",
                violation_error_message="全校的收回和有效由系统按导入的票统计，不能填写。",
            ),
        ),
    ]
