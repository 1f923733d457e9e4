"""An approved full export downloaded twice at once: one file leaves, one line in the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from accounts.models import SecurityEvent, User
from cadres.models import ExportRequest
from cadres.services import exports
from core import clock
from core.pages import StaleState
from tests.accounts.test_sign_in_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def approved() -> ExportRequest:
    officer, head = (
        User.objects.create_user(staff_no=staff_no, name=name)
        for staff_no, name in (("90001", "干事甲"), ("90002", "部长乙"))
    )
    now = clock.now()
    return ExportRequest.objects.create(
        requester=officer,
        requested_at=now,
        purpose="报送上级组织部门",
        query="columns=phone",
        row_count=1,
        rows_sha256="0" * 64,
        state=ExportRequest.State.APPROVED,
        decider=head,
        decided_at=now,
        expires_at=now + timedelta(hours=1),
    )


def two_downloads() -> list[Any]:
    """Both have read the request as approved before either begins."""
    request = approved()
    the_same: Any = SimpleNamespace(problems=(), keys_sha256=lambda: request.rows_sha256, total=lambda: 1)

    def write() -> str:
        time.sleep(0.2)
        return "文件"

    def download(asked: ExportRequest) -> Callable[[], Any]:
        return lambda: exports.export_request_download(
            actor=asked.requester, request=asked, reading=the_same, write=write
        )

    copies = [ExportRequest.objects.select_related("requester").get(pk=request.pk) for _ in range(2)]
    return at_once(*(download(copy) for copy in copies))


def test_of_two_downloads_at_once_one_gets_the_file() -> None:
    found = two_downloads()
    assert found.count("文件") == 1
    assert sum(isinstance(one, StaleState) for one in found) == 1, found
    assert SecurityEvent.objects.filter(kind=SecurityEvent.Kind.EXPORT).count() == 1
    assert ExportRequest.objects.get().state == ExportRequest.State.DOWNLOADED


def test_looking_first_and_moving_then_would_hand_it_out_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without the conditional update both get the file."""

    def looked_then_moved(request: ExportRequest, source: str, **values: object) -> None:
        if request.state != source:
            raise StaleState("已被处理")
        ExportRequest.objects.filter(pk=request.pk).update(**values)

    monkeypatch.setattr(exports, "_move", looked_then_moved)
    assert two_downloads() == ["文件", "文件"]
