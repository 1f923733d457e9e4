"""A talk that was taken back and held again is followed up again; what was done before stays."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("outcomes", "0001_tables")]

    operations = [
        migrations.RemoveConstraint(model_name="followup", name="follow_up_once"),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("done_at__isnull", True)),
                fields=("talk", "months"),
                name="follow_up_open_once",
            ),
        ),
    ]
