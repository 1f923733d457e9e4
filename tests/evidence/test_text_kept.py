"""Two people at one page: whoever is slower is told so, and finds what was typed still there (F6, F7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.models import ComponentScore, Cycle
from appraisal.services import bonus_take_back, component_scores_set
from evidence import services
from evidence.models import KeyTask, SelfReport
from tests.evidence.test_facts_components import bonus_given, cycle, drafts, officer  # noqa: F401
from tests.evidence.test_facts_tasks import School
from tests.evidence.test_two_clicks import observed
from tests.support import reports
from tests.support.people import user_with
from tests.support.small_year import YEAR, small_year, staff_no

pytestmark = pytest.mark.django_db
TYPED = "第二部分请补充可以核实的数据，写明完成的时间。"


def kept(response: Any, typed: str = TYPED) -> str:
    text = response.content.decode()
    assert response.status_code == 409, response.status_code
    assert typed in text, "what was typed is gone"
    assert "刚刚" in text
    return text


def reported() -> tuple[Cycle, SelfReport, User, User]:
    """A report that waits, and two who may check it."""
    found = reports.reporting_cycle()
    person, author = reports.taking_part(found)
    unit = person.cadre.appointments.get().post.unit
    first = reports.somebody(Role.UNIT_PARTY, "95020", "何书记", over=unit)
    second = reports.somebody(Role.UNIT_PARTY, "95021", "钱组织", over=unit)
    return found, reports.handed_in(person, author), first, second


def test_a_report_that_was_passed_meanwhile_keeps_the_words_of_who_sends_it_back(client: Client) -> None:
    found, report, first, second = reported()
    services.report_check(participant_pk=report.participant_id, version=report.version, actor=first)
    client.force_login(second)
    here = reverse("report_return", args=[found.code, report.pk])
    kept(client.post(here, {"version": report.version, "note": TYPED}))
    assert SelfReport.objects.get().state == SelfReport.State.CHECKED


def test_who_passes_a_report_that_somebody_passed_is_told_so_and_not_refused(client: Client) -> None:
    found, report, first, second = reported()
    services.report_check(participant_pk=report.participant_id, version=report.version, actor=first)
    client.force_login(second)
    answer = client.post(reverse("report_check", args=[found.code, report.pk]), {"version": report.version})
    assert answer.status_code == 409
    assert "刚刚由其他人办理" in answer.content.decode()
    # With the page of now in hand it is the old answer: the step is not theirs any more.
    now = SelfReport.objects.get().version
    assert (
        client.post(reverse("report_check", args=[found.code, report.pk]), {"version": now}).status_code
        == 403
    )


@pytest.mark.parametrize(
    ("name", "field", "state"),
    [
        ("key_task_report", "progress", KeyTask.State.RUNNING),
        ("key_task_return", "reason", KeyTask.State.SUBMITTED),
        ("key_task_close", "reason", KeyTask.State.SUBMITTED),
    ],
)
def test_a_task_that_moved_on_keeps_what_was_typed(client: Client, name: str, field: str, state: str) -> None:
    task = School().at(state)
    KeyTask.objects.filter(pk=task.pk).update(version=task.version + 1)
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="96191", name="林静"))
    sent = {"version": task.version, field: TYPED, "how": "cancelled"}
    kept(client.post(reverse(name, args=[task.pk]), sent))


def test_an_observation_withdrawn_meanwhile_keeps_the_reason(
    client: Client,
    officer: User,  # noqa: F811
) -> None:
    person = small_year(1).participants.get()
    found = observed(person.cadre_id, officer)
    own = user_with(Role.CADRE, staff_no=staff_no(0), name=person.cadre.name)
    services.observation_answer(observation_pk=found.pk, text="已请假。", disputes=True, actor=own)
    found.refresh_from_db()
    seen = found.version
    services.observation_withdraw(
        observation_pk=found.pk, version=seen, reason="登记到他人名下", actor=officer
    )
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="96191", name="林静"))
    for page in ("observation_keep", "observation_withdraw"):
        kept(client.post(reverse(page, args=[found.pk]), {"version": seen, "reason": TYPED}))


def test_an_integrity_opinion_given_meanwhile_keeps_the_number(client: Client, officer: User) -> None:  # noqa: F811
    found = small_year(1)
    services.integrity_ask(cycle_pk=found.pk, actor=officer)
    inspector = user_with(Role.DISCIPLINE_OFFICER, staff_no="96002", name="方知微")
    services.integrity_give(
        cycle_pk=found.pk,
        cadre_pk=found.participants.get().cadre_id,
        seen=None,
        conclusion="clear",
        document_no="纪函〔2026〕3号",
        told=False,
        actor=inspector,
    )
    client.force_login(user_with(Role.DISCIPLINE_HEAD, staff_no="96003", name="秦守正"))
    sent = {"seen": "", "conclusion": "deferred", "document_no": "纪函〔2026〕9号"}
    here = reverse("integrity_give", args=[found.code, staff_no(0)])
    kept(client.post(here, sent), "纪函〔2026〕9号")


def test_points_taken_back_meanwhile_keep_the_reason(client: Client, officer: User) -> None:  # noqa: F811
    found = small_year(2)
    row = bonus_given(found, officer)
    bonus_take_back(bonus_pk=row.pk, reason="文件作废", actor=officer)
    client.force_login(officer)
    kept(client.post(reverse("bonus_take_back", args=[found.code, row.pk]), {"reason": TYPED}), TYPED)


def test_of_a_table_of_scores_the_others_cells_stand_and_the_own_are_kept(
    client: Client,
    cycle: Cycle,  # noqa: F811
    officer: User,  # noqa: F811
) -> None:
    """Sending it again would else put the other one's score back to what stood there before."""
    first, second = cycle.participants.order_by("cadre__staff_no")[:2]
    component_scores_set(cycle_pk=cycle.pk, drafts=drafts(cycle, "88")[:1], actor=officer)
    client.force_login(user_with(Role.ORG_OFFICER, staff_no="96191", name="林静"))
    sent = {
        f"score_{first.pk}_0": "70",
        f"version_{first.pk}_0": "0",
        f"score_{second.pk}_0": "91.5",
        f"version_{second.pk}_0": "0",
    }
    here = reverse("year_components", args=[YEAR])
    text = kept(client.post(here, sent), 'value="91.5"')
    assert f"{first.cadre.name}现为 88，您填的是 70" in text
    assert f'name="score_{first.pk}_0" value="88"' in text
    assert ComponentScore.objects.get().score == Decimal(88)
    sent |= {f"score_{first.pk}_0": "88", f"version_{first.pk}_0": "1"}
    assert client.post(here, sent).status_code == 303
    assert sorted(ComponentScore.objects.values_list("score", flat=True)) == [Decimal(88), Decimal("91.5")]
