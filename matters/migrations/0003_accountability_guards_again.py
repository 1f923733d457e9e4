"""None begins, is decided or opens again where the cadre is excused; 0002 rebuilt the table on SQLite."""

from django.db import migrations

from decisions.migration_operations import Refuse

EXCUSED = (
    "EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id"
    " AND r.cadre_id = NEW.cadre_id AND r.valid_to IS NULL)"
)
MOVING = "NEW.state IN ('decided', 'open') AND OLD.state <> NEW.state"
REFUSED = "该干部在此事项上已有免责或澄清认定，不再问责"


class Migration(migrations.Migration):
    dependencies = [("matters", "0002_tell_unit_and_again")]

    operations = [
        Refuse("matters_accountability", "INSERT", EXCUSED, REFUSED),
        Refuse("matters_accountability", "UPDATE", f"{MOVING} AND {EXCUSED}", REFUSED),
    ]
