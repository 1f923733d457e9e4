"""The year at a glance as one reader may see it: how far it is, who came to vote, and its figures."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.selectors import Visitor
from policy.turnout import turnout_doubts

from .. import selectors
from ..models import Cycle
from ..selectors import Sight
from .glance import Figures, figures_of
from .progress import Progress, progress_of
from .turnout import TurnoutRow, turnout_rows


@dataclass(frozen=True)
class Overview:
    """Everything that one reader may see of a year at a glance; figures is None while none are shown."""

    cycle: Cycle
    sight: Sight
    participants: int
    progress: Progress
    turnout: tuple[TurnoutRow, ...]
    doubts: tuple[str, ...]
    figures: Figures | None

    @property
    def title(self) -> str:
        return f"{self.cycle.label}考核"

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """The large figures on top: people and seats of the whole year, never a score."""
        found = [("参加考核", self.participants)]
        if self.figures is not None:
            summary = self.cycle.summary
            found.append(("参加排名", summary["ranked"]))
            if self.cycle.kind != Cycle.Kind.TERM:  # seats are of a year (第七条)
                found += [("表彰名额", summary["top_seats"]), ("研判名额", summary["bottom_seats"])]
        return tuple(found)

    @property
    def left_out(self) -> str:
        """Why some categories are not there, or ""."""
        return own_category_words(self.sight, self.cycle) if self.figures is not None else ""


def own_category_words(sight: Sight, cycle: Cycle) -> str:
    """What is said aloud to a reader who takes part in the year, or ""."""
    if not sight.own_categories:
        return ""
    names = "、".join(f"“{name}”" for name in sorted(sight.own_categories))
    return f"您是{cycle.this}{names}的参加考核人员，党委决定前不显示本类别的数字。"


def overview_of(cycle: Cycle, user: Visitor, *, category: str = "") -> Overview:
    """The year as this reader may see it; a fixed number of queries, nine at most."""
    sight = selectors.sight_of(user, cycle)
    parameters = selectors.parameters_of(cycle) if cycle.parameters else None
    found = selectors.turnout(cycle, parameters) if parameters else []
    participants = cycle.participants.count()
    return Overview(
        cycle=cycle,
        sight=sight,
        participants=participants,
        progress=progress_of(cycle, sight, participants=participants, turnout=found),
        turnout=turnout_rows(found),
        doubts=tuple(reason.text for item in found for reason in turnout_doubts(item)),
        figures=figures_of(cycle, sight, parameters, category=category)
        if parameters and sight.figures
        else None,
    )
