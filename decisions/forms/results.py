"""The result of a whole item in one form: a row per entry with outcome, votes and reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms as fields

from core.forms import prepare
from policy.meetings import Entry, Votes

from ..models import AgendaEntry, AgendaItem
from ..selectors.results import WHOLE
from ..services import ResultDraft
from .meetings import VersionForm

VOTES = ("agreed", "against", "abstained")
MOST_VOTES = 999
_WORDS = {"agreed": "同意", "against": "不同意", "abstained": "弃权"}


@dataclass(frozen=True)
class Line:
    """One row of the form: the entry, how many vote on it, and its fields."""

    number: int
    entry: AgendaEntry | None
    fact: Entry
    outcome: fields.BoundField
    votes: tuple[fields.BoundField, ...]
    reason: fields.BoundField


class ResultForm(VersionForm):
    """How the item was decided, and what became of each entry. filled: start from the proposals."""

    method = fields.ChoiceField(
        label="决定方式", choices=AgendaItem.Method.choices, widget=fields.RadioSelect, initial="vote"
    )
    text = fields.CharField(
        label="决定内容",
        required=False,
        max_length=4_000,
        widget=fields.Textarea,
        help_text="集体研究决定的必须填写；表决的可以不填。",
    )

    def __init__(
        self, *args: Any, item: AgendaItem, facts: tuple[Entry, ...], filled: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.facts = facts
        self.rows = {row.pk: row for row in item.entries.select_related("item").order_by("position", "pk")}
        choices = [(outcome.code, outcome.label) for outcome in item.agenda_kind.outcomes]
        if item.method:
            self.initial = {**self.initial, "method": item.method, "text": item.text}
        for fact in facts:
            row: Any = self.rows.get(fact.key, item)
            self.fields |= _fields_of(fact, row, choices, filled=filled)
        for field in self.fields.values():
            prepare(field)

    def lines(self) -> Iterator[Line]:
        """The rows in the order of the list."""
        for number, fact in enumerate(self.facts, 1):
            key = fact.key
            yield Line(
                number=number,
                entry=self.rows.get(key),
                fact=fact,
                outcome=self[f"outcome-{key}"],
                votes=tuple(self[f"{name}-{key}"] for name in VOTES),
                reason=self[f"reason-{key}"],
            )

    def results(self) -> dict[int, ResultDraft]:
        """What was entered, by entry; only after `is_valid`."""
        data = self.cleaned_data
        found = {}
        for fact in self.facts:
            given = [data[f"{name}-{fact.key}"] for name in VOTES]
            votes = None if any(number is None for number in given) else Votes(*given)
            found[fact.key] = ResultDraft(data[f"outcome-{fact.key}"], data[f"reason-{fact.key}"], votes)
        return found


def _fields_of(
    fact: Entry, row: Any, choices: list[tuple[str, str]], *, filled: bool
) -> dict[str, fields.Field]:
    start: dict[str, Any] = {"outcome": row.outcome, **{name: getattr(row, name) for name in VOTES}}
    if filled:
        start = {"outcome": fact.proposal, "agreed": fact.voters, "against": 0, "abstained": 0}
    who = "" if fact.key == WHOLE else f"{fact.label}："
    made: dict[str, fields.Field] = {
        f"outcome-{fact.key}": fields.ChoiceField(
            label=f"{who}结果",
            choices=choices,
            required=False,
            widget=fields.RadioSelect,
            initial=start["outcome"],
        )
    }
    for name in VOTES:
        made[f"{name}-{fact.key}"] = fields.IntegerField(
            label=f"{who}{_WORDS[name]}",
            required=False,
            min_value=0,
            max_value=MOST_VOTES,
            initial=start[name],
            widget=fields.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 3}),
        )
    made[f"reason-{fact.key}"] = fields.CharField(
        label=f"{who}理由", required=False, max_length=1_000, initial=row.reason
    )
    return made
