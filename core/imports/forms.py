"""What one kind of file looks like: its columns, how cells are read, and how a row is judged."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from core.models import ImportBatch, ImportProblem, StagedRow
from core.tables import values as v
from core.tables.errors import BadValue
from core.tables.header import Located, locate
from core.tables.reader import Table

Progress = Callable[[str, int], None]
ERROR = ImportProblem.Severity.ERROR
WARNING = ImportProblem.Severity.WARNING
# Where a row of a reject file keeps what stood beyond the header: it stays bad until somebody looked at it.
SURPLUS = "多出的内容"
REJECT_COLUMNS = ("原文件行号", "问题", "处理办法")  # what errors.xlsx adds to a file's own columns
UNREAD = ("序号", *REJECT_COLUMNS)


@dataclass(frozen=True)
class Problem:
    """One finding about one row of a file."""

    row: int
    column: str
    value: str
    message: str
    remedy: str
    severity: str = ERROR


@dataclass(frozen=True)
class FileField:
    """One column of a file: its header, how a cell is read, and what an empty cell means.

    parse: cell -> value, raises BadValue. required: the cell must hold something. words: those that the
    column is closed to. hint: how to fill it in, for the template.
    """

    header: str
    parse: Callable[[Any], Any]
    blank: Any = ""
    required: bool = False
    words: Sequence[str] = ()
    hint: str = ""

    @property
    def allowed(self) -> list[str]:
        """The words that the column is closed to; empty where it is not."""
        if self.parse is v.yes_no:
            return ["是", "否"]
        return [word for word in self.words or getattr(self.parse, "words", ()) if word]


@dataclass(frozen=True)
class FileMapping:
    """How a department's own file names our columns and words.

    columns: heading in the file -> our header, "" for a column that is not read. words: our header -> {word
    in the file: our word}.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def headings(self) -> dict[str, str]:
        """Our header -> heading in the file."""
        return {ours: theirs for theirs, ours in self.columns.items() if ours}

    def dropped(self) -> list[str]:
        """Headings that are not read on purpose."""
        return [theirs for theirs, ours in self.columns.items() if not ours]

    def translator(self, header: str) -> Callable[[Any], Any] | None:
        """Cell -> cell in our words; None where the column needs none."""
        known = {v.fold(theirs): ours for theirs, ours in self.words.get(header, {}).items()}
        return (lambda cell: known.get(v.fold(cell), cell)) if known else None


@dataclass(frozen=True)
class Difference:
    """One value of one stored row that a new file changes; old and new as people read them."""

    key: str
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Doubt:
    """A row that probably means a stored person under another 工号: a human has to say who it is.

    grounds: "identity" or "name_born". candidate: their 工号 as stored; candidates: how many it may be.
    """

    row: int
    grounds: str
    staff_no: str
    name: str
    candidate: str
    candidate_name: str
    candidates: int = 1


@dataclass(frozen=True)
class RowChange:
    """What one row of a file does. row: None where the file no longer names what is stored.

    kind: new, changed, removed or unchanged. fields: (column, old, new) as people read them.
    """

    kind: str
    row: int | None
    key: str
    fields: Sequence[tuple[str, str, str]] = ()


@dataclass
class Differences:
    """What a file would change against what is stored; rows only where a form works `in_full`."""

    new: int = 0
    removed: int = 0
    unchanged: int = 0
    changed: int = 0
    details: list[Difference] = field(default_factory=list)
    rows: list[RowChange] = field(default_factory=list)

    def add(self, change: RowChange, *, told: bool = True, in_full: bool = True) -> None:
        """Counts one row; told: a command says its fields."""
        setattr(self, change.kind, getattr(self, change.kind) + 1)
        if told:
            self.details += [Difference(change.key, *field) for field in change.fields]
        if in_full:
            self.rows.append(change)

    @property
    def any(self) -> bool:
        return bool(self.new or self.removed or self.changed)

    def summary(self) -> dict[str, int]:
        """Counts for the batch's record."""
        return {
            "new": self.new,
            "changed": self.changed,
            "removed": self.removed,
            "unchanged": self.unchanged,
        }


RowReader = Callable[[int, Sequence[Any], list[Problem]], Sequence[Any]]


class FileForm:
    """What one kind of file looks like. Subclasses live in the `imports.py` of the app that owns the rows."""

    code: ClassVar[str]
    label: ClassVar[str]
    model: ClassVar[type[StagedRow]]
    columns: ClassVar[tuple[str, ...]]
    may_be_empty: ClassVar[bool] = False
    fields: Sequence[FileField]
    needed: Sequence[str]
    mapping: FileMapping | None = None
    in_full: bool = False  # whether `compare` lists every row, as a preview needs it
    absent: Sequence[str] = ()  # headers of ours that the file does not have

    def locate(self, table: Table) -> Located:
        """Where this form's columns stand in the table. Raises Refused where needed ones are missing."""
        known = [*(f.header for f in self.fields), SURPLUS]
        if self.mapping is None:
            found = locate(table, required=self.needed, known=known)
        else:
            found = locate(
                table,
                required=self.needed,
                known=known,
                renamed=self.mapping.headings(),
                dropped=self.mapping.dropped(),
            )
        self.note_absent(found.columns)
        return found

    def note_absent(self, present: Collection[str]) -> None:
        """Remembers which columns the file does not have, from those that it has."""
        self.absent = [f.header for f in self.fields if f.header not in present]

    def translator(self, header: str) -> Callable[[Any], Any] | None:
        """Cell -> cell in our words, for a column whose words were mapped."""
        return None if self.mapping is None else self.mapping.translator(header)

    def row_reader(self, located: Mapping[str, int]) -> RowReader:
        """A function that reads one row into the values of `columns`, noting its problems."""
        plan = [(located[f.header], f, self.translator(f.header)) for f in self.fields if f.header in located]
        blanks = {f.header: f.blank for f in self.fields}

        def read(row: int, cells: Sequence[Any], problems: list[Problem]) -> Sequence[Any]:
            values = dict(blanks)
            width = len(cells)
            for index, item, translate in plan:
                cell = cells[index] if index < width else None
                if translate is not None and cell is not None:
                    cell = translate(cell)
                if cell is not None and cell != "":
                    try:
                        values[item.header] = item.parse(cell)
                    except BadValue as bad:
                        if not v.is_blank(cell):
                            problems.append(Problem(row, item.header, shown(cell), bad.message, bad.remedy))
                            continue
                if item.required and values[item.header] == item.blank:
                    problems.append(Problem(row, item.header, shown(cell), "不能为空", f"填写{item.header}"))
            return self.finish(row, values, problems)

        return read

    def finish(self, row: int, values: dict[str, Any], problems: list[Problem]) -> Sequence[Any]:
        """Checks across columns; answers the values of `columns` in order."""
        raise NotImplementedError

    def doubts(self, batch: ImportBatch) -> Iterable[Doubt]:
        """Rows whose person a human has to name before the rows are judged."""
        return ()

    def carry_over(self, batch: ImportBatch) -> None:
        """Gives staged rows what is stored in the columns that the file does not have; before judging."""

    def judge(self, batch: ImportBatch) -> Iterable[Problem]:
        """Set-based checks of the staged rows against each other and against what is stored."""
        return ()

    def compare(self, batch: ImportBatch) -> Differences:
        """What applying the batch would change."""
        raise NotImplementedError

    def apply(self, batch: ImportBatch) -> None:
        """Applies the good rows, set-based, inside the caller's transaction."""
        raise NotImplementedError


def plain_text(limit: int) -> Callable[[Any], str]:
    """Reads display text of at most `limit` characters; inner spaces stay."""
    return limited(v.text, limit)


def key_text(limit: int) -> Callable[[Any], str]:
    """Reads an identifier of at most `limit` characters, folded."""
    return limited(v.fold, limit)


def limited(read: Callable[[Any], str], limit: int) -> Callable[[Any], str]:
    """The reader, refusing what is longer than its column: PostgreSQL would refuse the whole file."""

    def parse(cell: Any) -> str:
        text = read(cell)
        if len(text) > limit:
            raise BadValue(f"超过 {limit} 个字", f"核对后缩短到 {limit} 个字以内")
        return text

    return parse


class ClosedWord:
    """Reads one of the words, folded."""

    def __init__(self, words: Iterable[str]) -> None:
        self._allowed = {word: word for word in words}
        self.words = tuple(self._allowed)

    def __call__(self, cell: Any) -> str:
        return v.word(cell, self._allowed)


def closed_word(words: Iterable[str]) -> Callable[[Any], str]:
    """Reads one of the words, folded."""
    return ClosedWord(words)


def whole_number(low: int, high: int) -> Callable[[Any], int]:
    """Reads a whole number from low to high, both included."""

    def parse(cell: Any) -> int:
        text = v.fold(cell)
        if not (text.isascii() and text.isdigit()):
            raise BadValue("不是整数", f"请只写数字，{low} 到 {high} 之间")
        if not low <= int(text[:12]) <= high:
            raise BadValue(f"不在 {low} 到 {high} 之间", "核对后改正")
        return int(text)

    return parse


def shown(cell: Any) -> str:
    """A cell as a person would quote it."""
    return "" if cell is None else str(cell)[:200]
