"""The rows of the URL matrix of feedback, review, revisions, terms and investigations."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from accounts.models import User
from appraisal.models import Cycle
from cadres.models import Cadre
from core import clock
from matters.models import Investigation, Mark, Matter, Relief
from outcomes.models import Feedback, Review, ReviewAttachment, StaleResult
from outcomes.services import feedback_open, review_attach, review_draft, review_submit
from tests.support.matrix import ONLY_THE_TWO, TWO_DEPARTMENTS, for_all
from tests.support.small_year import YEAR, staff_no
from tests.support.told_year import cadre_user

FORBIDDEN = dict.fromkeys(TWO_DEPARTMENTS, 403)
READS = ONLY_THE_TWO
WITH_LEADER = ONLY_THE_TWO | {"leader": 200}
NOBODY_HERE = for_all(404, anonymous=302)
HEAD_ACTS = ONLY_THE_TWO | FORBIDDEN | {"org_head": 200}
ORG_ACTS = ONLY_THE_TWO | FORBIDDEN | {"org_head": 200, "org_officer": 200}
# Everybody's own case is somebody else's here (tests/outcomes/test_review_steps.py).
OWN_ACTS = ONLY_THE_TWO | FORBIDDEN
KNOWS = for_all(404, anonymous=302, org_head=200, discipline_head=200, discipline_officer=200)
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("feedback_list", "feedback_export", "feedback_page"), WITH_LEADER),
    "feedback_mine": NOBODY_HERE,
    "feedback_scan": NOBODY_HERE,
    "feedback_notice": WITH_LEADER | {"leader": 403},
    **dict.fromkeys(("feedback_notices_make", "year_papers_make"), ORG_ACTS),
    "feedback_sign": OWN_ACTS | {"leader": 403},
    "feedback_hand_over": ORG_ACTS | {"leader": 200},
    "feedback_paper": ORG_ACTS | {"leader": 403},
    "feedback_refusal": ORG_ACTS | {"leader": 200},
    "review_start": OWN_ACTS | {"leader": 403},
    **dict.fromkeys(("reviews", "reviews_export", "review_page", "review_file"), READS),
    **dict.fromkeys(("review_edit", "review_attach", "review_submit", "review_withdraw"), OWN_ACTS),
    **dict.fromkeys(
        ("review_accept", "review_refuse", "review_answer", "review_verifier_replace"), HEAD_ACTS
    ),
    # The two who verify are none of these visitors.
    "review_find": OWN_ACTS,
    **dict.fromkeys(("appeal_record", "appeal_result"), ORG_ACTS),
    **dict.fromkeys(("stale_results", "revisions_export", "stale_page"), READS),
    **dict.fromkeys(("stale_keep", "stale_apply"), HEAD_ACTS),
    "term_results": READS,
    # Its figures are not there yet.
    "term_export": NOBODY_HERE,
    "year_discreet": for_all(404, anonymous=302, org_head=200, discipline_head=200),
    "investigations": KNOWS,
    **dict.fromkeys(("investigation_new", "investigation_close"), KNOWS | {"org_head": 403}),
    "investigation_disclose": KNOWS | {"org_head": 403, "discipline_head": 405, "discipline_officer": 405},
}
OF_A_YEAR = (
    "feedback_list", "feedback_export", "feedback_notices_make", "year_papers_make", "feedback_mine",
    "reviews", "reviews_export", "stale_results", "revisions_export", "year_discreet",
)  # fmt: skip
OF_A_NOTICE = (
    "feedback_page", "feedback_scan", "feedback_notice", "feedback_sign", "feedback_hand_over",
    "feedback_paper", "feedback_refusal", "review_start",
)  # fmt: skip
OF_A_REVIEW = (
    "review_page", "review_edit", "review_attach", "review_submit", "review_withdraw", "review_accept",
    "review_refuse", "review_answer", "review_verifier_replace", "review_find", "appeal_record",
    "appeal_result",
)  # fmt: skip


def notice_pk() -> list[object]:
    return [YEAR, Feedback.objects.latest("pk").pk]


def review_pk() -> list[object]:
    return [YEAR, Review.objects.latest("pk").pk]


def file_pk() -> list[object]:
    return [*review_pk(), ReviewAttachment.objects.latest("pk").pk]


def stale_pk() -> list[object]:
    return [YEAR, StaleResult.objects.latest("pk").pk]


def investigation_pk() -> list[object]:
    return [Investigation.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: [YEAR] for name in OF_A_YEAR},
    **dict.fromkeys(OF_A_NOTICE, notice_pk),
    **dict.fromkeys(OF_A_REVIEW, review_pk),
    "review_file": file_pk,
    **dict.fromkeys(("stale_page", "stale_keep", "stale_apply"), stale_pk),
    **{name: [f"{YEAR}-term"] for name in ("term_results", "term_export")},
    **dict.fromkeys(("investigation_close", "investigation_disclose"), investigation_pk),
}


def furnish() -> None:
    """A notice, a request for review with a file, a stale result, a term, and an investigation."""
    cycle = Cycle.objects.get(year=YEAR, kind="annual", level="middle")
    feedback_open(cycle=cycle, actor=User.objects.system())
    notice = Feedback.objects.filter(participant__cadre__staff_no=staff_no(0)).latest("pk")
    cadre = cadre_user(0)
    case = review_draft(feedback_pk=notice.pk, reasons="两项重点任务没有计入。", actor=cadre)
    content = io.BytesIO(b"%PDF-1.4 proof\n%%EOF\n")
    review_attach(pk=case.pk, version=case.version, content=content, name="证明材料.pdf", actor=cadre)
    review_submit(pk=case.pk, version=case.version + 1, actor=cadre)
    person = notice.participant
    matter = Matter.objects.create(number="SX2025901")
    Mark.objects.create(matter=matter, cadre=person.cadre, measure="黄牌", decided_on=date(YEAR, 5, 6))
    relief = Relief.objects.create(
        matter=matter, cadre=person.cadre, kind="澄清", source="纪委〔2026〕8号", valid_from=clock.today()
    )
    StaleResult.objects.create(
        participant=person,
        relief=relief,
        matter=matter,
        cause=relief.kind,
        source=relief.source,
        found_on=clock.today(),
        would_be={"total": "90.00", "deducted": "0", "suggestion": "", "commended": False, "judged": False},
    )
    Cycle.objects.create(year=YEAR, kind=Cycle.Kind.TERM)
    Investigation.objects.create(
        cadre=Cadre.objects.get(staff_no=staff_no(0)),
        matter=matter,
        opened_on=date(YEAR, 9, 1),
        document_no="立〔2025〕3号",
    )
