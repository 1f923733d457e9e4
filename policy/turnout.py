"""Who came and how many papers came back: rates, and what is wrong with the numbers (第六条)."""

from dataclasses import dataclass
from fractions import Fraction

from .verdict import Reason, Verdict

ARTICLE = "第六条"


@dataclass(frozen=True, slots=True)
class Turnout:
    """One rater group: people 应到 and 实到, papers 发出, 收回 and 有效; None where nobody entered it."""

    group: str
    expected: int | None
    present: int | None
    issued: int | None
    returned: int
    valid: int

    @property
    def abstained(self) -> int:
        """弃权: papers without a single valid mark."""
        return self.returned - self.valid

    @property
    def entered(self) -> bool:
        """Whether 应到, 实到 and 发出 are all there."""
        return None not in (self.expected, self.present, self.issued)

    @property
    def return_rate(self) -> Fraction | None:
        """回收率: papers that came back, of those given out."""
        return _share(self.returned, self.issued)

    @property
    def valid_rate(self) -> Fraction | None:
        """有效率: valid papers, of those that came back."""
        return _share(self.valid, self.returned)


def _share(part: int, whole: int | None) -> Fraction | None:
    return Fraction(part, whole) if whole else None


def sitting_verdict(group: str, expected: int | None, present: int | None) -> Verdict:
    """Whether these figures can be recorded: nobody comes who is not entitled (第六条)."""
    if expected is None or present is None or present <= expected:
        return Verdict()
    said = f"{group}实到 {present} 人，多于应到 {expected} 人。请核对签到表后更正。"
    return Verdict((Reason("turnout.present", ARTICLE, said),))


def turnout_doubts(found: Turnout) -> tuple[Reason, ...]:
    """What does not fit together and people have to look into; nothing here forbids anything (第六条).

    As many papers back as were given out, or fewer: the vote is valid. More: the whole round is void.
    """
    doubts = []
    if found.issued is not None and found.returned > found.issued:
        doubts.append(
            Reason(
                "turnout.returned",
                ARTICLE,
                f"{found.group}收回 {found.returned} 张，多于发出 {found.issued} 张：收回的票多于发出的票，"
                "该轮测评无效。请先核对发出数；确属多出的，应重新组织测评。",
            )
        )
    if found.issued is not None and found.present is not None and found.issued > found.present:
        doubts.append(
            Reason(
                "turnout.issued",
                ARTICLE,
                f"{found.group}发出 {found.issued} 张，多于实到 {found.present} 人。"
                "每人一张票的，请核对；每人多张票的，无须更正。",
            )
        )
    return tuple(doubts)
