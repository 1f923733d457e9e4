"""What was heard about somebody stays as it was entered; a wrong interview is withdrawn, never deleted."""

from django.db import migrations

from core.migration_operations import AppendOnly
from decisions.migration_operations import Refuse

KEPT = "个别谈话记录不能删除，请撤销并写明原因"
FROZEN = "个别谈话记录的内容不能修改，请撤销后重新登记"
CONTENT = (
    "cycle_id",
    "cadre_id",
    "kind",
    "group",
    "people",
    "held_on",
    "first_by_id",
    "second_by_id",
    "topic",
    "findings",
    "entered_by_id",
)
MOVED = " OR ".join(f'NEW."{name}" <> OLD."{name}"' for name in CONTENT)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0005_interviews"), ("decisions", "0002_guards")]
    operations = [
        AppendOnly("evidence_interviewevent"),
        Refuse("evidence_interview", "DELETE", "TRUE", KEPT),
        Refuse(
            "evidence_interview",
            "UPDATE",
            f"{MOVED} OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'",
            FROZEN,
        ),
    ]
