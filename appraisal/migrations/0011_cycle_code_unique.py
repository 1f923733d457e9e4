"""A cycle's code names it in addresses, once."""

from django.db import migrations, models

from appraisal.migration_operations import ConfirmedByTwo


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0010_cycle_codes")]
    operations = [
        migrations.AlterField(
            model_name="cycle",
            name="code",
            field=models.SlugField(editable=False, max_length=20, unique=True, verbose_name="编号"),
        ),
        ConfirmedByTwo("appraisal_cycle"),
    ]
