"""What becomes of cards: moves, false alarms, extensions, lapse, escalation, revoked findings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, Unit, UnitKind
from alerts import services
from alerts.access import items_for, mends
from alerts.models import Card, CardEvent, RectificationItem, Signal
from alerts.registry import RULES
from core import clock
from core.pages import RuleBroken, StaleState
from matters.models import Mark, Relief
from matters.services import mark_cancel, measures_replace, relief_record, relief_revoke, ruling_revoke
from notices.registry import Audience
from notices.selectors import inbox_of
from tests.support.alerts import Office, moved_to, of, over, seen
from tests.support.people import SINCE

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_mover_takes_personal_items_along_and_the_units_stay(office: Office) -> None:
    card = office.mending(unit_item=True)
    new = Unit.objects.create(name="教务处", kind=UnitKind.OFFICE)
    there = over(Role.UNIT_PARTY, new, staff_no="93100", name="机关总支")
    assert not Card.objects.visible_to(there).exists()
    moved_to(office.cadre, new, clock.today())
    own, units = card.items.order_by("pk")
    for item in (own, units):
        item.card = card
    assert [item.pk for item in items_for(there, card)] == [own.pk]
    assert [item.pk for item in items_for(office.party, card)] == [units.pk]
    assert (mends(there, own), mends(there, units)) == (True, False)
    assert (mends(office.party, own), mends(office.party, units)) == (False, True)
    assert Card.objects.visible_to(office.party).exists()
    assert card.unit == office.unit
    with pytest.raises(RuleBroken, match="该单位党组织办理"):
        services.item_finish(**of(units), evidence="完成", upload=None, actor=there)
    # The rest of the unit's item is done by the unit that kept it.
    assert (
        services.item_finish(**of(units), evidence="已补验", upload=None, actor=office.party).state == "done"
    )


def test_a_false_alarm_is_revoked_out_of_all_counts_and_kept(office: Office) -> None:
    card = services.card_revoke(
        **seen(office.mending()), reason="查明系系统误报", document_no="纪撤〔2026〕1 号", actor=office.head
    )
    assert (card.state, Card.objects.counted().count()) == ("revoked", 0)
    mark = Mark.objects.get()
    assert (mark.stands, mark.cancel_document) == (False, "纪撤〔2026〕1 号")
    assert CardEvent.objects.filter(case=card, to_state="revoked").count() == 1


def test_leads_that_rest_on_a_card_go_with_it(office: Office) -> None:
    """A lead to 诫勉 from two yellow cards falls with one of them; an overdue item of a lifted matter too."""
    first, second = office.mending(), office.issued()
    RectificationItem.objects.filter(card=first).update(due=clock.today() - timedelta(days=1))
    services.rule_scan(RULES["item_overdue"], on=clock.today())
    waiting = Signal.objects.filter(state="waiting").exclude(rule="hand")
    assert {signal.rule for signal in waiting} == {"two_yellow", "item_overdue"}
    services.card_revoke(**seen(second), reason="系误报的", document_no="撤 1", actor=office.head)
    assert {signal.rule for signal in waiting.all()} == {"item_overdue"}
    relief_record(
        matter=first.matter, cadre=office.cadre, kind=Relief.Kind.EXEMPT, source="党委会", actor=office.head
    )
    assert not waiting.all().exists()


def test_a_mark_cancelled_elsewhere_takes_its_card_along(office: Office) -> None:
    card = office.issued()
    mark_cancel(mark=card.mark, on=clock.today(), reason="登记有误", actor=office.head)
    card.refresh_from_db()
    assert card.state == "revoked"


def test_a_finding_that_is_revoked_brings_its_card_back_from_that_day_on(office: Office) -> None:
    card = office.signed()
    given = {"matter": card.matter, "cadre": office.cadre, "source": "党委会", "actor": office.head}
    relief = relief_record(kind=Relief.Kind.EXEMPT, **given)
    card.refresh_from_db()
    assert (card.state, card.due_on) == ("exempted", None)
    relief_revoke(
        relief=relief, on=clock.today(), document_no="改〔2026〕1 号", reason="弄虚作假", actor=office.head
    )
    card.refresh_from_db()
    assert card.state == "planning"
    assert card.due_on > clock.today()
    assert Card.objects.counted().count() == 1


def test_a_card_stays_away_while_another_finding_lifts_its_matter(office: Office) -> None:
    card = office.signed()
    given = {"matter": card.matter, "cadre": office.cadre, "source": "党委会", "actor": office.head}
    found = [relief_record(kind=kind, **given) for kind in Relief.Kind]
    states = []
    for relief in found:
        relief_revoke(relief=relief, on=clock.today(), document_no="x", reason="弄虚作假", actor=office.head)
        card.refresh_from_db()
        states.append(card.state)
    assert states == ["exempted", "planning"]


def test_a_milder_ruling_that_is_revoked_gives_the_card_its_mark_back(office: Office) -> None:
    card = office.signed()
    ruling = measures_replace(
        matter=card.matter, cadre=card.cadre, given=[], source="党委会", on=clock.today(), kind="减轻",
        actor=office.head,
    )  # fmt: skip
    assert not Card.objects.counted().exists()
    ruling_revoke(ruling=ruling, on=clock.today(), document_no="x", reason="弄虚作假", actor=office.head)
    card.refresh_from_db()
    assert card.mark.stands and Card.objects.counted().get() == card


def test_a_relief_also_ends_what_was_not_issued_and_what_was_lifted(office: Office) -> None:
    lifted = office.lifted()
    draft = office.draft(matter=lifted.matter)
    relief_record(
        matter=lifted.matter, cadre=office.cadre, kind=Relief.Kind.CLARIFIED, source="查核", actor=office.head
    )
    assert {card.pk: card.state for card in Card.objects.all()} == {
        lifted.pk: "exempted",
        draft.pk: "dropped",
    }


def test_a_card_on_a_matter_that_a_years_file_lifts_counts_no_more(office: Office) -> None:
    card = office.signed()
    assert Card.objects.counted().get() == card
    Relief.objects.create(
        matter=card.matter, cadre=office.cadre, kind=Relief.Kind.EXEMPT, source="文件", file_year=2025
    )
    assert not Card.objects.counted().exists()


def test_extended_once_then_lifted_or_escalated_as_a_lead(office: Office) -> None:
    card = office.reported()
    with pytest.raises(RuleBroken, match="由两人办理"):
        services.recheck_propose(**seen(card), outcome="extend", finding="还差一项", actor=office.officer)
        card.refresh_from_db()
        services.recheck_confirm(**seen(card), document_no="", actor=office.officer)
    card = services.recheck_confirm(**seen(card), document_no="", actor=office.second)
    assert (card.state, card.extended) == ("mending", True)
    assert card.ends_on == clock.today() + timedelta(days=30)
    services.report_submit(**seen(card), content="再次整改。", upload=None, actor=office.own)
    card.refresh_from_db()
    with pytest.raises(RuleBroken, match="已经延长过一次"):
        services.recheck_propose(**seen(card), outcome="extend", finding="不够", actor=office.officer)
    services.recheck_propose(**seen(card), outcome="escalate", finding="拒不整改", actor=office.officer)
    card.refresh_from_db()
    assert not Signal.objects.filter(rule="escalated").exists()
    card = services.recheck_confirm(**seen(card), document_no="", actor=office.second)
    assert card.state == "escalated"
    lead = Signal.objects.get(rule="escalated")
    assert (lead.state, lead.cadre, lead.highest) == ("waiting", office.cadre, "admonition")


def test_an_item_is_closed_by_two_who_did_not_do_it(office: Office) -> None:
    card = office.mending()
    item = services.item_finish(**of(card.items.get()), evidence="完成", upload=None, actor=office.own)
    item = services.item_check(**of(item), actor=office.officer)
    with pytest.raises(RuleBroken, match="由两人办理"):
        services.item_check(**of(item), actor=office.officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        RectificationItem.objects.filter(pk=item.pk).update(
            state="closed", closed_by=office.officer, closed_on=clock.today()
        )
    with pytest.raises(RuleBroken, match="没有销号"):
        services.report_submit(**seen(Card.objects.get()), content="好", upload=None, actor=office.own)
    item = services.item_return(**of(item), reason="台账不全", actor=office.second)
    assert (item.state, item.checked_by) == ("open", None)


def test_a_yellow_card_lapses_and_two_of_them_are_a_lead_never_a_measure(office: Office) -> None:
    first = office.issued()
    assert not Signal.objects.filter(rule="two_yellow").exists()
    second = office.issued()
    lead = Signal.objects.get(rule="two_yellow")
    assert "2 次黄牌警示" in lead.facts
    assert not Card.objects.filter(kind="admonition").exists()
    # The same fact makes no second lead, and what was revoked does not count.
    assert services.nightly_begin() is not None
    Card.objects.filter(pk=first.pk).update(lapses_on=clock.today())
    assert services.cards_lapse(on=clock.today(), actor=office.head) == 1
    first.refresh_from_db()
    assert first.state == "lapsed"
    services.card_revoke(**seen(second), reason="系误报的", document_no="撤 1", actor=office.head)
    office.issued()
    assert Signal.objects.filter(rule="two_yellow").count() == 2, "another pair is another fact"


def test_who_comes_late_is_told_and_nothing_is_overwritten(office: Office) -> None:
    card = office.draft()
    before = seen(card)
    services.card_issue(**before, document_no="纪 1", points=0, actor=office.head)
    with pytest.raises(StaleState):
        services.card_drop(**before, reason="不签发了", actor=office.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        CardEvent.objects.all().delete()


def test_admonition_waits_for_the_secretary_and_the_proposer_does_not_record_it(office: Office) -> None:
    card = office.draft("admonition")
    given = {"approver": "王书记", "on": clock.today(), "document_no": "呈 1"}
    with pytest.raises(RuleBroken, match="提出诫勉的人"):
        services.card_approve(**seen(card), **given, actor=office.head)
    with pytest.raises(RuleBroken, match="不能办理这一步"):
        services.card_issue(**seen(card), document_no="组 1", points=0, actor=office.org_head)
    assert services.card_approve(**seen(card), **given, actor=office.org_head).state == "draft"


def test_steps_wait_in_the_right_inbox_until_they_are_done(office: Office) -> None:
    today = clock.today()

    def kinds(user: object) -> list[str]:
        return [i.duty.label for i in inbox_of(user, today).waiting if i.duty.kind.startswith("alerts.")]

    signal = office.signal()
    assert kinds(office.head) == ["研判预警信息"]
    assert reverse("signal", args=[signal.pk]) in [i.duty.url for i in inbox_of(office.head, today).waiting]
    services.signal_dismiss(pk=signal.pk, version=signal.version, reason="经了解不属实", actor=office.head)
    assert kinds(office.head) == []
    card = office.draft()
    assert kinds(office.head) == ["签发黄牌警示"]
    card = services.card_issue(**seen(card), document_no="纪 1", points=0, actor=office.head)
    assert kinds(office.own) == ["签收（黄牌警示）"]
    assert kinds(office.officer) == ["送达黄牌警示并登记签收"]
    card = services.card_sign(**seen(card), actor=office.own)
    assert kinds(office.own) == ["填写并报送整改方案（黄牌警示）"]
    office.item(card)
    office.item(card, actor=office.party, unit=office.unit)
    card.refresh_from_db()
    card = services.plan_submit(**seen(card), actor=office.own)
    assert kinds(office.own) == kinds(office.party) == ["完成整改事项并报告"]
    for item in card.items.order_by("pk"):
        who = office.party if item.unit_id else office.own
        done = services.item_finish(**of(item), evidence="完成", upload=None, actor=who)
        done = services.item_check(**of(done), actor=office.officer)
        assert "复核销号" in kinds(office.second)
        assert "复核销号" not in kinds(office.officer)
        services.item_check(**of(done), actor=office.second)
    assert kinds(office.own) == ["提交整改报告（黄牌警示）"]
    services.report_submit(**seen(card), content="好", upload=None, actor=office.own)
    assert kinds(office.officer) == ["核查整改报告"]
    card.refresh_from_db()
    services.recheck_propose(**seen(card), outcome="lift", finding="属实", actor=office.officer)
    assert (kinds(office.officer), kinds(office.second)) == ([], ["复核核查结论"])
    assert Audience(today).holds(Role.CADRE)


def test_what_each_sees_agrees_on_rows_and_pages(client: Client, office: Office) -> None:
    """The cadre sees no lead and no draft; a unit no measure; nobody handles the own."""
    cards = {"draft": office.draft(), "yellow": office.issued(), "inquiry": office.issued("inquiry")}
    other = over(
        Role.UNIT_PARTY, Unit.objects.create(name="他院", kind=UnitKind.SCHOOL), staff_no="9", name="他"
    )
    everything = {"draft", "yellow", "inquiry"}
    expected = {
        office.head: everything, office.officer: everything, office.org_head: everything,
        office.org_officer: everything, office.leader: {"yellow", "inquiry"}, office.party: {"yellow"},
        office.own: {"yellow", "inquiry"}, other: set(),
    }  # fmt: skip
    for user, names in expected.items():
        client.force_login(user)
        rows = set(Card.objects.visible_to(user).values_list("pk", flat=True))
        assert rows == {cards[name].pk for name in names}, user
        for name, card in cards.items():
            status = client.get(reverse("card", args=[card.pk])).status_code
            assert status == (200 if name in names else 404), (user, name)
        leads = Signal.objects.visible_to(user).exists()
        assert leads == (names == everything)
    RoleGrant.objects.create(user=office.own, role=Role.ORG_OFFICER, valid_from=SINCE)
    assert not Signal.objects.visible_to(office.own).exists()
    with pytest.raises(RuleBroken, match="关于本人"):
        office.signal(actor=office.own)


def test_what_a_card_lacks_is_told_at_its_field(office: Office) -> None:
    signal = office.signal()
    with pytest.raises(RuleBroken) as broken:
        services.signal_take(
            pk=signal.pk, version=signal.version, kind="yellow", cadre=office.cadre, unit=office.unit,
            matter=None, title=" ", facts="", actor=office.head,
        )  # fmt: skip
    assert broken.value.message_dict == {"title": ["请填写事由。"], "facts": ["请填写核实过的事实。"]}
