"""A sanction that came with a file bears its moment now; taking the file back still removes it."""

from django.db import migrations

from decisions.migration_operations import Refuse

RECORDED = "OLD.recorded_at IS NOT NULL"
KEPT = "登记的记录不能删除，撤销后保留"


def _refuse(condition):
    def put(apps, schema_editor):
        Refuse("matters_mark", "DELETE", condition, KEPT).database_forwards(
            "matters", schema_editor, None, None
        )

    return put


class Migration(migrations.Migration):
    dependencies = [("matters", "0012_investigation_matter")]

    operations = [
        migrations.RunPython(_refuse(f"{RECORDED} AND NOT OLD.is_sanction"), _refuse(RECORDED)),
    ]
