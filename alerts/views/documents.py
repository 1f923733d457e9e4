"""The papers of a card as Word files; each is told to the security log."""

from __future__ import annotations

import io

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from core.pages import RuleBroken
from policy.alerts_steps import ADMONITION, BEFORE_ISSUE

from ..access import READERS, scopes_today, staff_no_of
from ..documents.filling import lifting_of, name_of, paper_of, report_of, talk_of
from ..models import Card
from .common import export_note, seen_card


def _given(request: HttpRequest, card: Card, name: str, content: bytes) -> FileResponse:
    export_note(request, subject=name, note=f"{card.number} {card.cadre.staff_no}")
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name)


def _issued(request: HttpRequest, pk: int) -> Card:
    card = seen_card(request, pk)
    if card.state in BEFORE_ISSUE:
        raise RuleBroken("签发以后才有文书。")
    return card


@require_safe
def card_document(request: HttpRequest, pk: int) -> FileResponse:
    """The notice or letter, for whom the card is visible: units see theirs of 预警 alone."""
    card = _issued(request, pk)
    return _given(request, card, name_of(card), paper_of(card))


@require_safe
def card_talk_document(request: HttpRequest, pk: int) -> FileResponse:
    """诫勉谈话记录 to fill in; for the two departments."""
    card = _issued(request, pk)
    own = card.cadre.staff_no == staff_no_of(request.user)
    if own or not READERS & scopes_today(request.user).keys():
        raise PermissionDenied
    if card.kind != ADMONITION:
        raise Http404
    return _given(request, card, "诫勉谈话记录.docx", talk_of(card))


@require_safe
def card_report_document(request: HttpRequest, pk: int) -> FileResponse:
    """整改报告, the last one handed in."""
    card = _issued(request, pk)
    report = card.reports.select_related("by", "recheck__by", "recheck__second").order_by("-pk").first()
    if report is None:
        raise RuleBroken("提交整改报告以后才能下载。")
    return _given(request, card, "整改报告.docx", report_of(card, report))


@require_safe
def card_lifting_document(request: HttpRequest, pk: int) -> FileResponse:
    """解除通知书."""
    card = _issued(request, pk)
    if card.state != Card.State.LIFTED:
        raise RuleBroken("核查同意解除以后才有解除通知书。")
    return _given(request, card, "解除通知书.docx", lifting_of(card))
