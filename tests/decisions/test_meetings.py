"""A meeting from its agenda to its final minutes."""

from __future__ import annotations

import pytest

from decisions import selectors
from decisions.models import Meeting
from decisions.signals import item_decided
from tests.support.meetings import Room, test_kinds

pytestmark = pytest.mark.django_db


def test_a_list_becomes_a_decision_that_its_app_hears_of() -> None:
    heard = []

    def hear(sender, item, entries, meeting, actor, **kwargs):
        heard.append((item.title, [(entry.label, entry.outcome) for entry in entries], meeting.is_final))

    item_decided.connect(hear)
    try:
        with test_kinds():
            room = Room()
            item = room.item("王建国（教务处处长）", "李秀英（学生处处长）")
            room.members()
            room.held()
            room.decided(item)
            room.final()
    finally:
        item_decided.disconnect(hear)
    assert room.now.state == Meeting.State.FINAL
    assert heard == [
        ("审议拟表彰人选", [("王建国（教务处处长）", "commend"), ("李秀英（学生处处长）", "commend")], True)
    ]
    found = selectors.last_outcome("test.top", "test", 1, 1)
    assert found is not None and found.outcome == "commend"
