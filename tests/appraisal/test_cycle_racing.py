"""Two people at one step of a cycle at the same moment: one wins, the other is told and keeps the text."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_fsm import ConcurrentTransition

from accounts.models import Role, User
from appraisal.models import Cycle, CycleEvent, Participant
from appraisal.services import cycle_step, participants_generate, plan_draft, steps
from appraisal.services import participants as people
from core.pages import StaleState
from decisions.models import Publicity
from tests.appraisal.test_gaps_racing import at_once
from tests.support.people import user_with
from tests.support.planned import DAYS, YEAR, Story
from tests.support.workdays import workdays_restore

pytestmark = pytest.mark.django_db(transaction=True)
S = Cycle.State
TEXTS = ("述职早布置一周。", "测评与述职同日进行。")


@pytest.fixture
def story() -> Story:
    workdays_restore()
    return Story()


def two_heads(story: Story) -> tuple[User, User]:
    return story.head, user_with(Role.ORG_HEAD, staff_no="95092", name="副部长")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def archived(client: Client, text: str) -> Any:
    given = {"seen": S.REVIEW, "why_now": "演示需要", "note": text}
    return client.post(reverse("cycle_step", args=[YEAR, "archive"]), given)


def taken(story: Story, step: str, by: User, seen: str, note: str = "") -> Cycle:
    return cycle_step(cycle_pk=story.cycle.pk, step=step, seen=seen, why_now="演示需要", note=note, actor=by)


def test_of_two_who_archive_one_wins_and_the_other_reads_both_texts(story: Story) -> None:
    story.until("review")
    clients = [signed_in(user) for user in two_heads(story)]
    pairs = list(zip(clients, TEXTS, strict=True))
    found = at_once(*(lambda c=c, text=text: archived(c, text) for c, text in pairs))
    assert sorted(answer.status_code for answer in found) == [303, 409], found
    late = next(place for place, answer in enumerate(found) if answer.status_code == 409)
    page = found[late].content.decode()
    assert "刚刚已由其他人办理" in page and "没有保存" in page
    assert TEXTS[late] in page, "what was typed is still there to be copied"
    assert TEXTS[1 - late] in page, "beside what the other has saved"
    assert story.cycle.closing_note == TEXTS[1 - late]
    assert CycleEvent.objects.filter(case=story.cycle, to_state=S.ARCHIVED).count() == 1


def test_who_comes_after_the_archive_keeps_the_text_too(story: Story) -> None:
    story.until("archived")
    page = archived(signed_in(story.head), TEXTS[1])
    assert page.status_code == 409 and TEXTS[1] in page.content.decode()
    officer = archived(signed_in(story.officer), TEXTS[1])
    assert officer.status_code == 403, "who may not move the cycle is told no more than that"


def test_who_was_overtaken_by_another_step_may_go_on_from_there(story: Story) -> None:
    story.until("panel").judged({0: "优秀"}).decided_by_meeting("appraisal.grades", "")
    taken(story, "publicize", story.head, S.DECIDED)
    Publicity.objects.update(state=Publicity.State.ENDED)
    client = signed_in(two_heads(story)[1])
    given = {"seen": S.DECIDED, "why_now": "结果都已当面沟通。", "note": ""}
    page = client.post(reverse("cycle_step", args=[YEAR, "open_feedback"]), given)
    said = page.content.decode()
    assert page.status_code == 409 and "结果都已当面沟通。" in said and "公示结果" in said
    assert f'name="seen" value="{S.PUBLICITY}"' in said
    assert story.cycle.state == S.PUBLICITY
    again = client.post(reverse("cycle_step", args=[YEAR, "open_feedback"]), given | {"seen": S.PUBLICITY})
    assert again.status_code == 303 and story.cycle.state == S.FEEDBACK


def test_of_two_different_steps_one_wins(story: Story) -> None:
    story.until("panel").judged({0: "优秀"}).decided_by_meeting("appraisal.grades", "")
    one, other = two_heads(story)
    found = at_once(
        lambda: taken(story, "publicize", one, S.DECIDED),
        lambda: taken(story, "open_feedback", other, S.DECIDED),
    )
    assert sum(isinstance(outcome, StaleState) for outcome in found) == 1, found
    assert story.cycle.state in (S.PUBLICITY, S.FEEDBACK)
    assert Publicity.objects.exists() is (story.cycle.state == S.PUBLICITY)


@pytest.mark.postgres
def test_without_the_lock_the_second_is_told_nothing(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: both read the same state; only the transition itself stops the second, without words."""
    story.until("review")
    one, other = two_heads(story)
    meeting = threading.Barrier(2)

    def unlocked(pk: int) -> Cycle:
        cycle = Cycle.objects.select_related("plan").get(pk=pk)
        meeting.wait(20)
        return cycle

    pk = story.cycle.pk
    monkeypatch.setattr(steps, "cycle_locked", unlocked)
    given = {"cycle_pk": pk, "step": "archive", "seen": S.REVIEW, "why_now": "演示需要"}
    found = at_once(
        lambda: cycle_step(**given, note=TEXTS[0], actor=one),
        lambda: cycle_step(**given, note=TEXTS[1], actor=other),
    )
    assert sum(isinstance(outcome, ConcurrentTransition) for outcome in found) == 1, found
    assert not any(isinstance(outcome, StaleState) for outcome in found)


def two_lists(story: Story) -> tuple[Cycle, Cycle]:
    """Two terms whose years overlap, both approved, neither with a list."""
    terms = []
    for year in (YEAR, YEAR + 2):
        terms.append(plan_draft(year=year, kind="term", level="middle", values=DAYS, actor=story.officer))
        story.decided_by_meeting("appraisal.plan", "approved")
    return terms[0], terms[1]


def both_generate(story: Story, terms: tuple[Cycle, Cycle]) -> list[Any]:
    return at_once(
        *(lambda pk=term.pk: participants_generate(cycle_pk=pk, actor=story.officer) for term in terms)
    )


def test_two_overlapping_lists_made_at_once_share_nobody(story: Story) -> None:
    terms = two_lists(story.approved())
    found = both_generate(story, terms)
    assert not [outcome for outcome in found if isinstance(outcome, Exception)], found
    listed = list(Participant.objects.values_list("cadre", flat=True))
    assert len(listed) == len(set(listed)) == len(story.cadres)


@pytest.mark.postgres
def test_without_taking_turns_everybody_stands_on_both_lists(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each locks the own cycle alone, and reads before the other has written."""
    terms = two_lists(story.approved())
    meeting = threading.Barrier(2)
    real = people.selectors.people_for

    def alone(pk: int, actor: User) -> Cycle:
        return Cycle.objects.select_for_update(of=("self",)).get(pk=pk)

    def read_together(*args: Any) -> Any:
        found = real(*args)
        meeting.wait(20)
        return found

    monkeypatch.setattr(people, "_open_cycle", alone)
    monkeypatch.setattr(people.selectors, "people_for", read_together)
    both_generate(story, terms)
    assert Participant.objects.count() == 2 * len(story.cadres)
