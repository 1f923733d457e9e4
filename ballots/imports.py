"""The form of 民主测评: one line per paper and cadre, as an optical mark reader writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import QuerySet

from core.imports import Differences, FileField, FileForm, Problem, RowReader, key_text
from core.models import ImportBatch
from core.tables import values as v
from core.tables.errors import BadValue
from policy.parameters import AppraisalParameters

from . import selectors, services
from .models import Round, StagedBallot
from .selectors import BITS

PAPER, GROUP, STAFF_NO = "票号", "票类", "工号"
_key = key_text(32)


class _Memo(dict[Any, Any]):
    """Raw cell -> value; a cell is folded and looked up once, however often it stands in the file."""

    def __init__(self, read: Callable[[Any], Any]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Any) -> Any:
        value = self[cell] = self._read(cell)
        return value


def paper_of(parameters: AppraisalParameters) -> dict[str, list[dict[str, str]]]:
    """The paper of a round under these parameters: questions, scale (valid marks first), groups."""
    valid = [{"code": mark.code, "word": mark.word} for mark in parameters.marks]
    return {
        "questions": [{"code": d.code, "name": d.name} for d in parameters.dimensions],
        "scale": valid + [{"code": mark.code, "word": mark.word} for mark in parameters.abstentions],
        "groups": [{"code": g.code, "name": g.name} for g in parameters.groups],
    }


class BallotForm(FileForm):
    """民主测评. listed: staff numbers (as `staff_no` rows) of those who may be rated."""

    code = "ballots"
    label = "民主测评"
    model = StagedBallot
    columns = ("paper", "group", "staff_no", "marks")

    def __init__(self, paper: Mapping[str, Any], listed: Callable[[], QuerySet[Any, Any]]) -> None:
        self.round: Round | None = None
        self.renewed = False  # whether the lines are in the round already
        self._listed = listed
        scale = {item["word"]: i for i, item in enumerate(paper["scale"])}
        groups = {item["name"]: i for i, item in enumerate(paper["groups"])}
        self._questions = [item["name"] for item in paper["questions"]]
        self._mark = _Memo(lambda cell: v.word(self._ours(self._questions[0], cell), scale))
        self._group = _Memo(lambda cell: v.word(self._ours(GROUP, cell), groups))
        self._key = _Memo(_key)
        self.fields = [
            FileField(PAPER, _key, required=True),
            FileField(GROUP, lambda cell: v.word(cell, groups), blank=-1, required=True, words=tuple(groups)),
            FileField(STAFF_NO, _key, required=True),
            # A blank is an abstention only where the scale says so; nowhere is it the first mark.
            *(
                FileField(
                    name,
                    lambda cell: v.word(cell, scale),
                    blank=scale.get("", -1),
                    required="" not in scale,
                    words=tuple(scale),
                )
                for name in self._questions
            ),
        ]
        self.needed = [f.header for f in self.fields]

    def _ours(self, header: str, cell: Any) -> Any:
        """The cell in our words; all questions share one scale."""
        translate = self.translator(header)
        cell = "" if cell is None else cell
        return cell if translate is None else translate(cell)

    def row_reader(self, located: Mapping[str, int]) -> RowReader:
        """The common case in one pass of look-ups; whatever is odd goes the slow way that explains itself."""
        slow = super().row_reader(located)
        paper_at, group_at, staff_at = located[PAPER], located[GROUP], located[STAFF_NO]
        marks_at = [(located[name], BITS * i) for i, name in enumerate(self._questions)]
        mark, group, key = self._mark, self._group, self._key

        def read(row: int, cells: Sequence[Any], problems: list[Problem]) -> Sequence[Any]:
            try:
                packed = 0
                for at, shift in marks_at:
                    packed |= mark[cells[at]] << shift
                values = (key[cells[paper_at]], group[cells[group_at]], key[cells[staff_at]], packed)
                if values[0] and values[2]:
                    return values
            except (BadValue, IndexError):
                pass
            return slow(row, cells, problems)

        return read

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        packed = 0
        for i, name in enumerate(self._questions):
            packed |= max(values[name], 0) << (BITS * i)
        return (values[PAPER], max(values[GROUP], 0), values[STAFF_NO], packed)

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        rows = StagedBallot.objects.filter(batch_id=batch.pk)
        listed = set(self._listed().values_list("staff_no", flat=True))
        unlisted = set(rows.values_list("staff_no", flat=True).distinct()) - listed - {""}
        for row, staff_no in rows.filter(staff_no__in=unlisted).values_list("row", "staff_no"):
            yield Problem(row, STAFF_NO, staff_no, "不在参加考核人员名单中", "核对工号，或先在名单中补上此人")
        for row, number, staff_no, copies in selectors.staged_twice(batch):
            message = f"同一票号对 {staff_no} 评了 {copies} 次"
            yield Problem(row, PAPER, number, message, "核对原票，只留一行")

    def compare(self, batch: ImportBatch) -> Differences:
        return selectors.line_differences(batch, self.round)

    def apply(self, batch: ImportBatch) -> None:
        if self.round is None:
            raise RuntimeError("a ballot form is applied to a round")
        if not self.renewed:
            services.lines_apply(batch, self.round)
