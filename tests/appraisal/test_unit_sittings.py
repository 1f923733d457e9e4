"""Sittings are entered unit by unit and compared with the whole; a doubt asks for a reason."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from accounts.models import Role, SecurityEvent, Unit, UnitKind, User
from appraisal.models import Cycle, CycleEvent
from appraisal.services import unit_sitting_add, unit_sitting_edit, unit_sitting_remove
from appraisal.workflow import missing_before
from ballots.models import Sitting
from ballots.services import UNIT_FIGURES, SittingEntry, round_renew, sittings_carry
from core.models import ImportBatch
from core.pages import RuleBroken, StaleState
from tests.support.importing import words
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year

pytestmark = pytest.mark.django_db
PAGE = f"/appraisal/{YEAR}/sittings/units/"
STAFF = "staff"
GOOD = (5, 5, 5, 5, 5)


@pytest.fixture
def cycle() -> Cycle:
    return small_year(3)


@pytest.fixture
def unit(cycle: Cycle) -> Unit:
    return Unit.objects.get(name="教务处")


@pytest.fixture
def officer(client: Client) -> Client:
    client.force_login(user_with(Role.ORG_OFFICER))
    return client


def figures(*values: int | None) -> dict[str, int | None]:
    return dict(zip(UNIT_FIGURES, (*values, *[None] * 5), strict=False))


def typed(*values: object, **more: object) -> dict[str, str]:
    pairs = zip(UNIT_FIGURES, (*values, *[""] * 5), strict=False)
    return {name: str(value) for name, value in [*pairs, *more.items()]}


def at(unit: Unit, group: str = STAFF) -> str:
    return f"{PAGE}{unit.pk}/{group}/"


def added(cycle: Cycle, unit: Unit, *values: int | None, group: str = STAFF) -> Sitting:
    return unit_sitting_add(
        cycle_pk=cycle.pk, unit=unit, group=group, figures=figures(*values), actor=User.objects.system()
    )


def test_one_is_added_corrected_and_taken_away(officer: Client, cycle: Cycle, unit: Unit) -> None:
    page = officer.post(f"{PAGE}new/", typed(12, 10, 10, "９", 8, unit=unit.pk, group=STAFF), follow=True)
    said = words(page)
    assert "已登记：教务处教职工。" in said
    row = Sitting.objects.get()
    assert [getattr(row, name) for name in UNIT_FIGURES] == [12, 10, 10, 9, 8] and row.version == 1
    assert officer.post(at(unit), typed(12, 11, 10, 9, 8, version=1)).status_code == 303
    row.refresh_from_db()
    assert (row.present, row.version) == (11, 2)
    asked = words(officer.get(f"{at(unit)}remove/"))
    assert "确定删除教务处教职工的测评会登记吗？" in asked
    assert Sitting.objects.exists(), "asking takes nothing away"
    assert officer.post(f"{at(unit)}remove/", {"version": "2"}).status_code == 303
    assert not Sitting.objects.exists()
    notes = list(
        CycleEvent.objects.filter(case=cycle, note__contains="测评会").values_list("note", flat=True)
    )
    assert any("登记教务处教职工的测评会：应到 未登记→12" in note for note in notes)
    assert any("登记教务处教职工的测评会：实到 10→11" in note for note in notes)
    assert any("删除教务处教职工的测评会登记：应到 12，实到 11" in note for note in notes)


def test_what_cannot_be_is_refused_and_stays_typed(officer: Client, cycle: Cycle, unit: Unit) -> None:
    page = officer.post(f"{PAGE}new/", typed(9, 10, 10, 7, 8, unit=unit.pk, group=STAFF))
    said = words(page)
    assert page.status_code == 200 and not Sitting.objects.exists()
    assert "教务处教职工实到 10 人，多于应到 9 人" in said and "有效 8 张，多于收回 7 张" in said
    assert 'value="10"' in page.content.decode()
    added(cycle, unit, *GOOD)
    again = officer.post(f"{PAGE}new/", typed(1, unit=unit.pk, group=STAFF))
    assert "教务处的教职工已经登记，请在列表中打开这一场更正。" in words(again)
    assert Sitting.objects.get().expected == 5


def test_the_database_refuses_it_too(cycle: Cycle, unit: Unit) -> None:
    for wrong in (
        {"unit": unit, "returned": 5, "valid": 6},
        {"unit": unit, "expected": 5, "present": 6},
        {"unit": None, "returned": 5},
        {"unit": None, "valid": 5},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Sitting.objects.create(round=cycle.round, group=STAFF, **wrong)
    Sitting.objects.create(round=cycle.round, group=STAFF, unit=unit, issued=5, returned=6, valid=6)


def test_somebody_was_faster_and_nothing_typed_is_lost(officer: Client, cycle: Cycle, unit: Unit) -> None:
    added(cycle, unit, *GOOD)
    officer.post(at(unit), typed(9, 5, 5, 5, 5, version=1))
    late = officer.post(at(unit), typed(7, 5, 5, 5, 5, version=1))
    assert late.status_code == 409
    assert "刚刚被其他人更改" in words(late) and "现在登记的是：应到 9，实到 5" in words(late)
    assert 'value="7"' in late.content.decode(), "what was typed"
    assert Sitting.objects.get().expected == 9
    assert officer.post(at(unit), typed(7, 5, 5, 5, 5, version=2)).status_code == 303
    assert Sitting.objects.get().expected == 7
    assert officer.post(f"{at(unit)}remove/", {"version": "1"}).status_code == 409
    assert Sitting.objects.exists()


def test_the_version_is_what_holds_the_second_one_back(cycle: Cycle, unit: Unit) -> None:
    actor = User.objects.system()
    added(cycle, unit, *GOOD)
    given = {"cycle_pk": cycle.pk, "unit": unit, "group": STAFF, "actor": actor}
    with pytest.raises(StaleState):
        unit_sitting_edit(**given, entry=SittingEntry(0, figures(6, 5)))
    with pytest.raises(StaleState):
        unit_sitting_remove(**given, version=2)
    unit_sitting_edit(**given, entry=SittingEntry(1, figures(*GOOD)))
    assert Sitting.objects.get().version == 1, "nothing changed is no change"
    unit_sitting_remove(**given, version=1)
    with pytest.raises(StaleState):
        unit_sitting_edit(**given, entry=SittingEntry(1, figures(6, 5)))


def test_sums_stand_beside_the_whole_and_what_was_counted(officer: Client, cycle: Cycle, unit: Unit) -> None:
    other = Unit.objects.create(name="科技处", kind=UnitKind.OFFICE)
    added(cycle, unit, 6, 4, 4, 3, 3)
    added(cycle, other, 6, 3, 3, 4, 1)
    Sitting.objects.create(round=cycle.round, group=STAFF, expected=12, present=8)
    said = words(officer.get(PAGE))
    assert "各单位合计（2 场） 12 7 7 7 4" in said and "全校 12 8 未登记 5 5" in said
    assert "相差 一致 少 1 — 多 2 少 1" in said
    assert "教职工实到：各单位合计 7 人，全校登记 8 人，合计少 1 人。" in said
    assert "教职工收回：各单位合计 7 张，导入的票 5 张，合计多 2 张。" in said
    assert "收回 4 张，多于发出 3 张：收回的票多于发出的票，该轮测评无效" in said
    assert "实到 3 人，不足应到 6 人的三分之二" in said
    assert "校领导" not in said.split("各票类合计")[1].split("搜索单位")[0], "nothing to compare"
    narrowed = words(officer.get(PAGE, {"doubt": "returned"})).split("符合条件的")[1]
    assert "科技处" in narrowed and "教务处" not in narrowed
    few = words(officer.get(PAGE, {"doubt": "quorum"})).split("符合条件的")[1]
    assert "科技处" in few and "教务处" not in few, "4 of 6 are exactly two thirds"
    assert "符合条件的有 1 场" in words(officer.get(PAGE, {"q": "科技"}))


def test_taken_out_as_shown_and_recorded(officer: Client, cycle: Cycle, unit: Unit) -> None:
    added(cycle, unit, 6, 4, 4)
    before = SecurityEvent.objects.count()
    response = officer.get(f"{PAGE}export/")
    sheet = load_workbook(BytesIO(b"".join(response.streaming_content))).active
    rows = [list(row) for row in sheet.values]
    assert rows[0][0] == f"{YEAR} 年度考核，共 1 场。"
    assert rows[1][:2] == ["单位", "票类"] and "更正" not in rows[1]
    assert rows[2][:5] == ["教务处", "教职工", "6", "4", "4"] and "收回、有效未登记。" in rows[2]
    assert SecurityEvent.objects.count() == before + 1


def test_one_row_or_fifty_ask_the_same(officer: Client, cycle: Cycle, unit: Unit) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert officer.get(PAGE).status_code == 200
        return len(found)

    added(cycle, unit, *GOOD)
    asked()
    one = asked()
    units = Unit.objects.bulk_create(Unit(name=f"第{i}学院", kind=UnitKind.OFFICE) for i in range(49))
    Sitting.objects.bulk_create(
        Sitting(round=cycle.round, unit=each, group=STAFF, expected=9, present=1, issued=1, returned=2)
        for each in units
    )
    assert asked() == one


def test_who_reads_and_who_writes(client: Client, cycle: Cycle, unit: Unit) -> None:
    added(cycle, unit, *GOOD)
    client.force_login(user_with(Role.DISCIPLINE_HEAD))
    said = client.get(PAGE).content.decode()
    assert "教务处" in said and "登记一场" not in said and ">更正<" not in said
    for address, data in (
        (f"{PAGE}new/", typed(1, unit=unit.pk, group="leaders")),
        (at(unit), typed(1, version=1)),
        (f"{at(unit)}remove/", {"version": "1"}),
    ):
        assert client.post(address, data).status_code == 403
    client.force_login(user_with(Role.UNIT_PARTY, staff_no="20055"))
    assert client.get(PAGE).status_code == 404 and client.get(at(unit)).status_code == 404
    assert Sitting.objects.get().expected == 5


def test_a_confirmed_count_takes_no_more(officer: Client, cycle: Cycle, unit: Unit) -> None:
    added(cycle, unit, *GOOD)
    confirmed_as_if(cycle)
    assert "计分已经确认" in words(officer.get(PAGE))
    assert officer.post(at(unit), typed(9, 5, 5, 5, 5, version=1)).status_code == 403
    with pytest.raises(RuleBroken, match="计分已经确认"):
        added(cycle, unit, *GOOD, group="leaders")


def test_papers_read_again_keep_the_units_sittings(cycle: Cycle, unit: Unit) -> None:
    added(cycle, unit, 6, 5, 5, 4, 3)
    cycle.round.ways = ["machine"]
    batch = ImportBatch(supplement=True)
    batch.pk = 0
    new = round_renew(batch, cycle.round)
    kept = new.sittings.get()
    assert (kept.unit, [getattr(kept, name) for name in UNIT_FIGURES]) == (unit, [6, 5, 5, 4, 3])
    new.sittings.update(valid=2)
    sittings_carry(source=new, target=cycle.round)
    assert cycle.round.sittings.get().valid == 2


def test_the_vote_does_not_end_over_a_doubt_without_a_reason(client: Client) -> None:
    story = Story().until("voting").voted()
    unit = story.unit
    cycle = story.cycle
    assert not any("多于发出" in item.text for item in missing_before(cycle, "close_voting"))
    added(cycle, unit, 6, 3, 3, 4, 4)
    lacking = {item.text: item for item in missing_before(cycle, "close_voting")}
    void = next(text for text in lacking if "该轮测评无效" in text)
    assert void.startswith("教务处教职工收回的票多于发出的票")
    assert not lacking[void].blocks and lacking[void].url == reverse("year_unit_sittings", args=[cycle.code])
    assert any("教务处教职工实到不足应到的三分之二" in text for text in lacking)
    with pytest.raises(RuleBroken, match="请写明理由"):
        story.step("close_voting", why=" ")
    assert story.cycle.state == Cycle.State.VOTING
    client.force_login(story.head)
    assert void in words(client.get(reverse("cycle_step", args=[cycle.code, "close_voting"])))
    story.step("close_voting", why="多出的票系重复扫描，已核对并作废")
    event = CycleEvent.objects.filter(case=story.cycle, note__contains="结束民主测评").latest("pk")
    assert "重复扫描，已核对并作废" in event.note
