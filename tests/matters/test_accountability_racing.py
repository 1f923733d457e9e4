"""A decision on accountability and a finding 免除责任 at the same moment: never both, and no race unseen."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from matters import accountability as services
from matters.models import Accountability, Relief
from matters.services import relief_record
from matters.signals import relief_recorded
from tests.appraisal.test_gaps_racing import at_once
from tests.matters.test_accountability import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PATIENCE = 1.5


def raced(world: World) -> tuple[Accountability, bool]:
    """The record afterwards, and whether the relief stands."""
    world.tell()
    world.step("absent", world.officer, reason="没有先行先试的情形")
    pk, version = world.record.pk, world.record.version

    def decide() -> Accountability:
        return services.accountability_decide(
            pk=pk, version=version, form="诫勉", document_no="1号", decided_on=clock.today(), actor=world.head
        )

    def excuse() -> Relief:
        return relief_record(
            matter=world.matter, cadre=world.cadre, kind="免除责任", source="常委会", actor=world.org_head
        )

    found = at_once(decide, excuse)
    assert any(isinstance(one, Relief) for one in found), found
    assert all(isinstance(one, Relief | Accountability | RuleBroken) for one in found), found
    return Accountability.objects.get(pk=pk), Relief.objects.filter(valid_to__isnull=True).exists()


def test_a_decision_and_a_finding_come_one_after_the_other() -> None:
    """Whichever is first: the decision stood before the finding, or the finding ended the record."""
    record, excused = raced(World())
    assert excused
    order = list(record.events.order_by("pk").values_list("to_state", flat=True))
    assert record.state in ("decided", "ended")
    assert order.count("decided") + order.count("ended") == 1


def begun_while_excused(world: World) -> list[Any]:
    """A record begins while a finding is being recorded: what both return."""
    inside, done = threading.Event(), threading.Event()

    def hears(sender: Any, **_: Any) -> None:
        inside.set()
        done.wait(PATIENCE)  # whoever is not held back gets through meanwhile

    def begin() -> Any:
        inside.wait(PATIENCE * 4)
        try:
            return world.begin(body="校纪委")
        finally:
            done.set()

    def excuse() -> Relief:
        return relief_record(
            matter=world.matter, cadre=world.cadre, kind="免除责任", source="常委会", actor=world.org_head
        )

    relief_recorded.connect(hears)
    try:
        return at_once(excuse, begin)
    finally:
        relief_recorded.disconnect(hears)


def test_a_record_that_begins_waits_for_the_finding_and_is_refused() -> None:
    relief, refused = begun_while_excused(World())
    assert isinstance(relief, Relief)
    assert isinstance(refused, RuleBroken) and "免除责任" in str(refused)
    assert not Accountability.objects.filter(state="open").exists()


def test_without_the_lock_on_the_cadre_a_record_stays_open_on_an_excused_matter(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: neither waits, and no trigger sees what is not committed yet."""
    world = World()
    monkeypatch.setattr(services, "cadre_held", lambda pk: Cadre.objects.get(pk=pk))
    relief, slipped = begun_while_excused(world)
    assert isinstance(relief, Relief) and isinstance(slipped, Accountability), slipped
    assert Accountability.objects.filter(state="open").exists()


def both_decide() -> tuple[list[Any], Accountability]:
    """Two heads decide at once: what both return, and the record afterwards."""
    world = World()
    world.tell()
    world.step("absent", world.officer, reason="没有先行先试的情形")
    pk, version = world.record.pk, world.record.version

    def decide(actor: User) -> Accountability:
        return services.accountability_decide(
            pk=pk, version=version, form="诫勉", document_no="1号", decided_on=clock.today(), actor=actor
        )

    found = at_once(lambda: decide(world.head), lambda: decide(world.org_head))
    return found, Accountability.objects.get(pk=pk)


def test_two_heads_decide_at_once_and_one_wins() -> None:
    found, record = both_decide()
    assert sum(isinstance(one, Accountability) for one in found) == 1, found
    assert record.events.filter(to_state="decided").count() == 1


def test_without_lock_and_version_both_heads_would_decide(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read the open record before either writes, and the slower one overwrites."""
    barrier, guarded = threading.Barrier(2, timeout=PATIENCE * 4), services._locked

    def unguarded(pk: int, version: int, step: str, actor: User) -> Accountability:
        if step != services.DECIDE:
            return guarded(pk, version, step, actor)
        record = Accountability.objects.select_related("cadre", "matter").get(pk=pk)
        barrier.wait()
        return record

    monkeypatch.setattr(services, "_locked", unguarded)
    found, record = both_decide()
    assert all(isinstance(one, Accountability) for one in found), found
    assert record.events.filter(to_state="decided").count() == 2
