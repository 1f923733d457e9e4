"""A year that came by file is led by its files, and waits for nobody once a later one stands."""

from __future__ import annotations

import pytest

from accounts.models import Role, User
from appraisal.models import Cycle, ScoreConfirmation
from appraisal.services import cycle_open_from_file, cycle_step
from core import clock
from core.pages import RuleBroken
from notices.selectors import inbox_of
from tests.support.people import user_with
from tests.support.scoring import confirmed_by_two, two_officers
from tests.support.small_year import YEAR, small_year

pytestmark = pytest.mark.django_db


def waiting(head: User) -> list[str]:
    items = inbox_of(head, clock.today()).waiting
    return [item.duty.about for item in items if item.duty.kind == "appraisal.step"]


def test_it_goes_to_the_panel_unless_a_later_year_is_confirmed() -> None:
    cycle = small_year(2)
    head = user_with(Role.ORG_HEAD, staff_no="90101")
    confirmed_by_two(cycle, two_officers(cycle))
    assert len(waiting(head)) == 1
    later = cycle_open_from_file(year=YEAR + 1, actor=User.objects.system())
    assert len(waiting(head)) == 1
    for one in ScoreConfirmation.objects.filter(cycle=cycle):
        one.pk, one.cycle = None, later
        one.save()
    cycle.refresh_from_db()
    Cycle.objects.filter(pk=later.pk).update(
        outcome_sha256=cycle.outcome_sha256, confirmed_at=clock.now(), state=Cycle.State.SCORED
    )
    assert [str(YEAR + 1) in about for about in waiting(head)] == [True]


def test_its_vote_is_not_ended_by_a_step() -> None:
    cycle = small_year(2)
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.VOTING)
    head = user_with(Role.ORG_HEAD, staff_no="90101")
    with pytest.raises(RuleBroken, match="由文件导入"):
        cycle_step(cycle_pk=cycle.pk, step="close_voting", seen=Cycle.State.VOTING, why_now="急", actor=head)
