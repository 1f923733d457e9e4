"""A preview keeps its staged rows for as long as somebody may look at it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="importbatch",
            name="keep_until",
            field=models.DateTimeField(blank=True, null=True, verbose_name="保留至"),
        ),
    ]
