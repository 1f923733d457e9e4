"""What counts against whom: recorded, lifted, cancelled, replaced; never against an exempted cadre."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import RuleBroken, StaleState
from matters.models import Mark, MarkEvent, Matter, Relief
from matters.pending import pending_of, register_source, unregister_source
from matters.selectors import bars_on, influences_of, lifted_for, marks_of
from matters.services import (
    GivenMeasure,
    mark_cancel,
    mark_correct,
    mark_lift,
    mark_record,
    matter_create,
    measures_replace,
    relief_record,
    relief_revoke,
    ruling_revoke,
)
from matters.signals import Why, marks_changed
from policy.bars import blocking
from policy.influence_table import AWARD, PROMOTION
from tests.support.register import cadre

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 29)


@pytest.fixture(autouse=True)
def frozen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.clock.today", lambda: TODAY)


@pytest.fixture
def actor() -> User:
    return User.objects.create_user(staff_no="90101", name="周敏")


@pytest.fixture
def world(actor: User) -> tuple[Matter, Cadre, Cadre]:
    return (
        matter_create(title="采购论证不充分", description="", actor=actor),
        cadre("1001"),
        cadre("1002", "李华"),
    )


def record(
    matter: Matter, who: Cadre, actor: User, measure: str = "党内警告", on: str = "2026-03-10", **more: Any
) -> Mark:
    return mark_record(
        matter=matter, cadre=who, measure=measure, decided_on=date.fromisoformat(on), actor=actor, **more
    )


def refused(act: Any, word: str) -> None:
    with pytest.raises(RuleBroken, match=word):
        act()


def test_numbers_of_matters_follow_each_other(actor: User) -> None:
    Matter.objects.create(number="SX20260007")
    Matter.objects.create(number="SX2026-A")
    assert matter_create(title="甲", description="", actor=actor).number == "SX20260008"
    refused(lambda: matter_create(title=" ", description="", actor=actor), "事项名称")
    refused(lambda: matter_create(title="甲", description="反映人 13812345678", actor=actor), "号码")


def test_a_mark_bears_its_period_and_everything_done_to_it_is_kept(world: Any, actor: User) -> None:
    matter, one, _ = world
    told: list[Any] = []

    def hears(sender: Any, changes: Any, **_: Any) -> None:
        told.extend(one.why for one in changes)

    marks_changed.connect(hears)
    first = record(matter, one, actor, document_no="纪〔2026〕3号", points=2)
    second = record(matter_create(title="乙", description="", actor=actor), one, actor, on="2026-09-10")
    assert (first.influence_from, first.influence_to) == (date(2026, 3, 10), date(2027, 3, 10))
    assert second.influence_to == date(2028, 3, 10)  # what was left of the first, and its own year
    corrected = mark_correct(mark=first, reason="决定书写明", influence_to=date(2027, 1, 10), actor=actor)
    assert corrected.end_source == "document"
    second.refresh_from_db()
    assert second.influence_to == date(2028, 1, 10)
    lifted = mark_lift(mark=corrected, on=date(2026, 11, 1), document_no="纪〔2026〕9号", actor=actor)
    second.refresh_from_db()
    assert second.influence_to == date(2027, 11, 1)
    with pytest.raises(StaleState):
        mark_cancel(mark=first, on=TODAY, reason="有误", version=1, actor=actor)
    cancelled = mark_cancel(mark=lifted, on=TODAY, reason="查无此事", actor=actor)
    second.refresh_from_db()
    assert second.influence_to == date(2027, 9, 10)
    assert not cancelled.stands
    assert told == [Why.RECORDED, Why.RECORDED, Why.CORRECTED, Why.LIFTED, Why.CANCELLED]
    assert [event.to_state for event in MarkEvent.objects.filter(case=first)] == [
        "recorded", "corrected", "lifted", "cancelled",
    ]  # fmt: skip
    refused(lambda: mark_lift(mark=cancelled, on=TODAY, document_no="x", actor=actor), "不再计入")
    with pytest.raises(IntegrityError), transaction.atomic():
        MarkEvent.objects.filter(case=first).update(note="")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mark.objects.filter(pk=second.pk)._raw_delete(using="default")
    marks_changed.disconnect(hears)


def test_who_is_exempted_gets_nothing_new_until_it_is_revoked(world: Any, actor: User) -> None:
    matter, one, other = world
    relief = relief_record(matter=matter, cadre=one, kind=Relief.Kind.EXEMPT, source="党委会", actor=actor)
    refused(lambda: record(matter, one, actor), "已认定免除责任")
    refused(
        lambda: measures_replace(matter=matter, cadre=one, given=[], source="党委会", on=TODAY, actor=actor),
        "已认定免除责任",
    )
    # The last guard is the database's own; rows of a year's file stay a true copy of the file.
    row = {"matter": matter, "measure": "黄牌", "decided_on": TODAY}
    with pytest.raises(IntegrityError, match="免除责任"), transaction.atomic():
        Mark.objects.create(cadre=one, **row)
    copied = Mark.objects.create(cadre=one, file_year=2026, **row)
    assert lifted_for([one.pk], year=2026, on=TODAY)[one.pk] == {matter.number: "免除责任"}
    others = record(matter, other, actor)
    with pytest.raises(IntegrityError, match="免除责任"), transaction.atomic():
        Mark.objects.filter(pk=others.pk).update(cadre=one)
    revoked = relief_revoke(
        relief=relief,
        on=date(2026, 11, 20),
        document_no="市纪〔2026〕1号",
        reason="查实弄虚作假",
        actor=actor,
    )
    assert revoked.valid_to == TODAY  # from now on, not from the day of the decision
    assert lifted_for([one.pk], year=2026, on=TODAY) == {}
    assert lifted_for([one.pk], year=2026, on=date(2026, 11, 28)) == {}
    assert record(matter, one, actor).stands and copied.stands
    refused(
        lambda: relief_revoke(relief=relief, on=TODAY, document_no="x", reason="y", actor=actor), "已经失效"
    )


def test_a_clarified_matter_may_still_bring_a_mark_that_counts_nowhere(world: Any, actor: User) -> None:
    matter, one, _ = world
    relief_record(matter=matter, cadre=one, kind=Relief.Kind.CLARIFIED, source="纪委〔2026〕8号", actor=actor)
    record(matter, one, actor)
    assert bars_on([one.pk], TODAY) == {}


@pytest.mark.parametrize("first", list(Relief.Kind))
def test_cleared_and_excused_stand_side_by_side_until_both_are_revoked(
    world: Any, actor: User, first: Relief.Kind
) -> None:
    matter, one, _ = world
    record(matter, one, actor)
    second = next(kind for kind in Relief.Kind if kind != first)
    found = [
        relief_record(matter=matter, cadre=one, kind=kind, source="党委会", actor=actor)
        for kind in (first, second)
    ]
    refused(
        lambda: relief_record(matter=matter, cadre=one, kind=second, source="党委会", actor=actor), "不能重复"
    )
    told: list[Why] = []

    def hears(sender: Any, changes: Any, **_: Any) -> None:
        told.extend(change.why for change in changes)

    marks_changed.connect(hears)
    bars = []
    for relief in found:
        relief_revoke(relief=relief, on=TODAY, document_no="x", reason="y", actor=actor)
        bars.append(bool(bars_on([one.pk], TODAY)))
    marks_changed.disconnect(hears)
    assert bars == [False, True], "what is lifted by the other finding counts nowhere still"
    assert told == [Why.REVOKED]


def test_what_was_given_replaces_what_counted_and_nobody_elses(world: Any, actor: User) -> None:
    matter, one, other = world
    record(matter, one, actor, "党内严重警告", points=3)
    record(matter, other, actor, "党内严重警告", points=3)
    given = GivenMeasure("诫勉", date(2026, 10, 8), 1, "组〔2026〕7号")
    ruling = measures_replace(
        matter=matter,
        cadre=one,
        given=[given],
        source="党委会 2026 年第 9 次",
        on=TODAY,
        kind="减轻",
        actor=actor,
    )
    seen = {
        cadre: [(m.measure, m.points) for m in some]
        for cadre, some in marks_of([one.pk, other.pk], year=2026).items()
    }
    assert seen == {one.pk: [("诫勉", 1)], other.pk: [("党内严重警告", 3)]}
    assert [mark.measure for mark in ruling.replaced.all()] == ["党内严重警告"]
    assert [str(bar.until) for bar in blocking(bars_on([one.pk], TODAY)[one.pk], PROMOTION)] == ["2027-04-08"]
    assert [bar.use for bar in blocking(bars_on([other.pk], TODAY)[other.pk], AWARD)] == [AWARD]


def test_a_milder_ruling_revoked_brings_the_earlier_mark_back_from_that_moment_on(
    world: Any, actor: User
) -> None:
    matter, one, _ = world
    record(matter, one, actor, "党内严重警告", points=3)
    Mark.objects.create(
        matter=matter, cadre=one, measure="通报批评", decided_on=date(2026, 3, 2), points=2, file_year=2026
    )
    given = [GivenMeasure("诫勉", date(2026, 10, 8), 1, "组〔2026〕7号")]
    ruling = measures_replace(
        matter=matter, cadre=one, given=given, source="党委会", on=TODAY, kind="减轻", actor=actor
    )
    between = clock.now()
    told: list[Why] = []

    def hears(sender: Any, changes: Any, **_: Any) -> None:
        told.extend(change.why for change in changes)

    marks_changed.connect(hears)
    refused(
        lambda: ruling_revoke(ruling=ruling, on=TODAY, document_no="", reason="虚假", actor=actor), "文号"
    )
    ruling_revoke(ruling=ruling, on=TODAY, document_no="沪教〔2026〕8号", reason="弄虚作假", actor=actor)
    marks_changed.disconnect(hears)

    def seen(at: Any = None) -> list[tuple[str, Any]]:
        return sorted((m.measure, m.points) for m in marks_of([one.pk], year=2026, at=at)[one.pk])

    assert seen() == [("党内严重警告", 3), ("通报批评", 2)]
    assert seen(between) == [("诫勉", 1)], "what was seen before is what was true then"
    assert told == [Why.RESTORED]
    assert [str(bar.until) for bar in blocking(bars_on([one.pk], TODAY)[one.pk], PROMOTION)] == ["2027-09-10"]
    refused(
        lambda: ruling_revoke(ruling=ruling, on=TODAY, document_no="x", reason="y", actor=actor), "已经撤销"
    )


def test_a_sanction_that_counts_again_is_the_one_its_file_goes_on_with(world: Any, actor: User) -> None:
    matter, one, _ = world
    old = record(matter, one, actor, "党内警告")
    Mark.objects.filter(pk=old.pk).update(is_sanction=True)
    ruling = measures_replace(
        matter=matter, cadre=one, given=[], source="党委会", on=TODAY, kind="减轻", actor=actor
    )
    assert not Mark.objects.standing().exists()
    ruling_revoke(ruling=ruling, on=TODAY, document_no="x", reason="y", actor=actor)
    assert list(Mark.objects.filter(is_sanction=True)) == list(Mark.objects.standing())


def test_what_is_wrong_is_said_and_nothing_is_written(world: Any, actor: User) -> None:
    matter, one, _ = world
    refused(lambda: record(matter, one, actor, on="2026-11-30"), "晚于今天")
    refused(lambda: record(matter, one, actor, "停薪"), "不在考核参数")
    refused(lambda: record(matter, one, actor, points=-1), "负数")
    refused(
        lambda: record(matter, one, actor, influence_to=date(2027, 1, 1), end_source="edited"), "写明理由"
    )
    assert not Mark.objects.exists() and not MarkEvent.objects.exists()
    mark = record(matter, one, actor)
    refused(lambda: mark_cancel(mark=mark, on=TODAY, reason=" ", actor=actor), "写明理由")
    refused(lambda: mark_correct(mark=mark, reason="", points=1, actor=actor), "写明理由")
    refused(lambda: mark_lift(mark=mark, on=TODAY, document_no="", actor=actor), "文号")
    refused(
        lambda: mark_lift(mark=record(matter, one, actor, "黄牌"), on=TODAY, document_no="x", actor=actor),
        "没有影响期",
    )


def test_bars_cost_the_same_for_one_and_for_many(
    world: Any, actor: User, django_assert_num_queries: Any
) -> None:
    matter, one, _ = world
    record(matter, one, actor)
    for place in range(12):
        record(matter, cadre(f"20{place:02d}"), actor)
    with django_assert_num_queries(5):
        bars_on([one.pk], TODAY)
    with django_assert_num_queries(5):
        assert len(bars_on(Cadre.objects.values("pk"), TODAY)) == 13


def test_copies_in_files_are_one_mark_and_a_relief_of_a_file_reaches_its_own_alone(world: Any) -> None:
    matter, one, _ = world
    row = {"matter": matter, "cadre": one, "measure": "党内警告", "decided_on": date(2026, 3, 10)}
    for year in (2025, 2026):
        Mark.objects.create(file_year=year, **row)
    (period,) = influences_of([one.pk], on=TODAY)[one.pk]
    assert period.influence.ends == date(2027, 3, 10)
    Relief.objects.create(matter=matter, cadre=one, kind="澄清", source="文件", file_year=2025)
    assert len(influences_of([one.pk], on=TODAY)[one.pk]) == 1
    Relief.objects.create(matter=matter, cadre=one, kind="澄清", source="文件", file_year=2026)
    assert influences_of([one.pk], on=TODAY) == {}


def test_what_is_done_to_one_copy_is_done_to_all(world: Any, actor: User) -> None:
    matter, one, _ = world
    row = {"matter": matter, "cadre": one, "measure": "党内警告", "decided_on": date(2026, 3, 10)}
    first, second = (Mark.objects.create(file_year=year, **row) for year in (2025, 2026))
    mark_cancel(mark=first, on=TODAY, reason="误记", actor=actor)
    second.refresh_from_db()
    assert not second.stands and influences_of([one.pk], on=TODAY) == {}
    refused(
        lambda: mark_correct(mark=Mark.objects.create(file_year=2024, **row), reason="x", actor=actor), "文件"
    )


def test_an_open_tolerance_case_is_told_by_its_source() -> None:
    def source(cadres: Any, on: date) -> Any:
        yield 7, "SX1", date(2026, 5, 1)
        yield 7, "SX1", date(2026, 4, 1)

    register_source(source)
    try:
        assert pending_of([7], on=TODAY) == {7: {"SX1": date(2026, 4, 1)}}
    finally:
        unregister_source(source)
    assert pending_of([7], on=TODAY) == {}
