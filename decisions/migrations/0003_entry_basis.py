"""What an entry rests on goes along with it; before the meeting is held the agenda may be renewed."""

from importlib import import_module

from django.db import migrations, models

from decisions.migration_operations import Refuse

guards = import_module("decisions.migrations.0002_guards")
ENTRY = "decisions_agendaentry"
OF_OLD = guards._of("OLD.item_id")
OTHER_SUBJECT = (
    "NEW.item_id <> OLD.item_id OR NEW.subject_id <> OLD.subject_id"
    " OR COALESCE(NEW.cadre_id, 0) <> COALESCE(OLD.cadre_id, 0)"
)
RENEWED = (
    "NEW.label <> OLD.label OR NEW.proposal <> OLD.proposal OR NEW.position <> OLD.position"
    " OR COALESCE(NEW.tied, 0) <> COALESCE(OLD.tied, 0) OR NEW.basis <> OLD.basis"
)
HELD = f"{OF_OLD} NOT IN ('preparing', 'agenda_set')"


class Migration(migrations.Migration):
    dependencies = [("decisions", "0002_guards")]
    operations = [
        migrations.AddField(
            model_name="agendaentry",
            name="basis",
            field=models.JSONField(blank=True, default=dict, verbose_name="依据的数据"),
            preserve_default=True,
        ),
        # SQLite rebuilt the table, and its guards went with the old one.
        Refuse(
            ENTRY, "INSERT", f"{guards._of('NEW.item_id')} IN ('held', 'final', 'cancelled')", guards.HELD
        ),
        Refuse(
            ENTRY,
            "UPDATE",
            f"{OF_OLD} = 'final' OR {OTHER_SUBJECT} OR ({HELD} AND ({RENEWED}))",
            guards.FROZEN,
        ),
        Refuse(ENTRY, "DELETE", f"{OF_OLD} IN ('held', 'final')", guards.HELD),
    ]
