"""What is said of somebody stays as it was said: events, answers, evidence, opinions, results; observations."""

from django.db import migrations

from core.migration_operations import AppendOnly
from decisions.migration_operations import Refuse

KEPT = "平时考核记录不能删除，请撤销并写明原因"
FROZEN = "平时考核记录的内容不能修改，请撤销后重新记录"
TASK_KEPT = "重点任务不能删除，请取消并写明原因"
FACT_MOVED = (
    "NEW.cadre_id <> OLD.cadre_id OR NEW.observed_on <> OLD.observed_on OR NEW.source <> OLD.source"
    " OR NEW.fact <> OLD.fact OR NEW.office_no <> OLD.office_no OR NEW.direction <> OLD.direction"
    " OR NEW.entered_by_id <> OLD.entered_by_id OR OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn'"
    " OR OLD.shown_at IS NOT NULL AND NEW.shown_at IS NULL"
)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0003_facts"), ("decisions", "0002_guards")]
    operations = [
        AppendOnly("evidence_observationevent"),
        AppendOnly("evidence_observationanswer"),
        AppendOnly("evidence_observationfile"),
        AppendOnly("evidence_keytaskevent"),
        AppendOnly("evidence_keytaskfile"),
        AppendOnly("evidence_unitresult"),
        AppendOnly("evidence_integrityrequest"),
        AppendOnly("evidence_integrityopinion"),
        Refuse("evidence_observation", "DELETE", "TRUE", KEPT),
        Refuse("evidence_observation", "UPDATE", FACT_MOVED, FROZEN),
        Refuse("evidence_keytask", "DELETE", "TRUE", TASK_KEPT),
    ]
