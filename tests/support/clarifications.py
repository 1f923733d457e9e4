"""Clarifications in the words of the field: a cadre with an account, both offices, and a case moved on."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import Any

from accounts.models import Role, User
from cadres.models import Cadre
from clarification import services
from clarification.models import Clarification
from core import clock
from matters.models import Mark, Matter
from policy.clarification import PUBLIC, UNITS, UNTRUE
from tests.support.people import user_with
from tests.support.register import appointed, cadre, keeper, post, unit

EARLY = "本人即将调离"
OVERTURNED = {"overturned_no": "纪委〔2026〕30号", "overturned_reason": "新的证据表明当时参加了评标"}
WORDS = "经核查，所反映的王建国同志有关问题失实。"


class Clarity:
    """教务处处长王建国, of whom 教务处 and 科研处 talk; each call moves one case one step on."""

    def __init__(self, staff_no: str = "20801") -> None:
        self.office = unit("教务处")
        self.other = unit("科研处")
        self.cadre: Cadre = cadre(staff_no, "王建国")
        appointed(self.cadre, post(self.office))
        self.user = user_with(Role.CADRE, staff_no=staff_no, name="王建国")
        self.officer = user_with(Role.DISCIPLINE_OFFICER, staff_no="90501", name="纪检干事")
        self.head = user_with(Role.DISCIPLINE_HEAD, staff_no="90502", name="纪检负责人")
        self.org = user_with(Role.ORG_OFFICER, staff_no="90503", name="组织干事")
        self.case = Clarification()

    @cached_property
    def secretary(self) -> User:
        return keeper(Role.UNIT_PARTY, self.office, "90504")

    def proposed(self, origin: str = "rumour", **kwargs: Any) -> Clarity:
        given = {"facts": "有人传言其招标收礼。", "content": "没有收礼。", "external_no": ""} | kwargs
        self.case = services.proposal_begin(
            cadre_pk=self.cadre.pk, origin=origin, actor=self.officer, **given
        )
        return self

    def asked(self) -> Clarity:
        draft = services.request_save(
            version=0,
            origin="rumour",
            facts="网上有帖子说我收礼。",
            content="我没有参加那次招标。",
            demand="请在教务处说明。",
            actor=self.user,
        )
        self.case = services.request_submit(pk=draft.pk, version=draft.version, actor=self.user)
        return self

    def act(self, service: Any, actor: User, **given: Any) -> Clarity:
        """Takes a step on the case as it stands."""
        self.case.refresh_from_db()
        service(pk=self.case.pk, version=self.case.version, actor=actor, **given)
        self.case = Clarification.objects.get(pk=self.case.pk)
        return self

    def found(self, outcome: str = UNTRUE, **changes: Any) -> Clarity:
        given = {
            "outcome": outcome,
            "finding": "调阅招标材料，没有参加评标。",
            "finding_no": "纪委〔2026〕8号",
            "checked_on": clock.today(),
            "external_no": "",
            "spread": [UNITS],
            "spread_units": [self.office, self.other],
            "spread_from": date(2026, 1, 5),
            "matter": None,
        }
        return self.act(services.finding_record, self.officer, **(given | changes))

    def confirmed(self, **changes: Any) -> Clarity:
        self.found(**changes)
        return self.act(services.finding_confirm, self.head, unsuitable="")

    def agreed(self, wishes: str = PUBLIC, **changes: Any) -> Clarity:
        self.confirmed(**changes)
        return self.act(services.wishes_record, self.user, wishes=wishes, wishes_note="")

    def plan(self, **changes: Any) -> dict[str, Any]:
        return {
            "channel": "meeting",
            "audience": [UNITS],
            "audience_units": [self.office],
            "words": WORDS,
            "risk_level": "low",
            "risk": "影响小，由教务处党支部做好解释。",
            "managed": False,
            "managed_reason": "任科级时提起",
        } | changes

    def planned(self, **changes: Any) -> Clarity:
        self.agreed()
        return self.act(services.plan_submit, self.officer, **self.plan(**changes))

    def approved(self, **changes: Any) -> Clarity:
        self.planned(**changes)
        return self.act(services.plan_approve, self.head, approving_body="", approval_no="")

    def done(self) -> Clarity:
        self.approved()
        given = {
            "done_on": clock.today(),
            "letter_no": "纪委函〔2026〕2号",
            "done_note": "在教务处全体会上说明。",
        }
        return self.act(services.clarification_do, self.officer, **given)

    def signed(self) -> Clarity:
        return self.done().act(services.delivery_sign, self.user, delivered_note="")

    def visited(self) -> Clarity:
        self.signed()
        given = {"visited_on": clock.today(), "visit_note": "传言已经平息。", "visit_early": EARLY}
        return self.act(services.visit_record, self.officer, **given)


def marked(clarity: Clarity, number: str = "SX2026301") -> Matter:
    """A yellow card with two points because of the talk."""
    matter = Matter.objects.create(number=number)
    Mark.objects.create(
        matter=matter, cadre=clarity.cadre, measure="黄牌", decided_on=date(2026, 2, 3), points=2
    )
    return matter
