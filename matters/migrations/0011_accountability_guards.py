"""What was done to an accountability record stays; none begins or is decided where the cadre is excused."""

from django.db import migrations

from core.migration_operations import AppendOnly
from decisions.migration_operations import Refuse

EXCUSED = (
    "EXISTS (SELECT 1 FROM matters_relief r WHERE r.matter_id = NEW.matter_id"
    " AND r.cadre_id = NEW.cadre_id AND r.valid_to IS NULL)"
)
DECIDING = "NEW.state = 'decided' AND OLD.state <> 'decided'"
REFUSED = "该干部在此事项上已有免责或澄清认定，不再问责"


class Migration(migrations.Migration):
    dependencies = [("matters", "0010_accountability")]

    operations = [
        AppendOnly("matters_accountabilityevent"),
        Refuse("matters_accountability", "INSERT", EXCUSED, REFUSED),
        Refuse("matters_accountability", "UPDATE", f"{DECIDING} AND {EXCUSED}", REFUSED),
    ]
