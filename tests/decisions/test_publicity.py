"""Publicity: how long, for whom, and what an objection stops."""

from __future__ import annotations

import pytest

from accounts.models import Role
from core import clock
from decisions import selectors, services
from decisions.models import Publicity
from decisions.services import PublicPerson
from tests.support.people import user_with

pytestmark = pytest.mark.django_db


def test_it_runs_for_five_working_days_after_today() -> None:
    officer = user_with(Role.ORG_OFFICER)
    found = services.publicity_open(
        kind="test.top",
        title="拟表彰人选公示",
        subject_kind="test",
        subject_id=1,
        people=[PublicPerson(None, "王建国", "教务处", "处长")],
        days=5,
        scope="school",
        text="公示如下",
        actor=officer,
    )
    assert found.state == Publicity.State.RUNNING and found.begins_on == clock.today()
    assert selectors.publicity_of("test", 1) == found
