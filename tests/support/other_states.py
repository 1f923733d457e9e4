"""Who opens the pages of which no visitor of the matrix is, or whose object is in another state there.

Each is opened on the rows of the matrix, put into the state by hand; afterwards they are as before.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from accounts.models import Role, Unit, User
from appraisal.documents.bundles import ANNUAL_FORMS as FORMS
from appraisal.models import Cycle, GapDecision, Participant, Result, ScoringOfficer, TermResult
from ballots.models import Round
from core import clock
from core.documents import documents_zip_request
from core.files import file_store
from core.models import DocumentBundle, StoredFile
from decisions.models import Publicity
from evidence.models import SelfReport, SelfReportFile, UnitResult
from evidence.services.report_volume import KIND as VOLUME
from intake.models import Intake, IntakeChange
from notices.models import CalendarFeed, Reminder
from outcomes.models import BottomReview, CommendationCase, Feedback, ReminderTalk, Review, ReviewVerifier
from policy.outcomes import WITHHELD
from supervision.models import Risk, RiskUpdate
from tests.support import matrix_reports, waiting_cases
from tests.support.people import user_with
from tests.support.scoring import confirmed_as_if
from tests.support.small_year import YEAR, staff_no
from tolerance.models import Publication, Reading, ToleranceCase, Triage

# The cadre whom the rows are of, the two who count the year, who verifies and who prints.
HIMSELF, COUNTER, WITNESS, VERIFIER, HEAD = staff_no(0), "97001", "97002", "90801", "97003"
LEADER = "9110"
AUTHOR, TOKEN, PAPER = "20951", "a-token", "另存.pdf"


def nothing() -> None:
    """The rows as they are."""


@dataclass(frozen=True)
class Opening:
    """One GET. who: a role, or the 工号 of who is at work. args: those of the matrix where none are given.

    leads_on: it is a redirect, and what it leads to counts. name: of the URL, where the table's key is not.
    """

    who: str
    before: Callable[[], Any] = nothing
    args: Callable[[], list[Any]] | None = None
    query: str = ""
    leads_on: bool = False
    name: str = ""


def made() -> None:
    """Rows that more than one of the pages needs, and that stand beside what the matrix has."""
    waiting_cases.tolerance_cases()
    head = user_with(Role.ORG_HEAD, staff_no=HEAD)
    read = dict.fromkeys(("experience", "exploration", "development"), "excused")
    for case in ToleranceCase.objects.filter(triage=None):
        Triage.objects.create(case=case, by=head, **read)
    for duty, number, role in (
        ("counter", COUNTER, Role.ORG_OFFICER),
        ("witness", WITNESS, Role.DISCIPLINE_OFFICER),
    ):
        ScoringOfficer.objects.create(
            cycle=Cycle.objects.get(code=str(YEAR)),
            duty=duty,
            user=user_with(role, staff_no=number),
            named_by=head,
        )
    for kind, code in ((VOLUME, matrix_reports.YEAR), (FORMS, YEAR)):
        cycle = Cycle.objects.get(code=str(code))
        documents_zip_request(kind=kind, arguments={"cycle": cycle.pk}, actor=head, name="全部")
    case = ToleranceCase.objects.get(number="RC2026901")
    Reading.objects.create(case=case, reader=head, part="申请")
    UnitResult.objects.create(
        unit=Unit.objects.earliest("pk"), year=YEAR, result="优秀", document_no="1", entered_by=head
    )
    Reminder.objects.create(
        user=head, kind="rulebook.draft", key="1", url="/", due=clock.today(), stage="today"
    )
    ended = Publicity.objects.filter(state=Publicity.State.RUNNING).earliest("pk")
    ended.pk, ended._state.adding = None, True
    ended.begins_on, ended.ends_on = (clock.today() - timedelta(days=days) for days in (9, 1))
    ended.save()
    waiting = Intake.objects.get(state="staged")
    IntakeChange.objects.create(intake=waiting, position=1, kind="new", row=2, key="30001", fields="[]")
    Intake.objects.filter(pk=waiting.pk).update(counts={"new": 1})
    file_store(io.BytesIO(b"%PDF-1.4 ..."), name=PAPER, actor=head)
    digest = hashlib.sha256(TOKEN.encode()).hexdigest()
    CalendarFeed.objects.create(user=User.objects.get(staff_no=HIMSELF), token_hash=digest)


def _all(model: Any, **values: Any) -> Callable[[], Any]:
    """All rows of the table have these values."""
    return lambda: model.objects.update(**values)


def _confirmed() -> None:
    """Two have confirmed the count of the year."""
    confirmed_as_if(Cycle.objects.get(code=str(YEAR)))


def _last_year() -> None:
    """It is the last year that anybody has begun with."""
    _confirmed()
    Cycle.objects.filter(year__gt=YEAR).update(level="section")


def _public() -> None:
    """Findings on cases are public since today."""
    today = clock.today()
    shown, until = today - timedelta(days=3), today - timedelta(days=2)
    Publication.objects.update(
        shown_on=shown, objections_until=until, begins_on=today, ends_on=today, scope="school"
    )


def _went_through() -> None:
    """The unit of each risk went through its list."""
    by = User.objects.system()
    RiskUpdate.objects.bulk_create(
        RiskUpdate(unit_id=pk, kind="review", by=by)
        for pk in Risk.objects.values_list("unit", flat=True).distinct()
    )


def _run_out() -> list[Any]:
    """The list that was shown until yesterday: what is public does not change, so it is one of its own."""
    return [Publicity.objects.get(state=Publicity.State.RUNNING, ends_on__lt=clock.today()).pk]


def _withheld() -> None:
    """Nobody has been spoken of whose votes are missing."""
    GapDecision.objects.all().delete()
    Result.objects.filter(participant__cycle__code=str(YEAR)).update(
        suggestion=WITHHELD, rank=None, total=None, missing=["leaders"]
    )


def _spoken_of(by: str) -> None:
    """One of the two has spoken of each of them."""
    _withheld()
    proposer = User.objects.get(staff_no=by)
    GapDecision.objects.bulk_create(
        GapDecision(
            participant_id=pk, groups=["leaders"], remedy="unranked", reason="人数少", proposed_by=proposer
        )
        for pk in Participant.objects.filter(cycle__code=str(YEAR)).values_list("pk", flat=True)
    )


def _case(state: str, place: int = 0) -> Callable[[], list[Any]]:
    """That one of the cases in that state."""
    return lambda: [
        ToleranceCase.objects.filter(state=state, number__startswith="RC2026A").order_by("pk")[place].pk
    ]


def _motive() -> list[Any]:
    return [*_case("analysing")(), "motive"]


def _bundle(kind: str, year: int) -> Callable[[], list[Any]]:
    return lambda: [year, DocumentBundle.objects.get(kind=kind, requested_by__staff_no=HEAD).pk]


def _term(state: str) -> None:
    """The term has a result of everybody who takes part in the year."""
    year, term = (Cycle.objects.get(year=YEAR, kind=kind) for kind in ("annual", "term"))
    other = Round.objects.get(pk=year.round_id)
    other.pk, other._state.adding = None, True
    other.save()
    Cycle.objects.filter(pk=term.pk).update(
        round=other,
        policy=year.policy,
        summary=year.summary,
        parameters=year.parameters,
        state="scored",
        scored_at=clock.now(),
    )
    people = Participant.objects.filter(cycle=term)
    people.delete()
    Participant.objects.bulk_create(
        Participant(cycle=term, cadre=one.cadre, category=one.category)
        for one in Participant.objects.filter(cycle=year).select_related("cadre")
    )
    TermResult.objects.bulk_create(
        TermResult(participant=one, end_score="90.00", total="90.00", proposal="合格") for one in people.all()
    )
    confirmed_as_if(Cycle.objects.get(pk=term.pk))
    Cycle.objects.filter(pk=term.pk).update(state=state)


def _draft() -> None:
    """Everybody still writes the report."""
    Cycle.objects.filter(year=matrix_reports.YEAR).update(state="self_report")
    SelfReport.objects.update(state="returned", return_note="请补充")


def _published() -> None:
    """Everybody reads the reports today."""
    today = clock.today()
    SelfReport.objects.update(
        checked_at=clock.now(),
        checked_by=User.objects.system(),
        state="public",
        public_from=today,
        public_until=today,
    )


def _verified() -> None:
    """Each review waits for the finding of one who verifies."""
    Review.objects.update(state="verifying")
    officer = User.objects.get(staff_no=VERIFIER)
    ReviewVerifier.objects.bulk_create(
        ReviewVerifier(review_id=pk, officer=officer) for pk in Review.objects.values_list("pk", flat=True)
    )


def _commended(state: str) -> Callable[[], Any]:
    def before() -> None:
        CommendationCase.objects.update(
            state=state, initiative="牵头", performance="好", decided_on=clock.today(), entry=1,
            publicity=Publicity.objects.earliest("pk"), commended_on=clock.today(),
            document_no="1", form=CommendationCase.Form.values[0],
        )  # fmt: skip

    return before


def _talk(state: str) -> Callable[[], Any]:
    return _all(ReminderTalk, state=state, paused_on=clock.today(), days_left=3, pause_reason="出差")


def _filed(model: Any, name: str, **which: Any) -> Callable[[], Any]:
    """The first such row of the table has a file."""

    def before() -> None:
        file = StoredFile.objects.filter(name=PAPER).earliest("pk")
        first = model.objects.filter(**which).earliest("pk")
        model.objects.filter(pk=first.pk).update(**{name: file})

    return before


ORG, DISCIPLINE = Role.ORG_HEAD, Role.DISCIPLINE_HEAD
# Steps of a tolerance case: (state, which of the cases in it) -> who takes which.
OF_A_CASE: dict[tuple[str, int], dict[str, tuple[str, ...]]] = {
    ("returned", 0): {HIMSELF: ("write",)},
    ("verifying", 0): {VERIFIER: ("confirm", "verify"), DISCIPLINE: ("extend", "name")},
    ("analysing", 0): {DISCIPLINE: ("analyse", "hear", "refer"), ORG: ("sign",), HIMSELF: ("state",)},
    ("committee", 0): {DISCIPLINE: ("take_back",), ORG: ("schedule",)},
    ("decided", 0): {DISCIPLINE: ("report", "enter_given", "revoke")},
    ("reported", 0): {DISCIPLINE: ("reply",)},
    ("reported", 1): {DISCIPLINE: ("publish", "settle_objection", "show"), HIMSELF: ("object",)},
    ("published", 0): {DISCIPLINE: ("take_down",), HIMSELF: ("ask_review",)},
    ("rectifying", 0): {DISCIPLINE: ("check", "close"), HIMSELF: ("rectify",)},
    ("reviewing", 0): {ORG: ("answer_review",)},
    ("suspended", 0): {DISCIPLINE: ("resume",)},
}
CASES = {
    f"tolerance_{step}": Opening(who, args=_case(*where))
    for where, steps in OF_A_CASE.items()
    for who, names in steps.items()
    for step in names
}
OPENINGS: dict[str, Opening] = CASES | {
    "tolerance_factor": Opening(DISCIPLINE, args=_motive),
    # The year: its count, its figures and what is made of them.
    "gap_propose": Opening(COUNTER, _withheld),
    **dict.fromkeys(("gap_confirm", "gap_reject"), Opening(WITNESS, partial(_spoken_of, COUNTER))),
    "gap_withdraw": Opening(COUNTER, partial(_spoken_of, COUNTER)),
    "year_gaps_export": Opening(ORG, partial(_spoken_of, COUNTER)),
    "score_confirm": Opening(COUNTER),
    "score_recheck": Opening(ORG, _confirmed),
    **dict.fromkeys(("score_sheet_full", "score_sheet_full_export"), Opening(COUNTER)),
    **dict.fromkeys(("own_score_sheet", "own_score_sheet_export"), Opening(HIMSELF, _confirmed)),
    **dict.fromkeys(("what_if", "what_if_export"), Opening(ORG, _last_year, query="?source=&top_share=50")),
    **dict.fromkeys(("term_results", "term_export"), Opening(ORG, partial(_term, "scored"))),
    "year_document_bundle": Opening(HEAD, args=_bundle(FORMS, YEAR)),
    "year_document_file": Opening(
        HEAD, _filed(DocumentBundle, "file", kind=FORMS, requested_by__staff_no=HEAD), _bundle(FORMS, YEAR)
    ),
    # Reports.
    **dict.fromkeys(("report_own", "report_attach", "report_word"), Opening(AUTHOR, _draft)),
    "report_file_drop": Opening(
        AUTHOR, _draft, lambda: [matrix_reports.YEAR, SelfReportFile.objects.earliest("pk").pk]
    ),
    "reports_volume": Opening(HEAD, args=_bundle(VOLUME, matrix_reports.YEAR)),
    "reports_volume_file": Opening(
        HEAD,
        _filed(DocumentBundle, "file", kind=VOLUME, requested_by__staff_no=HEAD),
        _bundle(VOLUME, matrix_reports.YEAR),
    ),
    # What comes of the results.
    "bottom_reopen": Opening(ORG, _all(BottomReview, state="ready")),
    "bottom_follow_up": Opening(
        ORG, _all(BottomReview, state="decided", outcome="help", decided_on=clock.today(), entry=1)
    ),
    "commendation_reopen": Opening(ORG, _commended("ready")),
    "commendation_revoke": Opening(ORG, _commended("commended")),
    "commendation_document": Opening(ORG, _commended("commended")),
    "commendations_publish": Opening(ORG, _commended("agreed")),
    "commendations_issue": Opening(ORG, _commended("cleared")),
    "publicity_expire": Opening(ORG, args=_run_out),
    "talk_assign": Opening(ORG, _talk("assigning")),
    "talk_pause": Opening(ORG, _talk("waiting")),
    "talk_resume": Opening(ORG, _talk("paused")),
    "talk_record": Opening(ORG, _talk("recorded")),
    "talk_confirm": Opening(HIMSELF, _talk("recorded")),
    "feedback_mine": Opening(HIMSELF, leads_on=True),
    "feedback_scan": Opening(ORG, _filed(Feedback, "scan")),
    "review_find": Opening(VERIFIER, _verified),
    # One's own.
    "own_page": Opening(HIMSELF, leads_on=True),
    "cadre_view_drop": Opening("90077"),
    "calendar_feed_read": Opening(HIMSELF, query=f"?token={TOKEN}"),
    "own_opinions": Opening(HIMSELF),
    "messages": Opening(HEAD),
    "year_documents": Opening(HEAD),
    "year_gaps": Opening(ORG, partial(_spoken_of, COUNTER)),
    "reports_reading": Opening(Role.UNIT_PARTY, _published),
    "tolerance_published": Opening(ORG, _public),
    "risk": Opening(ORG, _went_through),
    "import_errors": Opening(ORG, _filed(Intake, "errors_file", state="applied")),
}
# Pages that another reader finds otherwise, or of another kind of cycle.
OPENINGS |= {
    f"{name} of {who}": Opening(who, name=name)
    for who, names in {
        Role.DISCIPLINE_HEAD: ("home", "overdue_duties"),
        Role.UNIT_PARTY: ("home", "candidates", "tolerance", "cadre"),
        Role.PARTY_OFFICE: ("home",),
        HIMSELF: ("home", "tolerance", "talks"),
        LEADER: ("home", "talks", "feedback_list"),
        COUNTER: ("home",),
    }.items()
    for name in names
}
OPENINGS |= {
    f"{name} of a term": Opening(ORG, partial(_term, "panel"), lambda: [f"{YEAR}-term"], name=name)
    for name in ("year_panel", "year_panel_export", "year", "cycle_people", "cycle_flow", "year_results")
}
OPENINGS |= {
    "reports by status": Opening(ORG, query="?status=waiting", name="reports"),
    **{f"{name} of all": Opening(ORG, query="?view=all", name=name) for name in ("cards", "signals")},
}
