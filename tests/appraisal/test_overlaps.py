"""Nobody takes part in two cycles of one kind whose years overlap, also across terms (第六条)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Role
from appraisal.models import Cycle, Participant, Plan
from appraisal.selectors import people_for
from appraisal.services import participant_add, participant_remove, participants_generate, plan_draft
from cadres.models import Cadre
from core.pages import RuleBroken
from tests.support.importing import words
from tests.support.planned import DAYS, Story, reader

pytestmark = pytest.mark.django_db


def cycle_of(story: Story, year: int, kind: str = "term", level: str = "middle") -> Cycle:
    """An approved cycle without a list."""
    made = plan_draft(year=year, kind=kind, level=level, values=DAYS, actor=story.officer)
    story.decided_by_meeting("appraisal.plan", "approved")
    return Cycle.objects.get(pk=made.pk)


def generated(story: Story, cycle: Cycle) -> int:
    participants_generate(cycle_pk=cycle.pk, actor=story.officer)
    return cycle.participants.count()


@pytest.mark.parametrize(
    ("year", "label", "overlaps"),
    [
        (2024, "2022—2024 聘期", True),  # they share 2024
        (2025, "2023—2025 聘期", True),
        (2027, "2025—2027 聘期", True),
        (2028, "2026—2028 聘期", True),  # they share 2026
        (2023, "2021—2023 聘期", False),
        (2029, "2027—2029 聘期", False),
    ],
)
def test_terms_that_share_a_year_share_nobody(year: int, label: str, overlaps: bool) -> None:
    story = Story().approved()
    term = cycle_of(story, 2026)
    assert term.label == "2024—2026 聘期"
    assert generated(story, term) == len(story.cadres)
    other = cycle_of(story, year)
    assert other.label == label
    assert generated(story, other) == (0 if overlaps else len(story.cadres))
    left = [person.verdict for person in people_for(other, DAYS["cutoff_on"])]
    assert all("2024—2026 聘期" in str(verdict) for verdict in left) is overlaps, "and it is said why"


def test_the_page_says_of_everybody_who_is_left_out_why(client: Client) -> None:
    story = Story().approved()
    term, other = cycle_of(story, 2026), cycle_of(story, 2028)
    generated(story, term)
    assert generated(story, other) == 0
    gone = story.cadres[1]
    Cadre.objects.filter(pk=gone.pk).update(status=Cadre.Status.LEFT, left_on="2026-06", left_reason="调出")
    client.force_login(reader(Role.DISCIPLINE_OFFICER))
    address = reverse("people_left_out", args=[other.code])
    assert address in client.get(reverse("cycle_people", args=[other.code])).content.decode()
    said = words(client.get(address))
    assert f"未列入（{len(story.cadres)} 人）" in said
    assert f"乙0 {story.cadres[0].staff_no}" in said
    assert "已列入2024—2026 聘期考核，同类考核不重复参加" in said and "已不在册" in said
    # Whoever stands on the list is not among them; a list that came by file has no such page.
    of_term = reverse("people_left_out", args=[term.code])
    assert "未列入（0 人）" in words(client.get(of_term))
    # Whom the rule takes and a hand took off is not forgotten either.
    row = Participant.objects.filter(cycle=term).earliest("pk")
    participant_remove(participant_pk=row.pk, why="挂职期满前不在本校", actor=story.officer)
    said = words(client.get(of_term))
    assert "未列入（1 人）" in said and row.cadre.staff_no in said and "已人工移出（理由见办理记录）" in said
    Cycle.objects.filter(pk=other.pk).update(source=Cycle.Source.FILE)
    Plan.objects.filter(cycle=other).delete()
    assert client.get(address).status_code == 404


def test_by_hand_neither_until_the_other_list_lets_go() -> None:
    story = Story().approved()
    term, other = cycle_of(story, 2026), cycle_of(story, 2028)
    generated(story, term)
    given = {
        "staff_no": story.cadres[0].staff_no,
        "category": "机关部门正职",
        "why": "任期跨两个聘期",
        "actor": story.officer,
    }
    with pytest.raises(RuleBroken, match="已列入2024—2026 聘期考核，同类考核不能重叠"):
        participant_add(cycle_pk=other.pk, **given)
    row = term.participants.get(cadre=story.cadres[0])
    participant_remove(participant_pk=row.pk, why="改在下一聘期考核", actor=story.officer)
    participant_add(cycle_pk=other.pk, **given)
    assert list(other.participants.values_list("cadre", flat=True)) == [story.cadres[0].pk]
    # The register made the first list anew: who was moved stays moved.
    assert generated(story, term) == len(story.cadres) - 1


def test_a_term_takes_nobody_away_from_a_year() -> None:
    """Two kinds: everybody is appraised for the year and for the term that ends with it."""
    story = Story().approved().listed()
    assert generated(story, cycle_of(story, 2026)) == len(story.cadres) == len(story.participants)


def test_the_levels_of_one_year_share_nobody() -> None:
    story = Story().approved().listed()
    section = cycle_of(story, 2026, kind="annual", level="section")
    assert generated(story, section) == 0
    with pytest.raises(RuleBroken, match="不能重叠"):
        participant_add(
            cycle_pk=section.pk,
            staff_no=story.cadres[0].staff_no,
            category="机关部门正职",
            why="兼任",
            actor=story.officer,
        )


def test_who_left_during_the_term_is_put_on_its_list_by_hand_with_the_last_post() -> None:
    story = Story().approved()
    left, gone = story.cadres[:2]
    for cadre, month in ((left, "2026-10"), (gone, "2023-10")):
        Cadre.objects.filter(pk=cadre.pk).update(status=Cadre.Status.LEFT, left_on=month)
        cadre.appointments.update(ended_on=month)
    term = cycle_of(story, 2026)
    assert generated(story, term) == len(story.cadres) - 2
    given = {"cycle_pk": term.pk, "category": "机关部门正职", "why": "聘期内离任", "actor": story.officer}
    row = participant_add(staff_no=left.staff_no, **given)
    assert (row.unit_name, row.post_title) == ("教务处", "第0科技处处长")
    with pytest.raises(RuleBroken, match="在考核期开始之前已经离任"):
        participant_add(staff_no=gone.staff_no, **given)
