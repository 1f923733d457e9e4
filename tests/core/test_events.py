"""Case events: recorded once, never changed; the database itself refuses."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ProjectState

from core.events import CaseEvent
from core.migration_operations import AppendOnly
from core.models import Job
from tests.support import append_only

pytestmark = pytest.mark.django_db(transaction=True)


class TrialEvent(CaseEvent):
    case = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="+", db_constraint=False)

    class Meta(CaseEvent.Meta):
        app_label = "trials"
        db_table = "trials_event"


@pytest.fixture
def table():
    """The table as a migration makes it; taken back afterwards by the same operation."""
    operation, state = AppendOnly(TrialEvent._meta.db_table), ProjectState()
    with connection.schema_editor() as editor:
        editor.create_model(TrialEvent)
    with connection.schema_editor() as editor:
        operation.database_forwards("core", editor, state, state)
    yield operation
    with connection.schema_editor() as editor:
        operation.database_backwards("core", editor, state, state)
        assert not append_only.guarded(operation.table)
        editor.delete_model(TrialEvent)


@pytest.fixture
def event(table, system):
    job = Job.objects.create(kind="test.none", created_by=system)
    return TrialEvent.record(job, actor=system, from_state="", note="已受理")


def test_an_event_is_recorded_with_the_state_reached(event, system):
    read = TrialEvent.objects.get()
    assert (read.to_state, read.note, read.actor) == ("waiting", "已受理", system)
    assert read.at is not None


def test_a_case_without_a_state_needs_one_named(table, system):
    with pytest.raises(ValueError, match="state"):
        TrialEvent.record(system, actor=system)


def test_the_database_refuses_update_and_delete(event):
    changes = [
        lambda: TrialEvent.objects.update(note="改写"),
        lambda: TrialEvent.objects.all().delete(),
        lambda: TrialEvent.objects.filter(pk=event.pk)._raw_delete("default"),
        event.save,
        lambda: connection.cursor().execute("UPDATE trials_event SET note = 'x'"),
    ]
    for change in changes:
        with pytest.raises(IntegrityError, match="只能追加"), transaction.atomic():
            change()
    assert TrialEvent.objects.get().note == "已受理"


def test_without_the_triggers_the_same_changes_pass(event, table):
    """The control: it is the triggers that refuse."""
    with connection.schema_editor() as editor:
        table.database_backwards("core", editor, None, None)
    assert TrialEvent.objects.update(note="改写") == 1
    assert TrialEvent.objects.all().delete()[0] == 1


def test_the_operation_may_be_repeated(event, table):
    with connection.schema_editor() as editor:
        table.database_forwards("core", editor, None, None)
    assert append_only.guarded(table.table)
    with pytest.raises(IntegrityError), transaction.atomic():
        TrialEvent.objects.update(note="改写")


@pytest.mark.sqlite
def test_a_flush_in_tests_empties_the_table_and_keeps_the_guard(event, table):
    with append_only.suspended({table.table}):
        assert TrialEvent.objects.all().delete()[0] == 1
    assert append_only.guarded(table.table)


def test_every_event_table_of_the_product_is_guarded():
    """Also after later migrations: SQLite drops the triggers of a table that it rebuilds."""
    tables = [model._meta.db_table for model in apps.get_models() if issubclass(model, CaseEvent)]
    assert [name for name in tables if not append_only.guarded(name)] == []


def test_an_event_model_without_a_case_is_reported():
    class Lost(CaseEvent):
        class Meta(CaseEvent.Meta):
            app_label = "trials"

    assert "core.E001" in [message.id for message in Lost.check()]
