"""How 函询 and 诫勉 go on: what did not suffice leaves the next step to judgement, never takes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from alerts import services
from alerts.models import Card, Signal
from core import clock
from core.pages import RuleBroken
from notices.selectors import inbox_of
from tests.support.alerts import Office, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def answered(office: Office) -> Card:
    card = office.signed("inquiry")
    return services.card_answer(**seen(card), on=clock.today(), actor=office.org_officer)


def ended(card: Card, conclusion: str, office: Office) -> Card:
    return services.card_conclude(
        **seen(card), conclusion=conclusion, on=clock.today(), actor=office.org_head
    )


def test_asked_again_is_another_inquiry_that_its_head_issues(office: Office) -> None:
    card = ended(answered(office), "again", office)
    draft = Card.objects.get(state="draft")
    assert (card.state, draft.kind, draft.matter, draft.cadre) == (
        "closed", "inquiry", card.matter, office.cadre,
    )  # fmt: skip
    assert draft.events.get().note == f"{card.number} 说明不清，再次函询"
    assert services.card_issue(**seen(draft), document_no="组 2", points=0, actor=office.org_head).issued_on
    assert not Signal.objects.filter(state="waiting").exists()


def test_other_proceedings_are_a_lead_and_an_accepted_answer_is_none(office: Office) -> None:
    ended(answered(office), "accepted", office)
    assert not Signal.objects.filter(state="waiting").exists()
    card = ended(answered(office), "other", office)
    lead = Signal.objects.get(state="waiting")
    assert (lead.rule, lead.cadre, lead.article) == ("inquiry_other", office.cadre, "第八条")
    services.card_revoke(**seen(card), reason="系误报的", document_no="撤 1", actor=office.org_head)
    assert not Signal.objects.filter(state="waiting").exists()


def test_six_months_after_an_admonition_its_report_waits_and_no_change_is_a_lead(office: Office) -> None:
    card = office.signed("admonition")
    card = services.card_criticise(**seen(card), on=clock.today(), actor=office.org_officer)

    def waits(user: object) -> list[str]:
        items = inbox_of(user, clock.today()).waiting
        return [item.duty.label for item in items if item.duty.kind.startswith("alerts.")]

    assert waits(office.org_officer) == waits(office.own) == []
    with time_machine.travel(f"{card.ends_on - timedelta(days=14)}T09:00:00+08:00", tick=False):
        assert waits(office.org_officer) == ["收到后登记诫勉后的书面整改报告"]
        assert waits(office.own) == ["提交书面整改报告（诫勉）"]
    with time_machine.travel(f"{card.ends_on}T09:00:00+08:00", tick=False):
        given = {"on": clock.today(), "actor": office.org_officer}
        with pytest.raises(RuleBroken, match="文号"):
            services.card_follow_report(**seen(card), document_no=" ", **given)
        card = services.card_follow_report(**seen(card), document_no="报 1", **given)
        assert (card.state, card.report_on, card.report_no) == ("following", clock.today(), "报 1")
        assert waits(office.org_officer) == waits(office.own) == []
        assert waits(office.org_head) == ["跟踪了解诫勉后的情况并办结"]
        assert ended(card, "not_improved", office).state == "escalated"
        assert Signal.objects.get(state="waiting").rule == "not_improved"
