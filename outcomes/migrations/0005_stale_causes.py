"""A decided result is overtaken by more than reliefs: what happened, on which matter, where it is written."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0009_guards"),
        ("outcomes", "0004_review_append_only"),
    ]

    operations = [
        migrations.AddField(
            "staleresult",
            "matter",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stale_results",
                to="matters.matter",
                verbose_name="事项",
            ),
        ),
        migrations.AddField(
            "staleresult",
            "cause",
            models.CharField(default="", max_length=20, verbose_name="情形"),
            preserve_default=False,
        ),
        migrations.AddField(
            "staleresult",
            "source",
            models.CharField(default="", max_length=700, verbose_name="来源"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "staleresult",
            "relief",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stale_results",
                to="matters.relief",
                verbose_name="免责或澄清",
            ),
        ),
    ]
