"""From a lead to a lifted card, through the pages, as the discipline office tells it (第八、十三、十四条)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from alerts.models import Card, CardEvent, Signal
from core import clock
from matters.models import Mark, Relief
from matters.selectors import marks_of
from matters.services import relief_record
from tests.support.alerts import FACTS, Office, item_values

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n"


class Walk:
    """One browser that signs in as one after the other."""

    def __init__(self, client: Client, office: Office) -> None:
        self.client, self.office = client, office

    def post(self, user: User, name: str, *arguments: int, **data: Any) -> Any:
        """Opens the page, fills in, sends; answers what came."""
        self.client.force_login(user)
        url = reverse(name, args=arguments)
        page = self.client.get(url)
        assert page.status_code == 200, (name, page.status_code)
        form = page.context["form"]
        hidden = {field.name: field.value() for field in form.hidden_fields()}
        response = self.client.post(url, {**hidden, **data})
        assert response.status_code == 303, (
            name,
            [list(e) for e in response.context["form"].errors.values()],
        )
        return response

    def text(self, user: User, name: str, *arguments: int, status: int = 200) -> str:
        self.client.force_login(user)
        response = self.client.get(reverse(name, args=arguments))
        assert response.status_code == status, (name, response.status_code)
        return response.content.decode() if response.get("Content-Type", "").startswith("text") else ""


@pytest.fixture
def walk(client: Client) -> Walk:
    return Walk(client, Office())


def test_a_lead_is_judged_issued_signed_mended_checked_and_lifted(walk: Walk) -> None:
    office = walk.office
    walk.post(
        office.officer, "signal_new",
        cadre=office.cadre.staff_no, account="采购验收没有两人签字。", source="专项检查", highest="yellow",
    )  # fmt: skip
    signal = Signal.objects.get()
    walk.text(office.own, "signal", signal.pk, status=404)
    assert "没有要办理的" in walk.text(office.own, "cards_mine")
    walk.post(
        office.head, "signal_take", signal.pk,
        kind="yellow", cadre=office.cadre.staff_no, unit=office.unit.pk, title="采购验收不规范", facts=FACTS,
    )  # fmt: skip
    card = Card.objects.get()
    walk.text(office.own, "card", card.pk, status=404)
    walk.text(office.officer, "card_issue", card.pk, status=403)
    walk.post(office.head, "card_issue", card.pk, document_no="纪〔2026〕7 号", points="2")
    card.refresh_from_db()
    assert (card.state, card.mark.measure, card.mark.points) == ("issued", "黄牌", 2)
    assert card.matter.number.startswith("SX")
    assert "请签收" in walk.text(office.own, "cards_mine")
    walk.post(office.own, "card_sign", card.pk)
    walk.post(office.own, "item_new", card.pk, **item_values())
    walk.post(office.party, "item_new", card.pk, **item_values(owner="学院办公室"), whose="unit")
    walk.post(office.own, "plan_submit", card.pk)
    for item in card.items.order_by("pk"):
        who = office.party if item.unit_id else office.own
        proof = SimpleUploadedFile("台账.pdf", PDF)
        walk.post(who, "item_finish", card.pk, item.pk, evidence="办法已修订", file=proof)
        walk.post(office.officer, "item_check", card.pk, item.pk)
        walk.post(office.second, "item_check", card.pk, item.pk)
    walk.post(office.own, "card_report", card.pk, content="全部整改到位。")
    walk.post(office.officer, "card_recheck", card.pk, outcome="lift", finding="两人到场核查属实")
    walk.post(office.second, "recheck_confirm", card.pk, document_no="纪解〔2026〕1 号")
    card.refresh_from_db()
    assert (card.state, card.end_no) == ("lifted", "纪解〔2026〕1 号")
    for name in ("card_document", "card_report_document", "card_lifting_document"):
        walk.text(office.own, name, card.pk)
    page = walk.text(office.head, "card", card.pk)
    for words in ("复核同意", "报送整改方案", "本人在系统中签收", "纪〔2026〕7 号", "解除通知书"):
        assert words in page
    assert CardEvent.objects.filter(case=card).count() == 15


def test_a_lifted_matter_vanishes_from_every_count(walk: Walk) -> None:
    """免责 takes the card back wherever it counted, and keeps new ones away (第十四条)."""
    office = walk.office
    card = office.mending()
    year = clock.today().year
    assert [mark.measure for mark in marks_of([office.cadre.pk], year=year)[office.cadre.pk]] == ["黄牌"]
    assert Card.objects.counted().count() == 1
    assert "共签发 1 件" in walk.text(office.head, "alerts_board")
    relief_record(
        matter=card.matter,
        cadre=office.cadre,
        kind=Relief.Kind.EXEMPT,
        source="党委会 2026 年第 9 次",
        actor=office.head,
    )
    card.refresh_from_db()
    assert card.state == "exempted"
    assert not Card.objects.counted().exists()
    board = walk.text(office.head, "alerts_board")
    assert "近十二个月没有签发" in board
    assert "正在办理的预警与提醒" in board
    assert office.cadre.name not in walk.text(office.party, "cards_unit")
    walk.text(office.party, "card", card.pk, status=404)
    assert "不作负面评价" in walk.text(office.own, "card", card.pk)
    assert "没有要办理的" in walk.text(office.own, "cards_mine")
    # Nothing new on that matter.
    signal = office.signal()
    walk.client.force_login(office.head)
    refused = walk.client.post(
        reverse("signal_take", args=[signal.pk]),
        {"version": 1, "kind": "yellow", "cadre": office.cadre.staff_no, "unit": office.unit.pk,
         "matter": card.matter.number, "title": "再提", "facts": FACTS},
    )  # fmt: skip
    assert "已经免责或澄清" in refused.content.decode()
    assert Mark.objects.count() == 1


def test_the_measures_of_article_8_keep_days_numbers_and_conclusions_only(walk: Walk) -> None:
    office = walk.office
    inquiry = office.issued("inquiry")
    assert (inquiry.facts, inquiry.title, inquiry.matter.title) == (
        None,
        "",
        f"函询（{inquiry.document_no}）",
    )
    walk.post(
        office.org_officer, "card_sign_for", inquiry.pk,
        on=clock.today(), receipt=SimpleUploadedFile("回执.pdf", PDF),
    )  # fmt: skip
    walk.post(office.org_officer, "card_answer", inquiry.pk, on=clock.today())
    walk.post(office.org_head, "card_conclude", inquiry.pk, conclusion="accepted", on=clock.today())
    inquiry.refresh_from_db()
    assert (inquiry.state, inquiry.conclusion) == ("closed", "accepted")
    walk.text(office.own, "card_document", inquiry.pk)
    walk.text(office.party, "card", inquiry.pk, status=404)

    admonition = office.signed("admonition")
    assert admonition.approver == "王书记"
    assert admonition.mark.influence_to is not None
    walk.post(office.org_officer, "card_criticise", admonition.pk, on=clock.today())
    walk.client.force_login(office.org_head)
    early = walk.client.post(
        reverse("card_conclude", args=[admonition.pk]),
        {"version": admonition.version + 1, "conclusion": "improved", "on": clock.today()},
    )
    assert "届时再办结" in early.content.decode()
    Card.objects.filter(pk=admonition.pk).update(ends_on=clock.today() - timedelta(days=1))
    walk.post(office.org_head, "card_conclude", admonition.pk, conclusion="not_improved", on=clock.today())
    admonition.refresh_from_db()
    assert admonition.state == "escalated"
    walk.text(office.org_head, "card_talk_document", admonition.pk)
    walk.text(office.own, "card_talk_document", admonition.pk, status=403)
