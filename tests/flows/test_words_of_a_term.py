"""No page, workbook or paper of a term speaks of 本年度: its words come from the cycle (第六条).

A term and its last year live side by side. At each stage every page that needs nothing but the cycle, and
those of one person, is read by whoever may open it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Role, User
from appraisal.models import Cycle, CycleKind
from appraisal.tables.prints import TITLES
from core import clock
from notices.selectors import inbox_of
from outcomes.models import Feedback
from tests.support.people import user_with
from tests.support.planned import YEAR, Story
from tests.support.scoring import two_officers

pytestmark = [pytest.mark.django_db, pytest.mark.once, pytest.mark.usefixtures("cheap_refusals")]
# What only fits a year; of a year within the term its page says on purpose why it does not count.
ONLY_A_YEAR = re.compile(
    rf"[本该这一]{{1,2}}年度(?!不确定等次或缺票)|{YEAR} ?年度(?:考核|的|参加|尚未|还)"
    r"|(?<![\d有各])(?<!\d )年度考核"
)
TAG = re.compile(r"<[^>]+>")
READERS = (Role.ORG_HEAD, Role.ORG_OFFICER, Role.DISCIPLINE_HEAD)
LEAST_READ = 40


def of_a_cycle(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, route) of every page whose address holds the cycle's code and nothing else to be filled in."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from of_a_cycle(pattern.url_patterns, route)
        elif pattern.name and "<cycle:code>" in route and route.count("<") == 1:
            yield pattern.name, route


PAGES = sorted(name for name, _ in of_a_cycle(get_resolver().url_patterns))


def words_of(content: bytes) -> str:
    """What a reader sees of a page, a workbook or a Word file, also of those inside a zip."""
    if not content.startswith(b"PK"):
        return TAG.sub(" ", content.decode())
    with zipfile.ZipFile(BytesIO(content)) as file:
        parts = [file.read(name) for name in file.namelist() if name.endswith((".xml", ".docx", ".xlsx"))]
    return " ".join(words_of(part) for part in parts)


def wrong_words(user: User, addresses: list[str]) -> tuple[set[str], list[str]]:
    """Addresses that opened, and what they say that only fits a year."""
    client = Client()
    client.force_login(user)
    opened, wrong = set(), []
    for address in addresses:
        response = client.get(address)
        if response.status_code not in (200, 409):
            continue
        opened.add(address)
        said = words_of(response.getvalue() if response.streaming else response.content)
        for found in ONLY_A_YEAR.finditer(said):
            wrong.append(f"{address}: …{said[max(found.start() - 20, 0) : found.end() + 10]}")
    return opened, wrong


def addresses_of(term: Story) -> list[str]:
    code = term.cycle.code
    found = [reverse(name, args=[code]) for name in PAGES]
    for person in term.participants[:1]:
        named = ("year_person", "panel_person", "score_sheet")
        found += [reverse(name, args=[code, person.cadre.staff_no]) for name in named]
    return found


def said_of(term: Story, readers: list[User]) -> list[str]:
    """What whoever reads the pages of this stage, and the own inbox, reads that only fits a year."""
    addresses, opened, wrong = addresses_of(term), set(), []
    for user in readers:
        more, bad = wrong_words(user, addresses)
        opened |= more
        wrong += bad
        duties = [item.duty for item in inbox_of(user, clock.today()).waiting]
        wrong += [f"待办 {duty.label} {duty.about}" for duty in duties if ONLY_A_YEAR.search(duty.label)]
    assert len(opened) >= LEAST_READ, sorted(opened)
    return wrong


def told_to_the_cadre(term: Story) -> list[str]:
    person = term.participants[0]
    cadre = user_with(Role.CADRE, staff_no=person.cadre.staff_no, name=person.cadre.name)
    code, told = term.cycle.code, Feedback.objects.get(participant=person)
    notice = reverse("feedback_page", args=[code, told.pk])
    mine = ("feedback_mine", "own_score_sheet", "own_score_sheet_export", "report_own")
    own = [notice, reverse("feedback_notice", args=[code, told.pk]), reverse("own_page")]
    opened, wrong = wrong_words(cadre, own + [reverse(name, args=[code]) for name in mine])
    assert notice in opened, opened
    return wrong


def test_a_term_is_nowhere_called_a_year() -> None:
    year = Story().until("interview")
    year.two = two_officers(year.cycle)
    year.step("score")
    year.counted().confirmed()
    term = year.term()
    readers = [user_with(role, staff_no=f"9600{n}", name="何静") for n, role in enumerate(READERS)]
    wrong = said_of(term, readers)
    term.listed()
    for step in ("open_reports", "publish_reports", "open_voting"):
        term.step(step)
    term.voted().step("close_voting")
    term.step("score")
    term.counted()
    wrong += said_of(term, readers)
    term.confirmed().step("open_panel")
    term.judged(dict.fromkeys(range(len(term.participants)), "合格"))
    wrong += said_of(term, readers)
    term.decided_by_meeting("appraisal.term_grades", "")
    with time_machine.travel(clock.now() + timedelta(days=20)):
        term.step("open_feedback")
        wrong += said_of(term, readers) + told_to_the_cadre(term)
    assert not wrong, "\n".join(sorted(set(wrong)))


@pytest.mark.parametrize("kind", CycleKind.values)
@pytest.mark.parametrize("level", ["middle", "section"])
def test_a_paper_says_whose_it_is_once(kind: str, level: str) -> None:
    cycle = Cycle(year=YEAR, kind=kind, level=level)
    span = f"{YEAR} 年度" if kind == "annual" else f"{YEAR - 2}—{YEAR} 聘期"
    whom = "中层干部" if level == "middle" else "科级干部"
    assert cycle.people_label == f"{span}{whom}"
    assert not any("年度" in title or "干部" in title for title in TITLES.values())
