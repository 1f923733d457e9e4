"""What an entry rests on goes along with it; before the meeting is held the agenda may be renewed."""

from django.db import migrations, models

from decisions.migration_operations import Refuse

ENTRY = "decisions_agendaentry"
JOINED = "decisions_meeting m JOIN decisions_agendaitem i ON i.meeting_id = m.id"
OF_OLD = f"(SELECT m.state FROM {JOINED} WHERE i.id = OLD.item_id)"  # noqa: S608 own names
OF_NEW = f"(SELECT m.state FROM {JOINED} WHERE i.id = NEW.item_id)"  # noqa: S608 own names
OTHER_SUBJECT = (
    "NEW.item_id <> OLD.item_id OR NEW.subject_id <> OLD.subject_id"
    " OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0)"
)
RENEWED = (
    "NEW.label <> OLD.label OR NEW.proposal <> OLD.proposal OR NEW.position <> OLD.position"
    " OR COALESCE(NEW.tied, 0) <> COALESCE(OLD.tied, 0) OR NEW.basis <> OLD.basis"
)
HELD = f"{OF_OLD} NOT IN ('preparing', 'agenda_set')"
NO_MORE = "会议已经召开，议题不能再增减"
FROZEN = "列入议题的内容不能改换"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0001_tables")]
    operations = [
        migrations.AddField(
            model_name="agendaentry",
            name="basis",
            field=models.JSONField(blank=True, default=dict, verbose_name="依据的数据"),
            preserve_default=True,
        ),
        # SQLite rebuilt the table, and its guards went with the old one.
        Refuse(ENTRY, "INSERT", f"{OF_NEW} IN ('held', 'final', 'cancelled')", NO_MORE),
        Refuse(
            ENTRY,
            "UPDATE",
            f"{OF_OLD} = 'final' OR {OTHER_SUBJECT} OR ({HELD} AND ({RENEWED}))",
            FROZEN,
        ),
        Refuse(ENTRY, "DELETE", f"{OF_OLD} IN ('held', 'final')", NO_MORE),
    ]
