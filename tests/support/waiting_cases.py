"""A tolerance case and a clarification in every state in which somebody has to act, written straight down.

Only what duties and the pages that they lead to read; how a case gets there is walked in `tests/tolerance`,
`tests/clarification`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import Role, User
from cadres.models import Cadre
from clarification.models import Clarification
from core import clock
from matters.models import Matter
from policy.tolerance_officers import VERIFY
from policy.tolerance_terms import EXEMPT, FACTORS, LIGHTER, NOT_TOLERATED, OFFICES
from tests.support.people import user_with
from tolerance.models import ToleranceCase, ToleranceGrant
from tolerance.models.aftermath import Publication, Rectification, Review
from tolerance.models.finding import Outcome, Report
from tolerance.models.inquiry import Factor, Hearing, JointOpinion, Verifier

C = Clarification.State


def clarifications() -> None:
    """Copies of the one that there is, which has gone as far as its delivery."""
    made = Clarification.objects.filter(state=C.DELIVERING).latest("pk")
    given: dict[str, dict[str, Any]] = {
        C.CHECKING: {},
        C.FOUND: {},
        C.ASKING: {},
        C.PLANNING: {},
        C.APPROVING: {"approve_due": clock.today()},
        C.DOING: {},
        C.VISITING: {"visit_due": clock.today()},
        C.UNSUITABLE: {"unsuitable": "本人已经去世"},
        C.DECLINED: {},
    }
    for state, values in given.items():
        _copied(made, state=state, **values)
    _copied(made, state=C.VISITING, visited_on=clock.today())


def _copied(made: Clarification, **values: Any) -> None:
    copy = Clarification.objects.get(pk=made.pk)
    copy.pk, copy._state.adding, copy.relief = None, True, None
    copy.save()
    Clarification.objects.filter(pk=copy.pk).update(**values)


class Cases:
    """Copies of the tolerance case that there is, each on a matter of its own."""

    def __init__(self) -> None:
        self.made = ToleranceCase.objects.get(number="RC2026901")
        self.officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="90801", name="核实人")
        self.head = user_with(Role.DISCIPLINE_HEAD, staff_no="90802", name="纪检负责人")
        self.count = 0

    def case(self, state: str, **values: Any) -> ToleranceCase:
        self.count += 1
        number = f"{self.count:03d}"
        copy = ToleranceCase.objects.get(pk=self.made.pk)
        copy.pk, copy._state.adding = None, True
        copy.number = f"RC2026A{number}"
        copy.matter = Matter.objects.create(number=f"SX2026A{number}", title="实训设备采购超期")
        copy.accepted_on = copy.due = clock.today()
        copy.save()
        ToleranceCase.objects.filter(pk=copy.pk).update(state=state, **values)
        return ToleranceCase.objects.get(pk=copy.pk)

    def verified(self, state: str, *, named: bool = True) -> ToleranceCase:
        """With somebody who verifies; named: the naming has not run out."""
        case = self.case(state)
        Verifier.objects.create(case=case, officer=self.officer, named_by=self.head)
        if named:
            ToleranceGrant.records.create(
                content_object=case,
                user=self.officer,
                permission=Permission.objects.get(
                    codename=VERIFY, content_type__app_label="tolerance", content_type__model="tolerancecase"
                ),
                valid_from=clock.today(),
                valid_to=clock.today() + timedelta(days=30),
                reason="纪委〔2026〕1号",
                granted_by=self.head,
            )
        return case

    def analysed(self, *, signed: bool) -> ToleranceCase:
        case = self.verified("analysing")
        for kind in FACTORS:
            Factor.objects.create(case=case, kind=kind, finding="favourable", author=self.officer)
        Hearing.objects.create(case=case, declined=True, entered_by=self.officer)
        for office in OFFICES if signed else ():
            JointOpinion.objects.create(case=case, office=office, proposal=EXEMPT, signed_by=self.head)
        return case

    def decided(self, state: str, kind: str = EXEMPT) -> Outcome:
        case = self.case(state)
        return Outcome.objects.create(
            case=case, kind=kind, meeting="党委会 1", entry=900_000 + case.pk, decided_on=clock.today()
        )

    def reported(self, state: str, kind: str = EXEMPT) -> Outcome:
        outcome = self.decided(state, kind)
        given = {"to_whom": "上级", "document_no": "1", "reported_on": clock.today(), "by": self.head}
        Report.objects.create(outcome=outcome, **given)
        return outcome

    def mended(self, *, passed: bool | None) -> None:
        checked = {"checked_by": self.head, "checked_on": clock.today()} if passed else {}
        Rectification.objects.create(
            case=self.reported("rectifying").case, responsible="秦素", written_by=self.made.applied_by,
            passed=passed, **checked,
        )  # fmt: skip


def tolerance_cases() -> None:
    """One for each kind of act."""
    cases = Cases()
    cases.case("returned")
    cases.verified("verifying")
    cases.verified("verifying", named=False)
    cases.verified("analysing")
    cases.analysed(signed=False)
    cases.analysed(signed=True)
    cases.case("committee")
    cases.decided("decided", LIGHTER)
    cases.reported("reported", NOT_TOLERATED)
    Publication.objects.create(
        outcome=cases.reported("reported"), text="某同志", by=cases.head,
        objections_until=clock.today() + timedelta(days=3),
    )  # fmt: skip
    cases.reported("published")
    cases.mended(passed=None)
    cases.mended(passed=True)
    Review.objects.create(outcome=cases.reported("reviewing"))
    cases.case("suspended", suspended_from="verifying", suspended_on=clock.today())


def accounts() -> None:
    """The cadre of these cases signs in."""
    number = ToleranceCase.objects.get(number="RC2026901").cadre.staff_no
    if not User.objects.filter(staff_no=number).exists():
        user_with(Role.CADRE, staff_no=number, name=Cadre.objects.get(staff_no=number).name)


FURNISHERS: tuple[Callable[[], None], ...] = (accounts, clarifications, tolerance_cases)
