"""Key tasks and results of units: state × role × action, each cell tried (第六条)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, User
from appraisal.models import Cycle
from core import clock
from core.pages import RuleBroken, StaleState
from evidence import services
from evidence.models import KeyTask, UnitResult
from tests.support import register
from tests.support.fact_story import PDF, upload
from tests.support.people import SINCE, user_with
from tests.support.planned import YEAR, Story

pytestmark = pytest.mark.django_db
S = KeyTask.State
OFFICES, ALL = {"org_head", "org_officer"}, set(Role.values)
REPORTS = OFFICES | {"unit_party"}
SEES = OFFICES | {"discipline_head", "discipline_officer", "leader", "unit_party", "cadre"}
# state -> action -> who may take it; what does not stand here nobody may.
TABLE: dict[str, dict[str, set[str]]] = {
    S.RUNNING: {"progress": REPORTS, "submit": REPORTS, "miss": OFFICES, "cancel": OFFICES},
    S.SUBMITTED: {"verify": OFFICES, "return": OFFICES, "miss": OFFICES, "cancel": OFFICES},
    S.DONE: {},
    S.OVERDUE: {},
    S.CANCELLED: {},
}
ACTIONS = ("progress", "submit", "verify", "return", "miss", "cancel")


class School:
    """One task of one office, and one person of every role."""

    def __init__(self) -> None:
        self.unit = register.unit("教务处")
        self.cadre = register.cadre("30101", "林致远")
        register.appointed(self.cadre, register.post(self.unit))
        self.who = {role: user_with(role, staff_no=f"961{i:02}") for i, role in enumerate(Role.values)}
        own = user_with(staff_no="30101", name="林致远")
        RoleGrant.objects.create(user=own, role=Role.CADRE, valid_from=SINCE)
        self.who["cadre"] = own
        for role in ("leader", "unit_party"):
            RoleGrant.objects.filter(user=self.who[role]).update(unit=self.unit)
        self.author = user_with(Role.ORG_OFFICER, staff_no="96190", name="许文澜")
        self.task = services.key_task_register(
            number="ZD-01",
            title="新校区实验楼搬迁",
            unit=self.unit,
            cadres=[self.cadre],
            due_on=clock.today() - timedelta(days=1),
            required="全部实验室搬迁并启用。",
            actor=self.author,
        )

    def at(self, state: str) -> KeyTask:
        """The task in a state, as its services leave it."""
        handed = state in (S.SUBMITTED, S.DONE)
        values: dict[str, Any] = {
            "state": state,
            "submitted_by": self.author if handed else None,
            "verified_by": self.who["org_head"] if state == S.DONE else None,
            "closing_reason": "没有完成" if state in (S.OVERDUE, S.CANCELLED) else "",
        }
        KeyTask.objects.filter(pk=self.task.pk).update(**values)
        return KeyTask.objects.get(pk=self.task.pk)


def act(action: str, task: KeyTask, actor: User) -> KeyTask:
    given: dict[str, Any] = {"task_pk": task.pk, "version": task.version, "actor": actor}
    words = {"reason": "材料不足"} if action in ("return", "miss", "cancel") else {}
    if action in ("progress", "submit"):
        words = {"progress": "已搬迁八成。", "file": None}
    found: KeyTask = getattr(services, f"key_task_{action}")(**given, **words)
    return found


def test_every_cell_of_the_table_and_the_page_offers_what_the_table_allows(client: Client) -> None:
    school = School()
    wrong = []
    for state, role in product(TABLE, Role.values):
        task, user = school.at(state), school.who[role]
        for action in ACTIONS:
            allowed = role in TABLE[state].get(action, set())
            with transaction.atomic():
                try:
                    act(action, task, user)
                    took = True
                except RuleBroken:
                    took = False
                transaction.set_rollback(True)
            if took != allowed:
                wrong.append(f"{state} {role} {action}: {took}")
        client.force_login(user)
        page = client.get(task.get_absolute_url())
        if (page.status_code == 200) != (role in SEES):
            wrong.append(f"{state} {role} sees: {page.status_code}")
        text = page.content.decode() if page.status_code == 200 else ""
        for name, action in (
            ("key_task_report", "submit"),
            ("key_task_verify", "verify"),
            ("key_task_close", "miss"),
        ):
            offered = reverse(name, args=[task.pk]) in text
            if offered != (role in TABLE[state].get(action, set())):
                wrong.append(f"{state} {role} is offered {name}: {offered}")
    assert wrong == []


def test_who_handed_it_in_does_not_verify_and_who_was_slower_is_told() -> None:
    school = School()
    task = school.at(S.SUBMITTED)
    with pytest.raises(RuleBroken, match="须由另一人核验"):
        act("verify", task, school.author)
    act("verify", task, school.who["org_head"])
    with pytest.raises(StaleState):
        act("verify", task, school.who["org_officer"])


def test_raters_read_the_tasks_of_a_cycle_while_they_rate_and_no_longer(client: Client) -> None:
    story = Story(2).until("voting")
    services.key_task_register(
        number="ZD-02", title="教学楼改造", unit=story.unit, cadres=story.cadres[:1],
        due_on=date(YEAR, 12, 20), required="年底启用。", actor=story.officer,
    )  # fmt: skip
    rater = user_with(Role.CADRE, staff_no="30002", name="乙1")
    client.force_login(rater)
    url = reverse("year_tasks", args=[YEAR])
    assert "教学楼改造" in client.get(url).content.decode()
    Cycle.objects.update(state=Cycle.State.INTERVIEW)
    assert client.get(url).status_code == 404


def test_raters_find_the_tasks_and_open_what_proves_them_while_they_rate(client: Client) -> None:
    story = Story(2).until("voting")
    task = services.key_task_register(
        number="ZD-03", title="食堂改造", unit=story.unit, cadres=story.cadres[:1],
        due_on=date(YEAR, 12, 20), required="年底启用。", actor=story.officer,
    )  # fmt: skip
    given = {"task_pk": task.pk, "version": task.version, "actor": story.officer}
    services.key_task_submit(**given, progress="已启用。" * 60, file=upload("验收.pdf", PDF))
    proof = reverse("key_task_file", args=[task.pk, task.files.get().pk])
    page = reverse("year_tasks", args=[YEAR])
    elsewhere = register.unit("文学院")
    for role, number in ((Role.CADRE, "30002"), (Role.UNIT_PARTY, "96301"), (Role.LEADER, "96302")):
        rater = user_with(role, staff_no=number, name="乙1")
        RoleGrant.objects.filter(user=rater).exclude(role=Role.CADRE).update(unit=elsewhere)
        client.force_login(rater)
        assert page in client.get(reverse("reports_reading")).content.decode(), role
        said = client.get(page).content.decode()
        assert proof in said and "验收.pdf" in said and "已启用。" * 60 in said
        assert client.get(proof).status_code == 200
        assert client.get(reverse("key_task", args=[task.pk])).status_code == 404
    Cycle.objects.update(state=Cycle.State.INTERVIEW)
    assert client.get(proof).status_code == 404
    assert page not in client.get(reverse("reports_reading")).content.decode()


def test_results_of_units_are_entered_by_the_department_alone_and_read_by_whom_they_concern(
    client: Client,
) -> None:
    school = School()
    other = register.unit("文学院")
    given: dict[str, Any] = {"year": YEAR, "reason": "", "document_no": "校发〔2026〕2号", "seen": None}
    services.unit_result_enter(unit=other, result="良好", **given, actor=school.author)
    held = services.unit_result_enter(unit=school.unit, result="优秀", **given, actor=school.author)
    wrong = []
    for role, user in school.who.items():
        for act_on in ("enter", "void"):
            about = {"unit": school.unit, "year": YEAR, "seen": held.pk, "reason": "录入有误", "actor": user}
            more = {"result": "合格", "document_no": "校发〔2026〕3号"} if act_on == "enter" else {}
            with transaction.atomic():
                try:
                    getattr(services, f"unit_result_{act_on}")(**about, **more)
                    took = True
                except RuleBroken:
                    took = False
                transaction.set_rollback(True)
            if took != (role in OFFICES):
                wrong.append(f"{role} {act_on}: {took}")
        seen = set(UnitResult.objects.visible_to(user).values_list("unit__name", flat=True))
        everything = role in OFFICES | {"discipline_head", "discipline_officer"}
        expected = (
            {"教务处", "文学院"} if everything else {"教务处"} if role in ("leader", "unit_party") else set()
        )
        if seen != expected:
            wrong.append(f"{role} sees {seen}")
    assert wrong == []
