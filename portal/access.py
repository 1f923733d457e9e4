"""What of one person's page a viewer sees. Which people: `cadres.access`; which parts of a page: here.

| viewer | numbers | appraisal | matters | history |
|---|---|---|---|---|
| 组织部 | masked, 查看 with a reason | everything, also before the year is decided | all | all |
| 纪委监察部门 | — | the same | all | all |
| 干部本人 | masked | own total and grade of decided years, never the rank (默认口径 8) | own | — |
| 分管领导、二级党组织 | — | grades of decided years | — | — |

Why somebody was away, which may be an illness, is told to the cadre and the two departments.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from accounts.models import Role
from accounts.selectors import Visitor
from cadres.access import EDIT, REVEAL, SEE_HISTORY, SEE_MATTERS, SEE_SENSITIVE, Scopes, steps_of
from cadres.models import Cadre

NO_NUMBERS = "身份证号、手机、邮箱和备注：由组织部保管。"
NO_RANK = "名次和系统建议：本人可看已确认年度的总分和等次，名次不向个人公布。"
NO_SCORES = "年度考核的分数、名次和系统建议，以及尚未确认的年度：您可看已确认年度的等次。"
NO_MATTERS = "事项、扣分、处分与认定：由组织部和纪委监察部门掌握，本人可看本人的。"
NO_REASONS_AWAY = "离岗的类别和说明：可能涉及健康状况，由组织部和纪委监察部门掌握，本人可看本人的。"
NO_HISTORY = "变动记录：由组织部和纪委监察部门查看。"


@dataclass(frozen=True)
class PersonRights:
    """The parts of one cadre's page that one viewer sees."""

    steps: frozenset[str]
    own: bool

    @property
    def edit(self) -> bool:
        return EDIT in self.steps

    @property
    def reveal(self) -> bool:
        return REVEAL in self.steps

    @property
    def departments(self) -> bool:
        """The two departments: ranks, undecided years, who changed what."""
        return SEE_HISTORY in self.steps

    @property
    def numbers(self) -> bool:
        return self.own or SEE_SENSITIVE in self.steps

    @property
    def matters(self) -> bool:
        return self.own or SEE_MATTERS in self.steps

    @property
    def reasons_away(self) -> bool:
        """Why the cadre was away: it may be an illness (个人信息保护法第二十八条)."""
        return self.own or self.departments

    @property
    def ranks(self) -> bool:
        return self.departments

    @property
    def totals(self) -> bool:
        return self.own or self.departments

    @property
    def because(self) -> list[str]:
        """Why the viewer sees this page, a sentence for each reason."""
        found = []
        if self.edit:
            found.append("您在组织部任职，这名干部在您的授权范围内，您可以查看全部内容并更正信息。")
        elif self.departments:
            found.append("您在纪委监察部门任职，这名干部在您的授权范围内，您可以查看考核、事项和变动。")
        if self.own:
            found.append("这是您本人的信息。与事实不符的，请联系组织部更正。")
        return found or ["这名干部现任职务所在的单位，在您作为分管领导或二级党组织的授权范围内。"]

    @property
    def hidden(self) -> list[str]:
        """What the page leaves out for this viewer, said aloud."""
        scores = [] if self.ranks else [NO_RANK if self.own else NO_SCORES]
        return [
            *([] if self.numbers else [NO_NUMBERS]),
            *scores,
            *([] if self.matters else [NO_MATTERS]),
            *([] if self.reasons_away else [NO_REASONS_AWAY]),
            *([] if self.departments else [NO_HISTORY]),
        ]


def rights_of(user: Visitor, cadre: Cadre, *, scopes: Scopes, held_in: Collection[int]) -> PersonRights:
    """What the user sees today of a cadre who is visible to that user.

    scopes: the user's (`accounts.selectors.scopes_of`); held_in: the units of the cadre's open appointments.
    """
    own = Role.CADRE in scopes and getattr(user, "staff_no", "") == cadre.staff_no
    return PersonRights(steps_of(user, cadre, scopes=scopes, held_in=held_in), own)
