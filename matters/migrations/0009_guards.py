"""What was done to marks is never changed; nothing new is recorded where a cadre was exempted (第十四条)."""

from django.db import migrations

from core.migration_operations import AppendOnly
from decisions.migration_operations import Refuse

EXEMPT = (
    "NEW.file_year IS NULL AND EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id"
    " AND r.cadre_id = NEW.cadre_id AND r.kind = '免除责任' AND r.valid_to IS NULL)"
)
MOVED = "(NEW.matter_id <> OLD.matter_id OR NEW.cadre_id <> OLD.cadre_id)"
REFUSED = "该干部在此事项上已认定免除责任，不再登记"
KEPT = "登记的记录不能删除，撤销后保留"


class Migration(migrations.Migration):
    dependencies = [
        ("matters", "0008_periods_and_rulings"),
        ("decisions", "0002_guards"),
    ]

    operations = [
        AppendOnly("matters_markevent"),
        Refuse("matters_mark", "INSERT", EXEMPT, REFUSED),
        Refuse("matters_mark", "UPDATE", f"{MOVED} AND {EXEMPT}", REFUSED),
        Refuse("matters_mark", "DELETE", "OLD.recorded_at IS NOT NULL", KEPT),
    ]
