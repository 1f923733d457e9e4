"""A mail server that takes its time holds up nobody: pages are answered and written while it thinks (F11)."""

from __future__ import annotations

import asyncio
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from notices.models import NoticeChoice, Urge
from notices.registry import Duty, Holder
from tests.support.people import user_with
from tests.support.reminding import Sink, deliver, duty, in_days, night, states

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 60


def test_pages_answer_and_save_while_the_mail_server_thinks(
    client: Client, declared: list[Duty], sink: Sink, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = user_with(Role.ORG_OFFICER, staff_no="1")
    NoticeChoice.objects.create(user=user, email="1@example.edu.cn")
    user_with(Role.ORG_HEAD, staff_no="2")
    declared.append(duty(Holder(role=Role.ORG_OFFICER), in_days(0)))
    night()
    asked, answer, taken = Event(), Event(), Sink.handle_DATA

    async def slowly(self: Sink, *args: Any) -> str:
        asked.set()
        await asyncio.to_thread(answer.wait, PATIENCE)
        return await taken(self, *args)

    monkeypatch.setattr(Sink, "handle_DATA", slowly)

    def sends() -> None:
        try:
            deliver()
        finally:
            connection.close()

    sender = Thread(target=sends)
    sender.start()
    try:
        assert asked.wait(PATIENCE), "the mail is on its way"
        client.force_login(user)
        for name in ("home", "messages", "overdue_duties"):
            assert client.get(reverse(name)).status_code == 200
        late = duty(
            Holder(role=Role.ORG_OFFICER, besides=frozenset({user.pk})), in_days(-1), started_by=user.pk
        )
        declared.append(late)
        assert client.post(reverse("duty_urge"), {"key": late.key, "due": f"{late.due}"}).status_code == 303
        assert Urge.objects.exists()
        assert sender.is_alive()
        assert not sink.taken
    finally:
        answer.set()
        sender.join(PATIENCE)
    assert states() == ["sent"]
    assert len(sink.taken) == 1
