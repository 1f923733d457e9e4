"""An error found after both confirmations: the head has the year counted again (第六条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import Cycle, ScoreConfirmation
from appraisal.services import count_recheck
from ballots.models import Round
from core.models import Job
from core.pages import RuleBroken, StaleState
from policy.counting import may_recheck_count
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, small_year

WHY = "票箱清点时漏计一个测评主体"


@pytest.mark.parametrize(
    ("confirmed", "settled", "said"),
    [(True, False, ""), (False, False, "还没有经两人确认"), (True, True, "由党委另行决定")],
)
def test_only_between_the_confirmations_and_the_decision(confirmed: bool, settled: bool, said: str) -> None:
    verdict = may_recheck_count(confirmed=confirmed, settled=settled)
    assert verdict.ok is (not said)
    assert said in "".join(reason.text for reason in verdict.reasons)


@pytest.mark.django_db
def test_the_head_has_a_confirmed_count_checked_again(client: Client) -> None:
    cycle = confirmed_as_if(small_year(6))
    client.force_login(user_with(Role.ORG_HEAD))
    url = reverse("score_recheck", args=[YEAR])
    assert url in client.get(reverse("year_scoring", args=[YEAR])).content.decode()
    assert "两人重新确认以前" in client.get(url).content.decode()
    given = {"outcome_sha256": cycle.outcome_sha256, "reason": WHY}
    assert client.post(url, given | {"reason": ""}).status_code == 200
    assert client.post(url, given).status_code == 303
    cycle.refresh_from_db()
    assert (cycle.state, cycle.confirmed_at) == (Cycle.State.VOTING, None)
    assert not ScoreConfirmation.objects.exists()
    assert WHY in cycle.events.latest("pk").note
    assert Job.objects.filter(kind="appraisal.score").exists(), "it is counted again at once"
    assert client.get(url).status_code == 409


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role != Role.ORG_HEAD])
def test_nobody_else_opens_it_again(role: Role) -> None:
    cycle = confirmed_as_if(small_year(1))
    asked = {"cycle_pk": cycle.pk, "outcome_sha256": cycle.outcome_sha256, "reason": WHY}
    with pytest.raises(RuleBroken, match="只有组织部负责人"):
        count_recheck(**asked, actor=user_with(role))


@pytest.mark.django_db
def test_not_after_the_decision_and_not_what_was_not_seen() -> None:
    cycle = confirmed_as_if(small_year(2))
    head = user_with(Role.ORG_HEAD)
    asked = {"cycle_pk": cycle.pk, "reason": WHY, "actor": head}
    with pytest.raises(StaleState):
        count_recheck(**asked, outcome_sha256="0" * 64)
    Cycle.objects.filter(pk=cycle.pk).update(state=Cycle.State.DECIDED)
    with pytest.raises(RuleBroken, match="另行决定"):
        count_recheck(**asked, outcome_sha256=cycle.outcome_sha256)


@pytest.mark.django_db
def test_not_once_a_later_year_by_file_is_confirmed() -> None:
    cycle = confirmed_as_if(small_year(2))
    round = Round.objects.create(title="下一年度", paper=cycle.round.paper)
    given = {"state": Cycle.State.SCORED, "policy": cycle.policy, "round": round}
    confirmed_as_if(Cycle.objects.create(year=YEAR + 1, outcome_sha256="1" * 64, **given))
    asked = {"cycle_pk": cycle.pk, "reason": WHY, "outcome_sha256": cycle.outcome_sha256}
    with pytest.raises(RuleBroken, match="另行决定"):
        count_recheck(**asked, actor=user_with(Role.ORG_HEAD))
