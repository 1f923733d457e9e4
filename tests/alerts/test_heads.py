"""Cards on the heads of the two offices, and offices with few people: each step still waits for somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant
from alerts import services
from alerts.access import steps_of
from alerts.models import Signal
from alerts.registry import RULES
from core import clock
from core.pages import RuleBroken
from notices.selectors import inbox_of
from tests.support.alerts import Office, cadre_in, of, seen
from tests.support.people import SINCE, user_with

pytestmark = pytest.mark.django_db
APPROVAL = {"approver": "王书记", "document_no": "呈 1"}


@pytest.fixture
def office() -> Office:
    return Office()


def waits(user: object) -> list[str]:
    items = inbox_of(user, clock.today()).waiting
    return [item.duty.label for item in items if item.duty.kind.startswith("alerts.")]


def on_the_head(office: Office, role: Role) -> Office:
    """The cadre of the cards is a head; whoever was head before is no more."""
    RoleGrant.objects.filter(role=role).delete()
    RoleGrant.objects.create(user=office.own, role=role, valid_from=SINCE)
    return office


def test_a_card_on_the_head_of_the_discipline_office_is_the_other_heads(
    client: Client, office: Office
) -> None:
    on_the_head(office, Role.DISCIPLINE_HEAD)
    signal = office.signal()
    assert waits(office.own) == []
    assert waits(office.org_head) == ["研判预警信息"]
    card = services.signal_take(
        pk=signal.pk, version=signal.version, kind="yellow", cadre=office.cadre, unit=office.unit,
        matter=None, title="事由", facts="事实", actor=office.org_head,
    )  # fmt: skip
    assert waits(office.org_head) == ["签发黄牌警示"]
    assert steps_of(office.officer, card) == frozenset()
    with pytest.raises(RuleBroken, match="不能办理这一步"):
        services.card_drop(**seen(card), reason="不签发了", actor=office.officer)
    client.force_login(office.org_head)
    given = {"version": card.version, "document_no": "组 1", "points": 0}
    assert client.post(reverse("card_issue", args=[card.pk]), given).status_code == 303
    card.refresh_from_db()
    assert (card.state, card.issuer) == ("issued", office.org_head)
    assert waits(office.org_officer) == ["送达黄牌警示并登记签收"]
    assert waits(office.officer) == []


@pytest.mark.parametrize("role", [Role.DISCIPLINE_HEAD, Role.ORG_HEAD])
def test_an_admonition_of_a_head_is_proposed_approved_and_issued_by_who_is_left(
    office: Office, role: Role
) -> None:
    on_the_head(office, role)
    judge = office.org_head if role == Role.DISCIPLINE_HEAD else office.head
    card = office.draft("admonition", actor=judge)
    assert waits(office.org_officer) == ["登记党委书记批准"]
    assert waits(judge) == []
    card = services.card_approve(**seen(card), **APPROVAL, on=clock.today(), actor=office.org_officer)
    assert waits(judge) == ["签发诫勉"]
    assert services.card_issue(**seen(card), document_no="1", points=0, actor=judge).state == "issued"


def test_an_admonition_that_the_organization_head_proposed_waits_for_the_discipline_head(
    office: Office,
) -> None:
    office.draft("admonition", actor=office.org_head)
    assert waits(office.head) == ["登记党委书记批准"]
    assert waits(office.org_head) == waits(office.org_officer) == []


def test_the_answer_and_the_self_criticism_wait_for_an_officer_and_late_ones_are_leads(
    office: Office,
) -> None:
    inquiry = office.signed("inquiry")
    assert waits(office.org_officer) == ["收到后登记书面答复"]
    services.card_answer(**seen(inquiry), on=clock.today(), actor=office.org_officer)
    assert waits(office.org_officer) == []
    admonition = office.signed("admonition")
    assert waits(office.org_officer) == ["收到后登记书面检讨"]
    late = type(admonition).objects.get(pk=admonition.pk).due_on + timedelta(days=1)
    assert services.rule_scan(RULES["criticism_overdue"], on=late) == 1
    assert services.rule_scan(RULES["criticism_overdue"], on=late) == 0
    lead = Signal.objects.get(rule="criticism_overdue")
    assert (lead.cadre, lead.article, lead.highest) == (office.cadre, "第八条", "admonition")
    services.card_revoke(**seen(admonition), reason="系误报的", document_no="撤 1", actor=office.org_head)
    assert not Signal.objects.filter(rule="criticism_overdue", state="waiting").exists()


def test_with_one_discipline_officer_the_head_checks_second(office: Office) -> None:
    RoleGrant.objects.filter(user=office.second).delete()
    card = office.mending()
    item = services.item_finish(**of(card.items.get()), evidence="完成", upload=None, actor=office.own)
    assert waits(office.head) == []
    item = services.item_check(**of(item), actor=office.officer)
    assert (waits(office.officer), waits(office.head)) == ([], ["复核销号"])
    services.item_check(**of(item), actor=office.head)
    card.refresh_from_db()
    services.report_submit(**seen(card), content="好", upload=None, actor=office.own)
    card.refresh_from_db()
    assert waits(office.officer) == ["核查整改报告"]
    services.recheck_propose(**seen(card), outcome="lift", finding="属实", actor=office.officer)
    assert (waits(office.officer), waits(office.head)) == ([], ["复核核查结论"])


def test_a_signal_about_somebody_else_waits_for_the_discipline_head_alone(office: Office) -> None:
    office.signal(cadre=cadre_in(office.unit, "30002", "别人"))
    assert waits(office.head) == ["研判预警信息"]
    assert waits(office.org_head) == []
    both = user_with(Role.ORG_HEAD, staff_no="93099", name="另一位")
    assert waits(both) == []
