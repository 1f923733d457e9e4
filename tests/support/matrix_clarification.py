"""The rows of the URL matrix of clarification."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date

from accounts.models import Role
from accounts.models import User as Account
from cadres.models import Cadre
from clarification import services
from clarification.models import Blocked, Clarification, ClarificationFile
from core import clock
from tests.support.matrix import ONLY_THE_TWO, TWO_DEPARTMENTS, for_all
from tests.support.people import user_with
from tests.support.small_year import staff_no

# Told: a wide circle, done; so leaders and units read what they heard, and may do nothing.
TOLD = {"leader": 200, "unit_party": 200}
VISIBLE = ONLY_THE_TWO | TOLD
FORBIDDEN = dict.fromkeys((*TWO_DEPARTMENTS, "leader", "unit_party"), 403)
OFFICE = {"discipline_head": 200, "discipline_officer": 200}
MATRIX: dict[str, dict[str, int]] = {
    **dict.fromkeys(("clarifications", "clarifications_export"), ONLY_THE_TWO),
    "clarification_new": ONLY_THE_TWO | {"leader": 403, "unit_party": 403, "cadre": 403},
    "clarifications_mine": for_all(404, anonymous=302, cadre=200),
    "clarifications_told": for_all(404, anonymous=302, **TOLD),
    # The visitor with the role of a cadre stands in no register.
    **dict.fromkeys(("clarification_request", "clarification_request_submit"), for_all(404, anonymous=302)),
    "clarification": VISIBLE,
    "clarification_letter": ONLY_THE_TWO,
    "clarification_file": ONLY_THE_TWO,
    **dict.fromkeys(
        ("clarification_wish", "clarification_sign", "clarification_withdraw"), VISIBLE | FORBIDDEN
    ),
    **dict.fromkeys(
        (
            "clarification_check",
            "clarification_wish_paper",
            "clarification_plan",
            "clarification_do",
            "clarification_deliver",
            "clarification_visit",
            "clarification_malice",
            "clarification_file_add",
        ),
        VISIBLE | FORBIDDEN | OFFICE,
    ),
    **dict.fromkeys(
        (
            "clarification_check_return",
            "clarification_confirm",
            "clarification_plan_return",
            "clarification_approve",
            "clarification_refuse",
            "clarification_archive",
            "clarification_overturn",
        ),
        VISIBLE | FORBIDDEN | {"discipline_head": 200},
    ),
    **dict.fromkeys(
        ("clarification_blocked", "clarification_restore", "clarification_note"),
        VISIBLE | {"leader": 403, "unit_party": 403},
    ),
}
OF_NONE = (
    "clarifications", "clarifications_export", "clarifications_mine", "clarifications_told",
    "clarification_request", "clarification_request_submit", "clarification_new",
)  # fmt: skip


def case_pk() -> list[object]:
    return [Clarification.objects.latest("pk").pk]


def item_pk() -> list[object]:
    return [*case_pk(), Blocked.objects.latest("pk").pk]


def file_pk() -> list[object]:
    return [*case_pk(), ClarificationFile.objects.latest("pk").pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{name: case_pk for name in MATRIX if name not in OF_NONE},
    "clarification_restore": item_pk,
    "clarification_file": file_pk,
}


def furnish() -> None:
    """A report found untrue, told to the whole school and done, with something still to be restored."""
    officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="90591", name="纪检干事")
    head = user_with(Role.DISCIPLINE_HEAD, staff_no="90592", name="纪检负责人")
    case = services.proposal_begin(
        cadre_pk=Cadre.objects.get(staff_no=staff_no(0)).pk,
        origin="report",
        facts="反映其违规招标。",
        content="没有参加招标。",
        external_no="纪办2026-17",
        actor=officer,
    )

    def act(service: Callable[..., object], actor: Account, **given: object) -> None:
        version = Clarification.objects.get(pk=case.pk).version
        service(pk=case.pk, version=version, actor=actor, **given)

    today = clock.today()
    act(
        services.finding_record,
        officer,
        outcome="untrue",
        finding="调阅材料，反映的问题失实。",
        finding_no="纪委〔2026〕8号",
        checked_on=today,
        external_no="纪办2026-17",
        spread=["school"],
        spread_units=[],
        spread_from=date(2026, 1, 5),
        matter=None,
    )
    act(services.finding_confirm, head, unsuitable="")
    act(services.wishes_record, officer, wishes="public", wishes_note="同意。", wished_on=today)
    plan = {
        "channel": "notice",
        "audience": ["school"],
        "audience_units": [],
        "words": "经核查，反映的问题失实。",
    }
    act(services.plan_submit, officer, **plan, risk_level="low", risk="做好解释。", managed=True)
    act(services.plan_approve, head, approving_body="party", approval_no="党委会〔2026〕3号")
    act(
        services.clarification_do,
        officer,
        done_on=today,
        letter_no="纪委函〔2026〕2号",
        done_note="全校通报。",
    )
    act(services.blocked_add, officer, kind="award", what="评优暂缓", blocked_on=date(2026, 1, 20))
    act(services.file_add, officer, content=io.BytesIO(b"%PDF-1.4\n%%EOF"), name="通报.pdf")
