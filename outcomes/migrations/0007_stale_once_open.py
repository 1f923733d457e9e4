"""Every case names its matter, and stands once while it is open."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0006_stale_causes_told")]
    operations = [
        migrations.AlterField(
            "staleresult",
            "matter",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="stale_results",
                to="matters.matter",
                verbose_name="事项",
            ),
        ),
        migrations.AddConstraint(
            "staleresult",
            models.UniqueConstraint(
                condition=models.Q(("relief__isnull", True), ("state", "open")),
                fields=("participant", "matter", "cause"),
                name="stale_once_open",
            ),
        ),
    ]
