"""A mark and a relief at the same moment: never a mark that the relief has not seen."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken
from matters.models import Mark, Matter, Relief
from matters.selectors import rows_of
from matters.services import mark_record, matter_create, relief_record
from matters.services import marks as mark_services
from matters.signals import relief_recorded
from tests.appraisal.test_gaps_racing import at_once
from tests.support.register import cadre

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PATIENCE = 1.5


def raced() -> tuple[list[Any], list[int]]:
    """A mark is recorded while a relief is being recorded: what both return, and what the relief saw."""
    actor = User.objects.create_user(staff_no="90101", name="周敏")
    matter, one = matter_create(title="甲", description="", actor=actor), cadre("1001")
    about = {"matter": matter, "cadre": one}
    inside, done = threading.Event(), threading.Event()
    seen: list[int] = []

    def hears(sender: Any, relief: Relief, **_: Any) -> None:
        inside.set()
        done.wait(PATIENCE)  # whoever is not held back gets through meanwhile
        seen.append(len(rows_of(relief.matter_id, relief.cadre_id)) if not done.is_set() else 0)

    def relieve() -> Any:
        return relief_record(**about, kind="免除责任", source="党委会", actor=actor)

    def mark() -> Any:
        inside.wait(PATIENCE * 4)
        try:
            return mark_record(measure="黄牌", decided_on=clock.today(), actor=actor, **about)
        finally:
            done.set()

    relief_recorded.connect(hears)
    try:
        return at_once(relieve, mark), seen
    finally:
        relief_recorded.disconnect(hears)


def test_the_mark_waits_for_the_relief_and_is_refused() -> None:
    (relief, refused), _ = raced()
    assert isinstance(relief, Relief)
    assert isinstance(refused, RuleBroken) and "已认定免除责任" in str(refused)
    assert not Mark.objects.exists()


def test_without_the_lock_on_the_cadre_a_mark_slips_in_that_the_relief_never_saw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The control: neither waits, and the trigger cannot see what is not committed yet."""
    monkeypatch.setattr(mark_services, "cadre_locked", lambda one: Cadre.objects.get(pk=one.pk))
    (relief, slipped), seen = raced()
    assert isinstance(relief, Relief) and isinstance(slipped, Mark)
    assert Mark.objects.count() == 1 and seen == [0]
    assert Matter.objects.count() == 1 and connection.vendor == "postgresql"
