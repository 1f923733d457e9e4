"""Events are append-only; minutes that are final, and the words of what was public, never change."""

from django.db import migrations

from core.migration_operations import AppendOnly
from decisions.migration_operations import Refuse

FINAL = "纪要已经定稿，不能再改；请在以后的会议上以更正议题处理"
HELD = "会议已经召开，议题不能再增减"
FROZEN = "列入议题的内容不能改换"
PUBLISHED = "已经公示的内容不能修改"


def _state(meeting):
    return f"(SELECT state FROM decisions_meeting WHERE id = {meeting})"  # noqa: S608 own names


def _of(item):
    joined = "decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id"
    return f"(SELECT m.state FROM {joined} WHERE i.id = {item})"  # noqa: S608 own names


def _final_three(table, state):
    return [
        Refuse(table, event, f"{state.format(row=row)} = 'final'", FINAL)
        for event, row in (("INSERT", "NEW"), ("UPDATE", "OLD"), ("DELETE", "OLD"))
    ]


ITEM_MOVED = (
    "NEW.meeting_id <> OLD.meeting_id OR NEW.kind <> OLD.kind OR NEW.title <> OLD.title"
    " OR NEW.subject_kind <> OLD.subject_kind OR NEW.subject_id <> OLD.subject_id"
    " OR COALESCE(NEW.corrects_id, 0) <> COALESCE(OLD.corrects_id, 0)"
)
ENTRY_MOVED = (
    "NEW.item_id <> OLD.item_id OR NEW.subject_id <> OLD.subject_id OR NEW.label <> OLD.label"
    " OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0) OR NEW.proposal <> OLD.proposal"
    " OR NEW.position <> OLD.position OR COALESCE(NEW.tied, 0) <> COALESCE(OLD.tied, 0)"
)
PUBLIC_MOVED = (
    "OLD.state <> 'draft' AND (NEW.title <> OLD.title OR NEW.text <> OLD.text OR NEW.scope <> OLD.scope"
    " OR NEW.days <> OLD.days OR NEW.begins_on <> OLD.begins_on)"
)
PERSON_MOVED = (
    "NEW.publicity_id <> OLD.publicity_id OR NEW.name <> OLD.name OR NEW.unit <> OLD.unit"
    " OR NEW.post <> OLD.post OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0)"
)
OBJECTION_MOVED = (
    "OLD.finding <> '' OR NEW.publicity_id <> OLD.publicity_id OR NEW.received_on <> OLD.received_on"
)


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_decisions")]
    operations = [
        AppendOnly("decisions_meetingevent"),
        AppendOnly("decisions_publicityevent"),
        Refuse("decisions_meeting", "UPDATE", "OLD.state = 'final'", FINAL),
        Refuse("decisions_meeting", "DELETE", "OLD.state = 'final'", FINAL),
        Refuse(
            "decisions_agendaitem",
            "INSERT",
            f"{_state('NEW.meeting_id')} IN ('held', 'final', 'cancelled')",
            HELD,
        ),
        Refuse(
            "decisions_agendaitem", "UPDATE", f"{_state('OLD.meeting_id')} = 'final' OR {ITEM_MOVED}", FROZEN
        ),
        Refuse("decisions_agendaitem", "DELETE", f"{_state('OLD.meeting_id')} IN ('held', 'final')", HELD),
        Refuse(
            "decisions_agendaentry", "INSERT", f"{_of('NEW.item_id')} IN ('held', 'final', 'cancelled')", HELD
        ),
        Refuse("decisions_agendaentry", "UPDATE", f"{_of('OLD.item_id')} = 'final' OR {ENTRY_MOVED}", FROZEN),
        Refuse("decisions_agendaentry", "DELETE", f"{_of('OLD.item_id')} IN ('held', 'final')", HELD),
        *_final_three("decisions_attendee", _state("{row}.meeting_id")),
        *_final_three("decisions_recusal", _of("{row}.item_id")),
        Refuse("decisions_publicity", "UPDATE", PUBLIC_MOVED, PUBLISHED),
        Refuse("decisions_publicity", "DELETE", "OLD.state <> 'draft'", PUBLISHED),
        Refuse("decisions_publicityperson", "UPDATE", PERSON_MOVED, PUBLISHED),
        Refuse("decisions_objection", "UPDATE", OBJECTION_MOVED, "已有结论的异议不能再改"),
        Refuse("decisions_objection", "DELETE", "OLD.id IS NOT NULL", "异议不能删除"),
    ]
