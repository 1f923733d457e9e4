"""Who takes which step of a cycle in which state: the whole table, lived through once (第六条).

One cycle goes its way from the draft to the archive. In each state every step is asked for every role, by the
rule and through the pages, before the one step that leads on is taken: what is refused is refused on the same
ground on which the next line succeeds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from appraisal.access import MOVE, may
from appraisal.models import Cycle
from appraisal.services import cycle_step
from appraisal.tables.flow import flow_of
from core import clock
from core.models import Job
from core.pages import RuleBroken
from decisions.models import Publicity
from decisions.services import publicity_expire
from notices.selectors import calendar
from outcomes.services import commendations_list
from policy.workdays import next_working_day
from policy.workflow import BY_CODE, STEPS, may_step
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.told_year import told_year

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("cheap_refusals")]
S = Cycle.State
HEAD, MEETING = Role.ORG_HEAD, "the committee's final minutes"
# State, the steps that lead on from it, and who takes each. Everything that is not written here is refused.
TABLE: tuple[tuple[S, str, str], ...] = (
    (S.DRAFT, "approve", MEETING),
    (S.APPROVED, "open_reports", HEAD),
    (S.SELF_REPORT, "publish_reports", HEAD),
    (S.REPORT_PUBLIC, "open_voting", HEAD),
    (S.VOTING, "close_voting", HEAD),
    (S.INTERVIEW, "score", HEAD),
    (S.SCORED, "open_panel", HEAD),
    (S.PANEL, "decide", MEETING),
    (S.DECIDED, "publicize", HEAD),
    (S.DECIDED, "open_feedback", HEAD),
    (S.PUBLICITY, "open_feedback", HEAD),
    (S.FEEDBACK, "open_review", HEAD),
    (S.REVIEW, "archive", HEAD),
)
WHO = {(state, step): who for state, step, who in TABLE}
# Who does not see the cycle is told of no page; who sees it and may not move it is refused.
OVERSEERS = (Role.ORG_OFFICER, Role.DISCIPLINE_HEAD, Role.DISCIPLINE_OFFICER)
REFUSED = dict.fromkeys(Role, 404) | dict.fromkeys(OVERSEERS, 403)
WHY = "演示需要"
NOTE = "述职早布置一周。"


def test_every_state_has_a_line() -> None:
    assert {state for state, _, _ in TABLE} == set(S) - {S.ARCHIVED}
    assert {step for _, step, _ in TABLE} == {step.code for step in STEPS}


@pytest.mark.once
def test_every_state_every_step_every_role(client: Client) -> None:
    story = Story()
    users = {role: user_with(role, staff_no=f"97{place:03}") for place, role in enumerate(Role)}
    lived = []
    for state, go_on in life(story, client):
        assert story.cycle.state == state
        lived.append(state)
        by_the_rule(story, users)
        refused_at_the_pages(story, users, client)
        assert story.cycle.state == state, "nothing of all that moved the cycle"
        go_on()
    assert lived == list(S), "the cycle has been in every state"


def by_the_rule(story: Story, users: dict[Role, User]) -> None:
    """`may` and `may_step` together say what the table says."""
    cycle = story.cycle
    for step in STEPS:
        who = WHO.get((S(cycle.state), step.code))
        for role, user in users.items():
            allowed = may(user, MOVE, cycle) and may_step(step, cycle.state, (), why_now=WHY).ok
            assert allowed is (who == role), (cycle.state, step.code, role)


def refused_at_the_pages(story: Story, users: dict[Role, User], client: Client) -> None:
    """Who may not, by GET and by POST; and the head with every step whose time it is not."""
    cycle = story.cycle
    state = S(cycle.state)
    next_one = next((step for known, step, _ in TABLE if known == state), "archive")
    for role, user in users.items():
        if role == HEAD and state != S.ARCHIVED:
            continue
        expected = 403 if role == HEAD else REFUSED[role]
        assert read(client, user, cycle, next_one) == expected, (state, role)
        assert take(client, user, cycle, next_one) == expected, (state, role)
        with pytest.raises(RuleBroken):
            cycle_step(cycle_pk=cycle.pk, step=next_one, seen=state, why_now=WHY, note=NOTE, actor=user)
    for step in STEPS:
        if state != S.ARCHIVED and WHO.get((state, step.code)) != HEAD:
            assert take(client, users[HEAD], cycle, step.code) == 200, (state, step.code)
            assert story.cycle.state == state, (state, step.code)


def life(story: Story, client: Client) -> Iterator[tuple[S, Callable[[], object]]]:
    """Each state, and what leads on to the next; whatever the head takes is taken on the page."""

    def page(step: str) -> Callable[[], object]:
        def go() -> None:
            assert WHO[S(story.cycle.state), step] == HEAD
            assert read(client, story.head, story.cycle, step) == 200
            assert take(client, story.head, story.cycle, step) == 303, step

        return go

    yield S.DRAFT, story.approved
    story.listed()
    yield S.APPROVED, page("open_reports")
    yield S.SELF_REPORT, page("publish_reports")
    yield S.REPORT_PUBLIC, page("open_voting")
    story.voted()
    yield S.VOTING, page("close_voting")
    yield S.INTERVIEW, lambda: (page("score")(), Job.objects.all().delete(), story.scored())
    yield S.SCORED, page("open_panel")
    story.judged({0: "优秀"})
    yield S.PANEL, lambda: story.decided_by_meeting("appraisal.grades", "")
    yield S.DECIDED, page("publicize")
    publicity = Publicity.objects.get()
    assert take(client, story.head, story.cycle, "open_feedback") == 200, "the publicity still runs"
    with time_machine.travel(clock.now() + (next_day(publicity) - clock.today())):
        publicity_expire(pk=publicity.pk, version=publicity.version, actor=story.officer)
        yield S.PUBLICITY, page("open_feedback")
        yield S.FEEDBACK, page("open_review")
        yield S.REVIEW, page("archive")
        yield S.ARCHIVED, lambda: None


def next_day(publicity: Publicity) -> object:
    assert publicity.ends_on is not None
    return next_working_day(publicity.ends_on + timedelta(days=1), calendar())


def read(client: Client, user: User, cycle: Cycle, step: str) -> int:
    client.force_login(user)
    return client.get(reverse("cycle_step", args=[cycle.code, step])).status_code


def take(client: Client, user: User, cycle: Cycle, step: str) -> int:
    assert step in BY_CODE
    client.force_login(user)
    typed = {"seen": cycle.state, "why_now": WHY, "note": NOTE}
    return client.post(reverse("cycle_step", args=[cycle.code, step]), typed).status_code


def test_a_publicity_that_was_never_held_is_not_called_done() -> None:
    flow = flow_of(told_year(3), user_with(Role.ORG_HEAD))
    found = {row.step.code: row.word for row in flow.rows}
    assert (found["decide"], found["publicize"], found["open_feedback"]) == ("已办理", "未公示", "已办理")


def test_where_nobody_is_to_be_made_public_the_way_leads_to_the_feedback(client: Client) -> None:
    story = Story().until("decided")  # the panel found nobody 优秀
    client.force_login(story.head)
    page = client.get(reverse("cycle_flow", args=[story.cycle.code])).content.decode()
    publish, tell = (
        reverse("cycle_step", args=[story.cycle.code, step]) for step in ("publicize", "open_feedback")
    )
    assert tell in page and publish not in page
    assert "下一步：反馈结果" in page and "不需公示" in page


def test_what_is_missing_leads_only_where_the_reader_may_go(client: Client) -> None:
    story = Story().until("panel")
    commendations_list(cycle_pk=story.cycle.pk, actor=story.officer)
    code = story.cycle.code
    for number, role, opens in (("96401", Role.ORG_OFFICER, True), ("96402", Role.DISCIPLINE_OFFICER, False)):
        client.force_login(user_with(role, staff_no=number, name="何静"))
        page = client.get(reverse("cycle_flow", args=[code])).content.decode()
        assert "1 名表彰人选的事迹还没有提请审议" in page
        for address in (reverse("commendations", args=[code]), reverse("meetings")):
            assert (f'href="{address}"' in page) is opens, (role, address)
            assert (client.get(address).status_code == 200) is opens
