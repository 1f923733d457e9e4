"""The risk list and the register as units keep them and offices read them (第八、十三条)."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, Unit, User
from cadres.models import Appointment
from core import clock
from core.pages import RuleBroken, StaleState
from notices.registry import Audience, Duty, kinds
from supervision import services
from supervision.models import RegisterItem, Risk, RiskPost, RiskUpdate
from supervision.selectors import risks_by_unit
from tests.support import intakes as i
from tests.support.matrix_supervision import RISK
from tests.support.people import SINCE, user_with
from tests.support.register import appointed, cadre, keeper, post, unit
from tests.support.years import write_csv

pytestmark = pytest.mark.django_db


class Watch:
    """教务处 with its Party organisation, and the discipline office."""

    def __init__(self) -> None:
        self.unit, self.other = unit("教务处"), unit("科研处")
        self.secretary = keeper(Role.UNIT_PARTY, self.unit, "90701")
        self.officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="90702")
        self.cadre = cadre("20701", "王建国")
        self.held = appointed(self.cadre, post(self.unit))

    def risk(self, description: str = "抽取不规范", title: str = "处长", **changes: Any) -> Risk:
        given = {**RISK, "description": description, "unit": self.unit, "actor": self.secretary} | changes
        return services.risk_add(title=title, **given)

    def item(self, actor: User | None = None, **changes: Any) -> RegisterItem:
        given = {
            "kind": "outside", "period": "2026", "status": "waiting", "due_on": clock.today(),
            "done_on": None, "document_no": "", "cadre": self.cadre, "unit": self.unit,
        } | changes  # fmt: skip
        return services.item_record(actor=actor or self.secretary, **given)


def duties() -> dict[str, list[Duty]]:
    found: dict[str, list[Duty]] = {}
    for kind in kinds():
        if kind.code.startswith("supervision."):
            for duty in kind.source(Audience(clock.today())):
                found.setdefault(duty.kind.split(".")[1], []).append(duty)
    return found


def test_the_level_follows_the_risks_and_may_be_set_with_a_reason() -> None:
    watch = Watch()
    risks = [watch.risk(f"风险{n}") for n in range(3)]
    level = RiskPost.objects.get
    assert (level().level, level().why) == (2, "有 3 个风险点，定为二级。")
    services.risk_close(pk=risks[0].pk, version=1, closing="流程已改", actor=watch.secretary)
    assert level().level == 3
    services.risk_change(
        pk=risks[1].pk, version=1, actor=watch.secretary, **{**RISK, "description": "风险1", "free": True}
    )
    assert level().level == 1
    given = {"pk": level().pk, "version": level().version, "level": 2, "by_hand": True}
    with pytest.raises(RuleBroken, match="理由"):
        services.level_set(**given, why="", actor=watch.officer)
    with pytest.raises(RuleBroken):
        services.level_set(**given, why="已分权", actor=watch.secretary)
    services.level_set(**given, why="已分权", actor=watch.officer)
    watch.risk("风险9", heavy=True)
    assert (level().level, level().by_hand) == (2, True)  # set by hand: the rule does not touch it
    back = {"pk": level().pk, "version": level().version, "level": 2, "by_hand": False, "why": ""}
    assert services.level_set(**back, actor=watch.officer).level == 1
    with pytest.raises(StaleState):
        services.level_set(**back, actor=watch.officer)
    assert level().history.count() >= 5


def test_a_unit_keeps_its_own_and_no_other_list() -> None:
    watch = Watch()
    found = watch.risk()
    stranger = keeper(Role.UNIT_PARTY, watch.other, "90703")
    with pytest.raises(RuleBroken, match="不在您负责的范围内"):
        services.risk_close(pk=found.pk, version=1, closing="无", actor=stranger)
    with pytest.raises(RuleBroken, match="不在您负责的范围内"):
        services.risk_add(unit=watch.other, title="处长", actor=watch.secretary, **RISK)
    assert not Risk.objects.visible_to(stranger).exists()
    assert Risk.objects.visible_to(watch.officer).get() == found
    with pytest.raises(RuleBroken, match="手机号码"):
        watch.risk("联系138-1234-5678")


def test_the_yearly_review_and_the_update_after_a_change_wait_until_reported() -> None:
    watch = Watch()
    found = watch.risk()
    watch.risk(unit=watch.other, actor=user_with(Role.UNIT_PARTY, staff_no="90799"))
    assert "review" not in duties()
    assert "update" not in duties()  # appointed long ago
    Risk.objects.filter(pk=found.pk).update(added_on=clock.today() - timedelta(days=350))
    (review,) = duties()["review"]
    assert review.holder.unit_id == watch.unit.pk
    assert review.since <= clock.today() <= review.due
    Appointment.objects.filter(pk=watch.held.pk).update(in_post_since=f"{clock.today():%Y-%m}")
    (update,) = duties()["update"]
    assert update.due.month == (clock.today().month % 12) + 1
    services.update_report(unit=watch.unit, kind="review", note="没有变化", actor=watch.secretary)
    assert not {"review", "update"} & duties().keys()
    assert RiskUpdate.objects.count() == 1


def test_the_register_holds_status_and_days_only() -> None:
    watch = Watch()
    item = watch.item()
    (waiting,) = duties()["register"]
    assert waiting.about == "教务处，兼职 1 项"
    given = {"pk": item.pk, "period": "2026", "due_on": item.due_on, "document_no": ""}
    with pytest.raises(RuleBroken, match="办结日期"):
        services.item_change(**given, version=1, status="done", done_on=None, actor=watch.secretary)
    services.item_change(**given, version=1, status="done", done_on=clock.today(), actor=watch.secretary)
    assert "register" not in duties()
    texts = {f.name for f in RegisterItem._meta.get_fields() if f.get_internal_type() == "TextField"}
    assert not texts
    inspection = watch.item(kind="inspection", cadre=None, document_no="巡察〔2026〕1号")
    assert inspection.cadre is None


def test_lines_of_the_offices_are_theirs_to_add_and_move_on_and_nobody_closes_the_own(
    client: Client,
) -> None:
    watch = Watch()
    with pytest.raises(RuleBroken, match="由组织部、纪委监察部门登记"):
        watch.item(kind="personal")
    client.force_login(watch.officer)
    page = reverse("register_item_new")
    values = {
        "unit": watch.unit.pk, "kind": "personal", "staff_no": "20701", "period": "2026",
        "status": "waiting", "due_on": f"{clock.today()}",
    }  # fmt: skip
    assert client.post(page, values).status_code == 303
    item = RegisterItem.objects.get()
    (waiting,) = duties()["register"]
    assert (waiting.holder.role, waiting.about) == (Role.ORG_OFFICER, "个人有关事项报告 1 项")
    edit = reverse("register_item_edit", args=[item.pk])
    assert edit in client.get(reverse("register_items")).content.decode()
    done = {"version": item.version, "status": "done", "done_on": f"{clock.today()}", "due_on": ""}
    client.force_login(watch.secretary)
    assert edit not in client.get(reverse("register_items")).content.decode()
    assert client.post(edit, done).status_code == 403
    assert "个人有关事项报告" not in client.get(page).content.decode()
    himself = user_with(Role.ORG_OFFICER, staff_no="20701", name="王建国")
    client.force_login(himself)
    assert "关于本人的事项" in client.post(edit, done).content.decode()
    item.refresh_from_db()
    assert item.status == "waiting"
    client.force_login(watch.officer)
    assert client.post(edit, done).status_code == 303
    RoleGrant.objects.create(user=himself, role=Role.UNIT_PARTY, unit=watch.unit, valid_from=SINCE)
    RoleGrant.objects.filter(user=himself, role=Role.ORG_OFFICER).delete()
    with pytest.raises(RuleBroken, match="关于本人的事项"):
        watch.item(actor=himself)


def test_a_unit_without_a_list_is_asked_for_one_and_stands_on_the_map(client: Client) -> None:
    watch = Watch()
    assert {duty.about for duty in duties()["review"]} == {"教务处", "科研处"}
    found = watch.risk()
    Risk.objects.filter(pk=found.pk).update(added_on=clock.today() - timedelta(days=400))
    late = {duty.about: (duty.label, duty.due < clock.today()) for duty in duties()["review"]}
    assert late == {"教务处": ("评估风险清单", True), "科研处": ("填报风险清单", True)}
    # All closed: the yearly review goes on; without any risk a unit may report that too.
    services.risk_close(pk=found.pk, version=1, closing="流程已改", actor=watch.secretary)
    assert {duty.about for duty in duties()["review"]} == {"教务处", "科研处"}
    other = keeper(Role.UNIT_PARTY, watch.other, "90703")
    services.update_report(unit=watch.other, kind="review", note="没有风险点", actor=other)
    assert {duty.about for duty in duties()["review"]} == {"教务处"}
    client.force_login(watch.officer)
    assert "科研处" in client.get(reverse("risks_heat")).content.decode()
    client.force_login(other)
    page = client.get(reverse("risks_heat")).content.decode()
    assert "科研处" in page
    assert "教务处" not in page


def test_key_people_places_matters_and_moments() -> None:
    watch = Watch()
    given = {"unit": watch.unit, "why": "", "starts": clock.today(), "actor": watch.secretary}
    person = services.key_point_add(kind="person", cadre=watch.cadre, name="", **given)
    assert person.name == "王建国"
    for kind in ("place", "matter", "moment"):
        services.key_point_add(kind=kind, cadre=None, name="招生考试", **given)
    ended = services.key_point_end(pk=person.pk, version=1, ends=clock.today(), actor=watch.secretary)
    assert ended.ends == clock.today()


def test_both_lists_come_by_file_and_go_back_again(tmp_path: Path, client: Client) -> None:
    watch = Watch()
    watch.risk("抽取不规范")
    rows = [
        ["单位", "岗位", "职权事项", "流程环节", "风险描述", "类别", "前期预防", "曾发生不廉洁问题"],
        ["教务处", "处长", "招标采购", "评标", "抽取不规范", "业务流程", "改为系统抽取", "否"],
        ["科研处", "处长", "经费报销", "审核", "虚报", "岗位职责", "", "是"],
        ["没有的处", "处长", "经费", "", "虚报", "岗位职责", "", ""],
    ]
    intake = i.staged(write_csv(tmp_path / "风险.csv", rows), "risks")
    assert [where for _, where, _ in i.told(intake)] == ["单位"]
    rows = rows[:3]
    intake = i.applied(write_csv(tmp_path / "风险.csv", rows), "risks")
    assert Risk.objects.get(unit=watch.unit).before == "改为系统抽取"
    assert RiskPost.objects.get(unit=watch.other).level == 1
    heat = {
        one.unit.name: (one.total, one.first)
        for one in risks_by_unit(Risk.objects.all(), Unit.objects.order_by("name"))
    }
    assert heat == {"教务处": (1, 0), "科研处": (1, 1)}
    client.force_login(watch.officer)
    page = client.get(reverse("risks_heat")).content.decode()
    assert "科研处" in page
    assert b"".join(client.get(reverse("risks_export")).streaming_content)[:2] == b"PK"
    i.undone(intake)
    assert Risk.objects.get().before == RISK["before"]
    register = [
        ["工号", "姓名", "种类", "年度或期次", "状态", "期限", "办结日期"],
        ["20701", "王建国", "述责述廉", "2025", "已办结", "2026-01-31", "2026-01-20"],
        ["20701", "王建国", "出国（境）证照", "2026", "待办", "2026-12-31", ""],
    ]
    intake = i.applied(write_csv(tmp_path / "台账.csv", register), "register")
    assert RegisterItem.objects.count() == 2
    i.undone(intake)
    assert not RegisterItem.objects.exists()


def test_the_inspection_of_a_whole_unit_comes_by_file(tmp_path: Path) -> None:
    Watch()
    head = ["工号", "单位", "种类", "年度或期次", "状态", "期限", "办结日期"]
    wrong = [
        head,
        ["", "没有的处", "巡察整改", "2026", "整改中", "", ""],
        ["", "教务处", "述责述廉", "2026", "待办", "", ""],
        ["", "科研处", "巡察整改", "2026", "整改中", "", ""],
        ["", "科研处", "巡察整改", "2026", "待办", "", ""],
    ]
    intake = i.staged(write_csv(tmp_path / "台账.csv", wrong), "register")
    assert [where for _, where, _ in i.told(intake)] == ["单位", "工号", "种类", "种类"]
    right = [head, ["", "教务处", "巡察整改", "2026", "整改中", "2026-12-31", ""]]
    i.applied(write_csv(tmp_path / "台账.csv", right), "register")
    (item,) = RegisterItem.objects.all()
    assert (item.cadre, item.unit.name, item.status) == (None, "教务处", "mending")
    right[1][4:] = ["已办结", "2026-12-31", "2026-11-20"]
    i.applied(write_csv(tmp_path / "台账.csv", right), "register")
    item.refresh_from_db()
    assert (RegisterItem.objects.count(), item.status) == (1, "done")
