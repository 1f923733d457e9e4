"""Taking the register out: masked with a purpose, unmasked only with a second person's yes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record
from core import clock
from core.lists import Reading
from core.pages import RuleBroken, StaleState

from ..models import ExportRequest

Written = TypeVar("Written")
SUBJECT = "干部名册"
State = ExportRequest.State
ANOTHER_LIST = "申请之后名册有变动，符合条件的人与申请时不同（申请时 {then} 人，现在 {now} 人）。请重新申请。"


@transaction.atomic
def export_record(*, actor: User, reading: Reading, purpose: str) -> None:
    """Says in the security log that the masked list was taken out, by whom and what for."""
    note = f"{reading.total()} 人，号码已隐去；用途：{purpose}；{narrowed_in_words(reading)}"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=SUBJECT, note=note)


@transaction.atomic
def export_request_submit(*, actor: User, reading: Reading, purpose: str) -> ExportRequest:
    """Asks for the unmasked list; what it holds now is what may be decided on and downloaded."""
    request = ExportRequest.objects.create(
        requester=actor,
        requested_at=clock.now(),
        purpose=purpose,
        query=reading.query.kept(),
        row_count=reading.total(),
        rows_sha256=reading.keys_sha256(),
    )
    _record(request, actor, f"申请完整号码，{request.row_count} 人；用途：{purpose}")
    return request


@transaction.atomic
def export_request_approve(*, actor: User, request: ExportRequest, reading: Reading) -> ExportRequest:
    """Lets the requester download once within the term. reading: the same list as the approver sees it."""
    _second_person(actor, request)
    _same_rows(request, reading)
    now = clock.now()
    _move(
        request,
        State.WAITING,
        state=State.APPROVED,
        decider=actor,
        decided_at=now,
        expires_at=now + ExportRequest.VALID_FOR,
    )
    _record(request, actor, f"批准 {request.requester.staff_no} 的申请，{request.row_count} 人")
    return request


@transaction.atomic
def export_request_reject(*, actor: User, request: ExportRequest, note: str) -> ExportRequest:
    """Refuses with a reason that the requester reads."""
    _second_person(actor, request)
    _move(
        request,
        State.WAITING,
        state=State.REJECTED,
        decider=actor,
        decided_at=clock.now(),
        decision_note=note,
    )
    _record(request, actor, f"退回 {request.requester.staff_no} 的申请；理由：{note}", refused=True)
    return request


@transaction.atomic
def export_request_download(
    *, actor: User, request: ExportRequest, reading: Reading, write: Callable[[], Written]
) -> Written:
    """The one download: `write` makes the file, and only one caller ever gets it.

    The state moves by a conditional update in the transaction that also writes the log: of two clicks one
    gets the file, and a file that failed to be written uses nothing up.
    """
    if actor.pk != request.requester_id:
        raise RuleBroken("只有申请人本人可以下载。")
    if request.has_lapsed(clock.now()):
        raise RuleBroken("批准后 24 小时内没有下载，批准已失效。请重新申请。")
    _move(request, State.APPROVED, state=State.DOWNLOADED, downloaded_at=clock.now())
    _same_rows(request, reading)
    written = write()
    _record(request, actor, f"下载完整号码，{request.row_count} 人；用途：{request.purpose}")
    return written


def narrowed_in_words(reading: Reading) -> str:
    """The filters in words. What was searched for may be a name, and stays out of the log."""
    chips = [f"{chip.label}={chip.value}" for chip in reading.filterset.chips()]
    searched = ["含搜索词"] if reading.query.words else []
    return "筛选：" + ("、".join([*chips, *searched]) or "无")


def _second_person(actor: User, request: ExportRequest) -> None:
    if actor.pk == request.requester_id:
        raise RuleBroken("不能审批自己的申请，须由另一位组织部负责人审批。")


def _same_rows(request: ExportRequest, reading: Reading) -> None:
    if reading.problems or reading.keys_sha256() != request.rows_sha256:
        raise RuleBroken(ANOTHER_LIST.format(then=request.row_count, now=reading.total()))


def _move(request: ExportRequest, source: str, **values: object) -> None:
    """Changes the state if it is still the one expected. Raises StaleState."""
    if not ExportRequest.objects.filter(pk=request.pk, state=source).update(**values):
        raise StaleState("这条导出申请刚刚已被处理，您的操作没有执行。")
    request.refresh_from_db()


def _record(request: ExportRequest, actor: User, note: str, *, refused: bool = False) -> None:
    security_event_record(
        kind=SecurityEvent.Kind.EXPORT,
        actor=actor,
        subject=f"{SUBJECT} 申请 {request.pk}",
        note=note,
        refused=refused,
    )
