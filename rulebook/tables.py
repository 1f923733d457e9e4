"""What the pages of the rulebook show, made ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.utils import timezone

from policy.changes import Change, parameter_changes
from policy.wording import parameter_rows

from . import selectors
from .forms.sections import SECTIONS, Section
from .models import PolicyDraft, PolicyDraftEvent, PolicyVersion
from .registry import Use

IN_FORCE, LATER, EARLIER, OVERTAKEN = "现行有效", "尚未生效", "历史版本", "未曾生效"
# Keys of the lines of the timeline: an edit leaves the state as it was.
MOVES = {
    PolicyDraft.State.DRAFT: "开始起草",
    PolicyDraft.State.SUBMITTED: "提交批准",
    PolicyDraft.State.RETURNED: "退回修改",
    PolicyDraft.State.APPROVED: "批准",
    PolicyDraft.State.DISCARDED: "作废",
}


@dataclass(frozen=True)
class VersionRow:
    """A version with its standing today, and in how many things it differs from the one before."""

    version: PolicyVersion
    standing: str
    changes: int | None
    uses: list[Use]

    @property
    def kind(self) -> str:
        """The colour of the standing, beside its word."""
        return {IN_FORCE: "good", LATER: "info"}.get(self.standing, "neutral")


def standings(versions: Iterable[PolicyVersion], today: date) -> dict[int, str]:
    """Number -> standing of every version; all of them must be given."""
    rows = list(versions)
    in_force = selectors.version_on(today).number
    found = {}
    for row in rows:
        overtaken = any(
            other.number > row.number and other.effective_from <= row.effective_from for other in rows
        )
        if row.number == in_force:
            found[row.number] = IN_FORCE
        elif overtaken:
            found[row.number] = OVERTAKEN
        else:
            found[row.number] = LATER if row.effective_from > today else EARLIER
    return found


def version_rows(today: date, uses: dict[int, list[Use]]) -> list[VersionRow]:
    """All versions, newest first."""
    versions = list(
        PolicyVersion.objects.select_related("document", "drafted_by", "approved_by").order_by("-number")
    )
    said = standings(versions, today)
    parameters = [selectors.parameters_of(version) for version in versions]
    changes: list[int | None] = [len(parameter_changes(old, new)) for new, old in pairwise(parameters)]
    return [
        VersionRow(version, said[version.number], count, uses.get(version.pk, []))
        for version, count in zip(versions, [*changes, None], strict=True)
    ]


@dataclass(frozen=True)
class SectionRow:
    """A part of a draft: what it says now, and what it changes."""

    section: Section
    rows: list[tuple[str, str, str]]
    changes: list[Change]


def section_rows(draft: PolicyDraft, changes: Iterable[Change]) -> list[SectionRow]:
    """The parts of a draft in the order of their pages. changes: against the base."""
    parameters = selectors.parameters_of(draft)
    found = list(changes)
    said = {label: (label, text, article) for label, text, article in parameter_rows(parameters)}
    result = []
    for section in SECTIONS.values():
        labels = section.labels
        result.append(
            SectionRow(
                section,
                [said[label] for label in labels],
                [change for change in found if change.label.partition("：")[0] in labels],
            )
        )
    return result


def moments(draft: PolicyDraft) -> list[tuple[str, str, str]]:
    """The timeline of a draft, newest first."""
    events = PolicyDraftEvent.objects.filter(case=draft).select_related("actor").order_by("-pk")
    found = []
    for event in events:
        edited = event.from_state == event.to_state
        title = "修改" if edited else MOVES[PolicyDraft.State(event.to_state)]
        note = event.note.removeprefix("修改：") if edited else event.note
        found.append((f"{timezone.localtime(event.at):%Y-%m-%d %H:%M}", f"{title} · {event.actor}", note))
    return found
