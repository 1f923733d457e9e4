"""The rows of the URL matrix of outcomes: uses."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from accounts.models import Role, User
from appraisal.models import Participant
from core import clock
from core.files import file_store
from core.models import StoredFile
from outcomes.models import (
    BottomEvent,
    BottomReview,
    CommendationCase,
    CommendationEvent,
    CommendationFile,
    FollowUp,
    ReminderTalk,
    TalkEvent,
)

from .matrix import for_all
from .people import user_with
from .small_year import YEAR, staff_no

READS = for_all(404, anonymous=302, org_head=200, org_officer=200, discipline_head=200)
STEPS = READS | {"discipline_head": 403}
POSTS = STEPS | {"org_head": 405, "org_officer": 405}
# Nothing of the kind is there yet: it is no time for the step.
NOT_YET = READS | {"org_head": 409, "org_officer": 409, "discipline_head": 403}
SUPPLIES = STEPS | {"unit_party": 200}
# The talk is of none of these visitors: tests/outcomes/test_uses_access.py.
HEAD_ALONE = READS | {"org_officer": 403, "discipline_head": 403}
MATRIX: dict[str, dict[str, int]] = {
    "candidates": READS | {"unit_party": 200},
    **dict.fromkeys(("commendations", "commendations_export"), READS),
    "commendations_list": POSTS,
    **dict.fromkeys(("commendations_publish", "commendations_issue"), NOT_YET),
    **dict.fromkeys(("commendation", "commendation_file"), READS | {"unit_party": 200}),
    **dict.fromkeys(("commendation_evidence", "commendation_file_add"), SUPPLIES),
    "commendation_file_remove": SUPPLIES | {"org_head": 405, "org_officer": 405, "unit_party": 405},
    "commendation_submit": STEPS | {"unit_party": 403},
    "commendation_reopen": NOT_YET | {"unit_party": 403},
    "commendation_revoke": HEAD_ALONE | {"org_head": 409, "unit_party": 403},
    "commendation_document": for_all(
        404, anonymous=302, org_head=409, org_officer=409, discipline_head=409, unit_party=409
    ),
    **dict.fromkeys(("bottom", "bottom_export", "bottom_review", "bottom_file"), READS),
    "bottom_list": POSTS,
    **dict.fromkeys(("bottom_facts", "bottom_submit"), STEPS),
    **dict.fromkeys(("bottom_reopen", "bottom_follow_up"), NOT_YET),
    **dict.fromkeys(("talks", "talks_export"), READS | {"leader": 200, "cadre": 200}),
    "talk": READS,
    # It was held and is followed up: too late for these.
    **dict.fromkeys(("talk_assign", "talk_record"), HEAD_ALONE | {"org_head": 409}),
    **dict.fromkeys(("talk_pause", "talk_resume"), NOT_YET),
    "talk_confirm": READS | dict.fromkeys(("org_head", "org_officer", "discipline_head"), 403),
    **dict.fromkeys(("talk_document", "talk_scan", "talk_follow_up"), HEAD_ALONE),
}


def case_of() -> list[object]:
    return [YEAR, CommendationCase.objects.latest("pk").pk]


def file_of() -> list[object]:
    return [*case_of(), CommendationFile.objects.latest("pk").pk]


def review_of() -> list[object]:
    return [YEAR, BottomReview.objects.latest("pk").pk]


def talk_of() -> list[object]:
    return [ReminderTalk.objects.latest("pk").pk]


def follow_up_of() -> list[object]:
    return [*talk_of(), FollowUp.objects.latest("pk").pk]


OF_YEAR = ("commendations", "commendations_export", "commendations_list", "commendations_publish",
           "commendations_issue", "bottom", "bottom_export", "bottom_list")  # fmt: skip
OF_CASE = ("commendation", "commendation_evidence", "commendation_file_add", "commendation_submit",
           "commendation_reopen", "commendation_revoke", "commendation_document")  # fmt: skip
OF_REVIEW = (
    "bottom_review",
    "bottom_facts",
    "bottom_file",
    "bottom_submit",
    "bottom_reopen",
    "bottom_follow_up",
)
OF_TALK = ("talk", "talk_assign", "talk_pause", "talk_resume", "talk_record", "talk_confirm",
           "talk_document", "talk_scan")  # fmt: skip
ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: [YEAR] for name in OF_YEAR},
    **dict.fromkeys(OF_CASE, case_of),
    **dict.fromkeys(("commendation_file", "commendation_file_remove"), file_of),
    **dict.fromkeys(OF_REVIEW, review_of),
    **dict.fromkeys(OF_TALK, talk_of),
    "talk_follow_up": follow_up_of,
}


def furnish() -> None:
    """A candidate with a file, a fact sheet with what the cadre wrote, a talk that is followed up."""
    person = Participant.objects.get(cycle__code=str(YEAR), cadre__staff_no=staff_no(0))
    system = User.objects.system()
    leader = user_with(Role.LEADER, staff_no="9110", name="校领导乙")
    case = CommendationCase.objects.create(participant=person)
    CommendationEvent.record(case, actor=system)
    CommendationFile.objects.create(case=case, kind="initiative", file=_file("事迹.pdf"), added_by=system)
    review = BottomReview.objects.create(participant=person, own_view_file=_file("陈述.pdf"))
    BottomEvent.record(review, actor=system)
    talk = ReminderTalk.objects.create(
        review=review,
        leader=leader,
        state=ReminderTalk.State.FOLLOWING,
        due_on=clock.today(),
        talked_at=clock.now(),
        place="行政楼 301",
        content="谈话内容",
        said="接受提醒",
        points="改进要求",
        signing=ReminderTalk.Signing.PAPER,
        scan=_file("签字.pdf"),
        recorded_by=leader,
        recorded_at=clock.now(),
    )
    TalkEvent.record(talk, actor=system)
    FollowUp.objects.create(talk=talk, months=3, due_on=clock.today())


def _file(name: str) -> StoredFile:
    return file_store(BytesIO(b"%PDF-1.4 ..."), name=name, actor=User.objects.system())
