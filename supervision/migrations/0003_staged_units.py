"""巡察整改 of a whole unit comes by file too: a staged row may name a unit in place of a person."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("supervision", "0002_append_only"),
    ]

    operations = [
        migrations.AddField(
            model_name="stageditem",
            name="unit_name",
            field=models.CharField(default="", max_length=100),
            preserve_default=False,
        ),
    ]
