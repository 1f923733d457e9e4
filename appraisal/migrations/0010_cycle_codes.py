"""Every cycle so far is the annual one of 中层干部, named by its year."""

from django.db import migrations
from django.db.models import CharField, F
from django.db.models.functions import Cast


def name_them(apps, schema_editor):
    cycles = apps.get_model("appraisal", "Cycle").objects.filter(code="")
    cycles.update(code=Cast(F("year"), CharField(max_length=20)))


class Migration(migrations.Migration):
    dependencies = [("appraisal", "0009_cycle_kinds")]
    operations = [migrations.RunPython(name_them, migrations.RunPython.noop)]
