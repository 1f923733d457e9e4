"""A decision on accountability and a finding 免除责任 at the same moment: never both, and no race unseen."""

from __future__ import annotations

import pytest

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from matters import accountability as services
from matters.models import Accountability, Relief
from matters.services import relief_record
from tests.appraisal.test_gaps_racing import at_once
from tests.matters.test_accountability import World

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


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


def test_two_heads_decide_at_once_and_one_wins() -> None:
    world = World()
    world.tell()
    world.step("absent", world.officer, reason="没有先行先试的情形")
    pk, version = world.record.pk, world.record.version

    def decide(actor: User) -> Accountability:
        return services.accountability_decide(
            pk=pk, version=version, form="诫勉", document_no="1号", decided_on=clock.today(), actor=actor
        )

    found = at_once(lambda: decide(world.head), lambda: decide(world.org_head))
    assert sum(isinstance(one, Accountability) for one in found) == 1, found
    assert Cadre.objects.count() == 1
    assert Accountability.objects.get(pk=pk).events.filter(to_state="decided").count() == 1
