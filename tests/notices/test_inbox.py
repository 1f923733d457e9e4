"""The inbox: who holds what, in which order, and what happens where a kind of duty fails."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from accounts.models import Role, RoleGrant, User
from notices import registry
from notices.exports import inbox_write
from notices.registry import Audience, Duty, DutyKind, Holder
from notices.selectors import Inbox, inbox_of
from tests.support.people import SINCE, user_with
from tests.support.register import unit
from tests.support.years import policy_version

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> list[Duty]:
    """The duties of the only kind there is; a test fills it."""
    duties: list[Duty] = []
    monkeypatch.setattr(registry, "_kinds", {})
    registry.register(DutyKind("test.kind", lambda audience: list(duties)))
    return duties


def duty(
    holder: Holder, about: str = "", *, due: int | None = None, since: int = -5, by: int | None = None
) -> Duty:
    return Duty(
        kind="test.kind",
        label="核对",
        about=about,
        url="/",
        holder=holder,
        since=TODAY + timedelta(since),
        due=None if due is None else TODAY + timedelta(due),
        started_by=by,
    )


def abouts(items: Iterable) -> list[str]:
    return [item.duty.about for item in items]


def test_overdue_first_then_by_deadline_then_by_how_long_it_waits(declared: list[Duty]) -> None:
    me = user_with(Role.ORG_HEAD)
    mine = Holder(user_id=me.pk)
    declared += [
        duty(mine, "等得短", since=-1),
        duty(mine, "等得久", since=-30),
        duty(mine, "十天后", due=10),
        duty(mine, "逾期", due=-2),
        duty(mine, "今天", due=0),
    ]
    inbox = inbox_of(me, TODAY)
    assert abouts(inbox.waiting) == ["逾期", "今天", "十天后", "等得久", "等得短"]
    assert (inbox.overdue, inbox.due_today) == (1, 1)


def test_the_next_days_hold_today_and_the_fourteenth_and_nothing_beyond(declared: list[Duty]) -> None:
    me, other = user_with(Role.ORG_HEAD), user_with(Role.CADRE, staff_no="90002")
    mine, theirs = Holder(user_id=me.pk), Holder(user_id=other.pk)
    declared += [duty(mine, f"{days}", due=days) for days in (-1, 0, 14, 15)]
    declared += [duty(theirs, "别人办", due=14, by=me.pk), duty(mine, "未定")]
    days = inbox_of(me, TODAY).next_days
    assert [(day, abouts(items)) for day, items in days] == [
        (TODAY, ["0"]),
        (TODAY + timedelta(14), ["14", "别人办"]),
    ]


def test_nobody_sees_what_others_hold_and_others_started(declared: list[Duty]) -> None:
    """A source that answers too much tells nobody more than is theirs."""
    me, other = user_with(Role.ORG_HEAD), user_with(Role.ORG_OFFICER, staff_no="90002")
    declared += [
        duty(Holder(user_id=other.pk), "别人的"),
        duty(Holder(role=Role.ORG_OFFICER), "别的角色的"),
        duty(Holder(role=Role.ORG_HEAD, besides=frozenset({me.pk})), "须由另一人办"),
        duty(Holder(role=Role.ORG_HEAD), "我的角色的"),
    ]
    inbox = inbox_of(me, TODAY)
    assert (abouts(inbox.waiting), abouts(inbox.started)) == (["我的角色的"], [])


def test_a_role_over_a_unit_holds_what_lies_below_it(declared: list[Duty]) -> None:
    school = unit("医学部")
    below, beside = unit("护理学院", parent=school), unit("法学院")
    me = user_with()
    RoleGrant.objects.create(user=me, role=Role.UNIT_PARTY, unit=school, valid_from=SINCE)
    declared += [
        duty(Holder(role=Role.UNIT_PARTY, unit_id=found.pk), found.name) for found in (school, below, beside)
    ]
    assert abouts(inbox_of(me, TODAY).waiting) == ["医学部", "护理学院"]


def test_what_i_started_says_who_has_it_now(declared: list[Duty]) -> None:
    me = user_with(Role.ORG_HEAD, name="周启明")
    school = unit("医学部")
    secretary = user_with(staff_no="90003", name="温书恒")
    RoleGrant.objects.create(user=secretary, role=Role.UNIT_PARTY, unit=school, valid_from=SINCE)
    gone = user_with(Role.PARTY_OFFICE, staff_no="90004", name="离开的人")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    for number in range(4):
        user_with(Role.DISCIPLINE_OFFICER, staff_no=f"9001{number}", name=f"方{number}")
    user_with(Role.ORG_HEAD, staff_no="90005", name="吴昊")
    declared += [
        duty(Holder(user_id=secretary.pk), "1", by=me.pk),
        duty(Holder(role=Role.UNIT_PARTY, unit_id=school.pk), "2", by=me.pk),
        duty(Holder(role=Role.PARTY_OFFICE), "3", by=me.pk),
        duty(Holder(role=Role.DISCIPLINE_OFFICER), "4", by=me.pk),
        duty(Holder(role=Role.ORG_HEAD, besides=frozenset({me.pk})), "5", by=me.pk),
    ]
    inbox = inbox_of(me, TODAY)
    assert not inbox.waiting
    assert [item.held_by for item in inbox.started] == [
        "温书恒",
        "二级党组织（温书恒）",
        "党办工作人员（目前没有可以办理的人）",
        "纪委监察部门工作人员（方0、方1、方2 等 4 人）",
        "组织部负责人（吴昊）",
    ]


def test_the_same_number_of_queries_for_one_duty_and_for_fifty(declared: list[Duty]) -> None:
    me = user_with(Role.ORG_HEAD)
    others = [user_with(Role.ORG_OFFICER, staff_no=f"91{n:03d}", name=f"甲{n}") for n in range(50)]

    def queries(count: int) -> int:
        declared[:] = [duty(Holder(user_id=other.pk), by=me.pk) for other in others[:count]]
        declared.extend(duty(Holder(role=Role.ORG_OFFICER), by=me.pk) for _ in range(count))
        declared.extend(duty(Holder(role=Role.ORG_HEAD)) for _ in range(count))
        with CaptureQueriesContext(connection) as found:
            inbox = inbox_of(me, TODAY)
        assert (len(inbox.waiting), len(inbox.started)) == (count, 2 * count)
        return len(found)

    assert queries(1) == queries(50)


def failing(audience: Audience) -> list[Duty]:
    raise RuntimeError("读不出来")


def test_a_kind_that_fails_is_heard_in_tests(declared: list[Duty]) -> None:
    registry.register(DutyKind("test.broken", failing))
    with pytest.raises(RuntimeError, match="读不出来"):
        inbox_of(user_with(Role.ORG_HEAD), TODAY)


def test_in_production_the_rest_is_shown_and_the_fault_is_logged(
    declared: list[Duty], capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    registry.register(DutyKind("test.broken", failing))
    declared.append(duty(Holder(role=Role.ORG_HEAD), "还在"))
    with override_settings(TESTING=False):
        inbox = inbox_of(user_with(Role.ORG_HEAD), TODAY)
    assert (abouts(inbox.waiting), inbox.incomplete) == (["还在"], True)
    assert "test.broken" in caplog.text + "".join(capsys.readouterr())


def test_a_code_is_registered_once(declared: list[Duty]) -> None:
    with pytest.raises(ValueError, match=r"test\.kind"):
        registry.register(DutyKind("test.kind", failing))


def test_who_is_not_signed_in_or_disabled_has_an_empty_inbox(declared: list[Duty]) -> None:
    me = user_with(Role.ORG_HEAD)
    declared.append(duty(Holder(role=Role.ORG_HEAD)))
    assert inbox_of(me, TODAY).waiting
    me.is_active = False
    assert inbox_of(me, TODAY) == Inbox(TODAY, (), ())


def test_what_sets_a_deadline_is_said_once_it_is_this_schools_own_with_the_version(
    declared: list[Duty], client: Client
) -> None:
    me = user_with(Role.ORG_HEAD)
    late = duty(Holder(role=Role.ORG_HEAD), due=-3)
    declared += [replace(late, day_by="tolerance_accept"), replace(late, about="乙", day_by="plan")]
    declared.append(duty(Holder(role=Role.ORG_HEAD), "没有期限的", due=None))

    def told() -> list[str]:
        return [item.day_by for item in inbox_of(me, TODAY).waiting]

    assert told() == ["系统默认", "考核方案", ""]
    version = policy_version(limits={"tolerance_accept": 7})
    assert told() == [f"本校参数（{version}）", "考核方案", ""]
    client.force_login(me)
    assert f"期限按本校参数（{version}）" in client.get("/").content.decode()


def test_the_workbook_says_what_the_page_says_and_no_formula(declared: list[Duty], tmp_path: Path) -> None:
    me, other = user_with(Role.ORG_HEAD), user_with(Role.CADRE, staff_no="90002", name="林一诺")
    declared += [
        replace(duty(Holder(user_id=me.pk), "=1+1", due=-3), article="第六条", day_by="review_days"),
        duty(Holder(user_id=other.pk), "别人办", due=2, by=me.pk),
    ]
    inbox_write(inbox_of(me, TODAY), tmp_path / "inbox.xlsx")
    book = openpyxl.load_workbook(tmp_path / "inbox.xlsx")
    assert book.sheetnames == ["待办", "我发起的", "未来14天"]
    rows = [[cell.value for cell in row] for row in book["待办"].iter_rows(min_row=3)]
    assert [row[:2] + row[4:] for row in rows] == [["核对", "=1+1", "已逾期 3 天", "第六条", "系统默认"]]
    assert book["待办"]["B3"].data_type == "s"
    assert [row[-1].value for row in book["我发起的"].iter_rows(min_row=3)] == ["林一诺"]
    assert [row[-1].value for row in book["未来14天"].iter_rows(min_row=3)] == ["林一诺"]
