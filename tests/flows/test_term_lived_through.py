"""A term lived through: its years, the vote at its end, the committee, the school, the cadres (第六条)."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import Cycle, Grading, Result, ScoreConfirmation, TermResult
from appraisal.services import cycle_reopen
from core import clock
from core.models import Job
from decisions.models import Publicity
from decisions.services import publicity_expire
from outcomes.documents import notice_document
from outcomes.models import Feedback
from tests.support.importing import words
from tests.support.people import user_with
from tests.support.planned import Story
from tests.support.scoring import two_officers

pytestmark = pytest.mark.django_db
S = Cycle.State


def total(term: Story) -> Decimal | None:
    return TermResult.objects.get(participant=term.participants[0]).total


def test_a_term_from_its_vote_to_the_archive() -> None:
    year = Story().until("interview")
    year.two = two_officers(year.cycle)
    year.step("score")
    year.counted()
    term = year.term().listed()
    for step in ("open_reports", "publish_reports", "open_voting"):
        term.step(step)
    term.voted().step("close_voting")
    term.step("score")
    term.counted()
    assert total(term) is None, "the year is not confirmed"
    before = term.cycle.outcome_sha256
    # With the year's confirmation the term is counted again, and what it says is covered by its digest.
    year.confirmed()
    assert Job.objects.filter(kind="appraisal.score", key=f"cycle:{term.cycle.pk}").exists()
    term.counted()
    assert total(term) == Result.objects.get(participant=year.participants[0]).total
    assert term.cycle.outcome_sha256 != before
    scored_at = term.cycle.scored_at
    assert term.counted().cycle.scored_at == scored_at, "the same facts give the same results"
    term.confirmed().step("open_panel")
    words = dict.fromkeys(range(len(term.participants)), "合格")
    term.judged(words | {1: "不合格"})
    term.decided_by_meeting("appraisal.term_grades", "")
    assert term.cycle.state == S.DECIDED
    assert Grading.objects.get(participant=term.participants[1]).decided == "不合格"
    term.step("publicize")
    publicity = Publicity.objects.get()
    assert "合格" in publicity.title and publicity.people.count() == len(words) - 1
    with time_machine.travel(clock.now() + timedelta(days=20)):
        publicity_expire(pk=publicity.pk, version=publicity.version, actor=term.officer)
        term.step("open_feedback")
        assert Feedback.objects.filter(participant__cycle=term.cycle).count() == len(words)
        the_cadre_reads_the_total_of_the_term(term)
        term.step("open_review")
        term.step("archive", note="聘期目标早签。")
    assert term.cycle.state == S.ARCHIVED


def the_cadre_reads_the_total_of_the_term(term: Story) -> None:
    """60 % and 40 %, on the page and on paper; the vote at the end is one part of it and no total."""
    person = term.participants[0]
    TermResult.objects.filter(participant=person).update(total=Decimal("88.88"))
    told = Feedback.objects.get(participant=person)
    client = Client()
    client.force_login(user_with(Role.CADRE, staff_no=person.cadre.staff_no, name=person.cadre.name))
    said = words(client.get(reverse("feedback_page", args=[term.cycle.code, told.pk])))
    assert "聘期总分 88.88" in said
    assert not re.search("(?<!聘期)总分 [0-9]", said)
    lines = {line.label: line.value for line in notice_document(told).details}
    assert lines["聘期总分"] == "88.88" and "总分" not in lines


def test_a_year_that_is_opened_again_opens_a_term_that_was_confirmed() -> None:
    year = Story().until("scored")
    term = year.term().listed()
    for step in ("open_reports", "publish_reports", "open_voting"):
        term.step(step)
    term.voted().step("close_voting")
    term.scored()
    cycle_reopen(cycle_pk=year.cycle.pk, reason="名单有误", actor=year.head)
    assert term.cycle.confirmed_at is None and term.cycle.state == S.INTERVIEW
    assert not ScoreConfirmation.objects.filter(cycle=term.cycle).exists()
