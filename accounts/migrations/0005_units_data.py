"""The first copies of the units that stood before their history began."""

from django.db import migrations

from core.changes import history_catch_up


def fill(apps, schema_editor):
    model, copies = apps.get_model("accounts", "Unit"), apps.get_model("accounts", "HistoricalUnit")
    history_catch_up(model, history=copies, actor=None, reason="启用变更记录")


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_units")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
