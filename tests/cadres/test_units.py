"""The unit tree: renamed, moved, merged and closed, with its history, and never a ring."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.models import Role, Unit, User
from accounts.services import units as services
from cadres.models import Appointment, Cadre
from cadres.selectors import unit_names_on, unit_page, unit_tree
from cadres.services import appointments_move, post_close, post_create, post_edit
from core.pages import RuleBroken, StaleState
from tests.support import tiny
from tests.support.register import appointed, cadre, keeper, post, unit

pytestmark = pytest.mark.django_db
DAY = date(2024, 7, 1)


def system() -> User:
    return User.objects.system()


def test_the_roster_of_2023_reads_with_the_name_of_then() -> None:
    office = unit("学生处")
    services.unit_rename(unit=office, version=1, name="学生工作部", renamed_on=DAY, actor=system())
    office.refresh_from_db()
    assert office.name == "学生工作部"
    assert office.history.count() == 2
    for day, name in ((date(2023, 1, 1), "学生处"), (date(2024, 6, 30), "学生处"), (DAY, "学生工作部")):
        assert unit_names_on([office], day) == {office.pk: name}
    services.unit_rename(unit=office, version=2, name="学工部", renamed_on=date(2025, 1, 1), actor=system())
    assert unit_names_on([office], date(2024, 8, 1)) == {office.pk: "学生工作部"}
    assert unit_names_on([office], date(2023, 8, 1)) == {office.pk: "学生处"}


def test_a_second_rename_before_the_first_is_refused() -> None:
    office = unit("学生处")
    services.unit_rename(unit=office, version=1, name="学生工作部", renamed_on=DAY, actor=system())
    with pytest.raises(RuleBroken, match="晚于上一次更名"):
        services.unit_rename(unit=office, version=2, name="学工部", renamed_on=DAY, actor=system())


def test_no_two_open_units_of_one_name() -> None:
    unit("教务处")
    office = unit("教务办")
    with pytest.raises(ValidationError, match="已有同名的现存单位"):
        services.unit_rename(unit=office, version=1, name="教务处", renamed_on=DAY, actor=system())


def test_a_unit_cannot_go_below_itself() -> None:
    top = unit("机关")
    middle = unit("教务处", top)
    bottom = unit("考务科", middle)
    for below in (top, middle, bottom):
        with pytest.raises(RuleBroken, match="之下，不能作为它的上级"):
            services.unit_move(unit=top, version=1, parent=below, actor=system())
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.filter(pk=top.pk).update(parent=top)


def test_who_edits_an_old_state_is_told() -> None:
    office, top = unit("教务处"), unit("机关")
    services.unit_move(unit=office, version=1, parent=top, actor=system())
    with pytest.raises(StaleState):
        services.unit_move(unit=office, version=1, parent=None, actor=system())


def test_a_unit_whose_posts_are_held_is_not_closed() -> None:
    office = unit("教务处")
    held = appointed(cadre("1001", "李梅"), post(office))
    with pytest.raises(RuleBroken, match="李梅（处长）"):
        services.unit_close(unit=office, version=1, closed_on=DAY, actor=system())
    Appointment.objects.filter(pk=held.pk).update(ended_on="2024-06")
    closed = services.unit_close(unit=office, version=1, closed_on=DAY, actor=system())
    assert closed.valid_to == DAY


def test_a_unit_with_sub_units_is_not_closed() -> None:
    office = unit("教务处")
    unit("考务科", office)
    with pytest.raises(RuleBroken, match="还有下级单位：考务科"):
        services.unit_close(unit=office, version=1, closed_on=DAY, actor=system())


def test_merging_takes_the_sub_units_along_and_people_by_an_act_of_its_own() -> None:
    gone, stays = unit("物理系"), unit("理学院")
    below = unit("天文台", gone)
    held = appointed(cadre("1001"), post(gone, "主任"))
    gone = services.unit_merge(unit=gone, version=1, successor=stays, merged_on=DAY, actor=system())
    below.refresh_from_db()
    assert (gone.successor, gone.valid_to, below.parent) == (stays, DAY, stays)
    page = unit_page(stays)
    assert [row.post.title for row in page.merged_posts] == ["主任"]
    assert page.seats.held == 1, "counted where the unit went"

    assert appointments_move(unit=gone, to=stays, moved_on="2024-07", actor=system()) == 1
    held.refresh_from_db()
    assert (held.ended_on, held.post.unit) == ("2024-07", gone), "what was stays as it was"
    now = Appointment.objects.get(ended_on="")
    assert (now.post.unit, now.post.title, now.in_post_since, now.kind) == (
        stays,
        "主任",
        "2024-07",
        "primary",
    )
    assert not unit_page(stays).merged_posts


def test_merging_into_an_own_sub_unit_leaves_no_ring() -> None:
    top = unit("机关")
    gone = unit("物理系", top)
    stays = unit("天文台", gone)
    services.unit_merge(unit=gone, version=1, successor=stays, merged_on=DAY, actor=system())
    stays.refresh_from_db()
    assert stays.parent == top
    rows, closed = unit_tree(Unit.objects.all())
    assert [(row.unit.name, row.depth) for row in rows] == [("机关", 0), ("天文台", 1)]
    assert closed == [gone]


def test_an_officer_of_one_college_leaves_others_alone() -> None:
    arts, law = unit("文学院"), unit("法学院")
    institute = unit("古籍所", arts)
    officer = keeper(Role.ORG_OFFICER, arts)
    with pytest.raises(RuleBroken, match="不在您的管理范围内"):
        services.unit_rename(unit=law, version=1, name="法律系", renamed_on=DAY, actor=officer)
    with pytest.raises(RuleBroken, match="不在您的管理范围内"):
        services.unit_move(unit=institute, version=1, parent=law, actor=officer)
    with pytest.raises(RuleBroken, match="选择您管理范围内的上级单位"):
        services.unit_open(name="新院", kind="二级学院", actor=officer)
    with pytest.raises(RuleBroken, match="不在您的管理范围内"):
        post_create(unit=law, values={"title": "院长", "rank": "正职"}, actor=officer)
    assert services.unit_open(name="新所", kind="二级学院", parent=arts, actor=officer).parent == arts


def test_supervising_leaders_have_dates_and_no_rights() -> None:
    arts, leader = unit("文学院"), User.objects.create_user(staff_no="9", name="校领导甲")
    appointed(cadre("1001"), post(arts))
    found = services.supervision_start(unit=arts, leader=leader, valid_from=DAY, actor=system())
    with pytest.raises(ValidationError, match="已在分管此单位"):
        services.supervision_start(unit=arts, leader=leader, valid_from=DAY, actor=system())
    assert not Cadre.objects.visible_to(leader).exists()
    services.supervision_end(supervision=found, version=1, valid_to=DAY, actor=system())
    assert unit_page(arts).supervisions[0].valid_to == DAY


def test_posts_are_opened_corrected_and_closed_when_nobody_holds_them() -> None:
    office = unit("教务处")
    values = {"title": "处长", "rank": "正职", "quota": 1, "is_key": True}
    made = post_create(unit=office, values=values, actor=system())
    with pytest.raises(ValidationError, match="已有这个岗位"):
        post_create(unit=office, values=values, actor=system())
    with pytest.raises(ValueError, match="unit"):
        post_edit(post=made, version=1, values={"unit": unit("财务处")}, actor=system())
    post_edit(post=made, version=1, values={"quota": 2}, actor=system())
    with pytest.raises(StaleState):
        post_edit(post=made, version=1, values={"quota": 3}, actor=system())
    held = appointed(cadre("1001", "李梅"), made)
    with pytest.raises(RuleBroken, match="李梅仍在任"):
        post_close(post=made, version=2, closed_on=DAY, actor=system())
    Appointment.objects.filter(pk=held.pk).update(ended_on="2024-06")
    made.refresh_from_db()
    post_close(post=made, version=2, closed_on=DAY, actor=system())
    assert unit_page(office).closed_posts == [made]


def test_counts_tell_who_is_too_many_and_what_is_vacant() -> None:
    top = unit("机关")
    office = unit("教务处", top)
    deputies, head = post(office, "副处长", "副职", quota=1), post(office, "处长")
    for number in ("1001", "1002"):
        appointed(cadre(number), deputies)
    appointed(Cadre.objects.get(staff_no="1001"), head, Appointment.Kind.ACTING)
    rows, _ = unit_tree(Unit.objects.all())
    (row,) = [row for row in rows if row.unit == office]
    assert (row.seats.quota, row.seats.held, row.seats.acting, row.over, row.vacant) == (2, 2, 1, 1, 1)
    assert rows[0].below.held == 2
    assert (unit_page(office).over, unit_page(office).vacant) == (1, 1)


def test_a_roster_that_still_writes_the_old_name_is_told_the_new_one(tmp_path: Path) -> None:
    old, gone, stays = unit("机关部门甲"), unit("二级学院甲"), unit("理学院")
    services.unit_rename(unit=old, version=1, name="教务处", renamed_on=DAY, actor=system())
    services.unit_merge(unit=gone, version=1, successor=stays, merged_on=DAY, actor=system())
    result = tiny.stage(tiny.write(tmp_path, kinds=["roster"]))
    told = {(row, message) for _, row, column, _, message, _ in tiny.found(result) if column == "所在单位"}
    assert told == {
        (2, "机关部门甲已经更名或并入教务处"),
        (3, "机关部门甲已经更名或并入教务处"),
        (4, "二级学院甲已经更名或并入理学院"),
        (5, "二级学院甲已经更名或并入理学院"),
    }
