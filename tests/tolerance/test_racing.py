"""Two at the same moment on one case: one wins, the other keeps what was typed, nothing is written twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role, User
from core import clock
from core.changes import changed_save
from core.pages import RuleBroken, StaleState
from matters.accountability import (
    accountability_absent,
    accountability_decide,
    accountability_record,
    accountability_tell,
)
from matters.models import Accountability, Relief
from tests.appraisal.test_gaps_racing import at_once
from tests.support.people import user_with
from tests.support.tolerance import Story
from tolerance.models import Outcome, ToleranceCase, ToleranceEvent, Triage
from tolerance.services import application, case_accept, case_decide, case_refuse, case_submit, intake

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]
PATIENCE = 1.5


@pytest.fixture
def story(client: Client) -> Story:
    return Story(client)


def stored(story: Story, state: str = "submitted", number: str = "RC2026001", **more: Any) -> ToleranceCase:
    """A case as it lies there, read by the desk."""
    case = ToleranceCase.objects.create(
        number=number,
        matter=story.matter,
        cadre=story.who,
        unit=story.unit,
        applicant="cadre",
        applied_by=story.person,
        office="discipline",
        state=state,
        submitted_on=clock.today(),
        accepted_on=None if state == "submitted" else clock.today(),
        **more,
    )
    sides = dict.fromkeys(("experience", "exploration", "development"), "excused")
    Triage.objects.create(case=case, by=story.desk, **sides)
    return case


def second_head() -> User:
    return user_with(Role.DISCIPLINE_HEAD, staff_no="61009", name="韦副书记")


def test_two_heads_accept_and_refuse_at_once_and_one_wins(story: Story) -> None:
    case, other = stored(story), second_head()
    found = at_once(
        lambda: case_accept(
            pk=case.pk, version=1, officers=[story.one.pk, story.two.pk], actor=story.discipline
        ),
        lambda: case_refuse(pk=case.pk, version=1, reason="不符合条件", actor=other),
    )
    assert sum(isinstance(one, ToleranceCase) for one in found) == 1, found
    assert any(isinstance(one, StaleState | RuleBroken) for one in found)
    case.refresh_from_db()
    assert case.events.filter(to_state__in=("verifying", "refused")).count() == 1
    assert case.verifiers.count() == (2 if case.state == "verifying" else 0)


def test_the_slower_head_keeps_the_text_on_the_page(story: Story) -> None:
    case, other = stored(story), second_head()
    story.client.force_login(other)
    url = reverse("tolerance_refuse", args=[case.pk])
    assert story.client.get(url).status_code == 200
    case_accept(pk=case.pk, version=1, officers=[story.one.pk, story.two.pk], actor=story.discipline)
    answer = story.client.post(url, {"version": 1, "reason": "写了很久的理由"})
    said = answer.content.decode()
    assert answer.status_code == 409
    assert "写了很久的理由" in said
    assert "刚刚由他人办理" in said


def test_two_minutes_decide_one_case_and_one_finding_stands(story: Story) -> None:
    case = stored(story, "committee")
    decisions = [
        lambda entry=entry: case_decide(
            pk=case.pk,
            kind="exempt",
            reason="",
            meeting=f"党委会{entry}",
            entry=entry,
            decided_on=clock.today(),
            actor=story.org,
        )
        for entry in (1, 2)
    ]
    found = at_once(*decisions)
    assert sum(isinstance(one, Outcome) for one in found) == 1, found
    assert Outcome.objects.filter(case=case, in_force=True).count() == 1
    assert Relief.objects.filter(matter=story.matter, cadre=story.who).count() == 1


def test_the_cadre_and_the_unit_hand_in_for_one_matter_and_one_application_is_open(story: Story) -> None:
    texts = {"grounds": "理由", "experience": "一", "exploration": "二", "development": "三"}
    drafts = [
        ToleranceCase.objects.create(
            matter=story.matter,
            cadre=story.who,
            unit=story.unit,
            applicant=applicant,
            applied_by=by,
            office="discipline",
            conditions=["unselfish"],
            **texts,
        )
        for applicant, by in (("cadre", story.person), ("unit", story.secretary))
    ]
    found = at_once(
        *(
            lambda one=one, by=by: case_submit(pk=one.pk, version=1, actor=by)
            for one, by in zip(drafts, (story.person, story.secretary), strict=True)
        )
    )
    assert sum(isinstance(one, ToleranceCase) for one in found) == 1, found
    assert ToleranceCase.objects.filter(state="submitted").count() == 1


def handed_in_while_decided(story: Story, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Accountability is decided while the cadre hands the application in: what both return."""
    record = accountability_record(
        matter=story.matter,
        cadre=story.who,
        body="校党委",
        intended="诫勉",
        opened_on=clock.today(),
        actor=story.desk,
    )
    about = {"pk": record.pk, "actor": story.desk}
    accountability_tell(version=1, told_on=clock.today(), **about)
    accountability_absent(version=2, reason="没有先行先试的情形", **about)
    story.starts()
    texts = {key: value for key, value in story.texts().items() if key != "matter"}
    ToleranceCase.objects.filter(pk=story.case.pk).update(matter=story.matter, **texts)
    case, inside, done = story.case, threading.Event(), threading.Event()

    def held(**_: Any) -> None:
        inside.set()
        done.wait(PATIENCE)  # whoever is not held back gets through meanwhile

    def decide() -> Any:
        inside.wait(PATIENCE * 4)
        given = {"form": "诫勉", "document_no": "1号", "decided_on": clock.today()}
        try:
            return accountability_decide(pk=record.pk, version=3, actor=story.discipline, **given)
        finally:
            done.set()

    monkeypatch.setattr(application, "look_who_is_left", held)
    return at_once(lambda: case_submit(pk=case.pk, version=case.version, actor=story.person), decide)


def test_accountability_waits_for_an_application_that_is_being_handed_in(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed_in, refused = handed_in_while_decided(story, monkeypatch)
    assert isinstance(handed_in, ToleranceCase), handed_in
    assert isinstance(refused, RuleBroken) and "容错" in str(refused), refused
    assert Accountability.objects.get().is_open


def test_without_the_lock_it_is_decided_over_the_open_application(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the decision does not wait and has not seen the application."""
    monkeypatch.setattr(application, "cadre_held", lambda cadre: None)
    handed_in, decided = handed_in_while_decided(story, monkeypatch)
    assert isinstance(handed_in, ToleranceCase), handed_in
    assert isinstance(decided, Accountability) and decided.state == "decided", decided


def test_without_lock_and_version_both_heads_would_have_their_way(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: neither waits nor looks again, so both succeed."""
    case, other = stored(story), second_head()
    seen = _two_copies(case)

    def written(one: Any, *, actor: Any, before: str = "", note: str = "") -> Any:
        ToleranceCase.objects.filter(pk=one.pk).update(state=one.state, accepted_on=clock.today())
        ToleranceEvent.record(one, actor=actor, from_state=before, note=note)
        return one

    monkeypatch.setattr(intake, "locked", lambda pk, version: seen.pop())
    monkeypatch.setattr(intake, "moved", written)
    case_accept(pk=case.pk, version=1, officers=[story.one.pk, story.two.pk], actor=story.discipline)
    monkeypatch.setattr(intake, "must", lambda actor, step, one: None)
    ToleranceCase.objects.filter(pk=case.pk).update(refusal="占位")
    case_refuse(pk=case.pk, version=1, reason="不符合条件", actor=other)
    assert case.events.filter(to_state__in=("verifying", "refused")).count() == 2


def _two_copies(case: ToleranceCase) -> list[ToleranceCase]:
    return [ToleranceCase.objects.select_related("cadre").get(pk=case.pk) for _ in range(2)]


def test_a_row_that_moved_on_is_never_overwritten(story: Story) -> None:
    case = stored(story)
    stale = ToleranceCase.objects.get(pk=case.pk)
    changed_save(case, actor=story.discipline)
    with pytest.raises(StaleState):
        changed_save(stale, actor=story.org)
