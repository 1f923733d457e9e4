"""The written report after a 诫勉: when it came, under which number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("alerts", "0002_append_only")]

    operations = [
        migrations.AddField(
            "card",
            "report_no",
            models.CharField(blank=True, max_length=100, verbose_name="书面整改报告文号"),
        ),
        migrations.AddField(
            "card",
            "report_on",
            models.DateField(blank=True, null=True, verbose_name="收到书面整改报告的日期"),
        ),
    ]
