"""An investigation may be about one matter; those recorded so far are about the whole person."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("matters", "0011_accountability_guards")]

    operations = [
        migrations.AddField(
            "investigation",
            "matter",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="investigations",
                to="matters.matter",
                verbose_name="事项",
            ),
        ),
    ]
