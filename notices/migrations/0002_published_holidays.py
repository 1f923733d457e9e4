"""The holidays published so far, so that a new installation counts working days from its first day on."""

from django.db import migrations

from core.changes import history_catch_up
from notices.published import published_days


def add(apps, schema_editor):
    WorkDay = apps.get_model("notices", "WorkDay")
    WorkDay.objects.bulk_create(
        WorkDay(day=row.day, is_working=row.is_working, note=row.note) for row in published_days()
    )
    history_catch_up(
        WorkDay,
        actor=None,
        reason="国务院办公厅公布的放假安排",
        history=apps.get_model("notices", "HistoricalWorkDay"),
    )


class Migration(migrations.Migration):
    # Going back drops the table one step earlier.
    dependencies = [("notices", "0001_workdays")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
