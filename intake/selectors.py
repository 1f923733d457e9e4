"""Reading a file on its way in: its own columns and words, its preview, its progress, what stands on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice

from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.selectors import roles_of
from core import clock
from core.imports import FileForm, FileMapping, problems_of, shown
from core.models import ImportBatch, ImportProblem
from core.tables.errors import Refused
from core.tables.look import FirstLook, look
from core.tables.reader import open_table
from core.tables.values import fold, is_blank

from .images import built_on, moved_since
from .models import (
    ChangeKind,
    ColumnMapping,
    Intake,
    IntakeChange,
    IntakeDecision,
    IntakeState,
    UndoRow,
)
from .private import plain_copy
from .registry import Kind, kind_of, kinds
from .suggestions import header_for, headings_hash, known_headings, word_for

SAMPLE_ROWS = 8
WORD_ROWS = 50_000  # rows in which other words are sought; later ones come out as bad rows
NAMED = 10
UNDO_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class OurColumn:
    """A column that a kind of file has."""

    header: str
    required: bool
    words: list[str]
    hint: str


@dataclass(frozen=True)
class OwnColumn:
    """A column of the uploaded file. suggested: our header that it probably is, '' for none."""

    heading: str
    samples: list[str]
    suggested: str


@dataclass(frozen=True)
class OwnFile:
    """What an uploaded file looks like. complete: every column is ours by name; nothing is to be mapped."""

    sheet: str
    header_row: int
    columns: list[OwnColumn]
    rows: list[tuple[int, list[str]]]
    offered: list[OurColumn]
    template: ColumnMapping | None
    complete: bool

    @property
    def suggested(self) -> dict[str, str]:
        """heading -> our header, '' for 忽略: what a form starts with."""
        return {column.heading: column.suggested for column in self.columns}


@dataclass(frozen=True)
class OwnWord:
    word: str
    count: int
    suggested: str


@dataclass(frozen=True)
class OwnWords:
    """Words of one closed column that are not ours."""

    header: str
    allowed: list[str]
    words: list[OwnWord] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """Numbers of a read file."""

    new: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    bad: int = 0
    warnings: int = 0
    read: int = 0
    undecided: int = 0
    moved: int = 0
    supplement: bool = False


@dataclass(frozen=True)
class Progress:
    """Where the background work of an intake stands. failed: why it ended without success."""

    open: bool
    done: int = 0
    total: int = 0
    note: str = ""
    failed: str = ""


def kinds_for(user: User) -> list[Kind]:
    """The kinds of file that the user may bring in today."""
    held = roles_of(user, on=clock.today())
    return [kind for kind in kinds() if held & kind.roles]


def intakes_for(user: User, kind: str | None = None) -> QuerySet[Intake]:
    """Files that the user may see, newest first."""
    rows = Intake.objects.visible_to(user).select_related("created_by", "job")
    return rows.filter(kind=kind) if kind else rows


def own_file(intake: Intake) -> OwnFile:
    """The uploaded file's columns with suggestions, and its first rows. Raises Refused, FileDamaged."""
    form = kind_of(intake.kind).form_of(intake.year, intake.target)
    headers = [item.header for item in form.fields]
    if intake.file is None:
        raise Refused("上传的文件已经删除（保留七天）", "请重新上传")
    with plain_copy(intake.file) as path, open_table(path) as table:
        found = look(table, known_headings(headers) | _remembered(intake.kind), rows=SAMPLE_ROWS)
    headings = list(found.headings.values())
    template = (
        templates_of(intake.kind)
        .filter(headings=headings_hash(dict.fromkeys(headings)))
        .order_by("-saved_at")
        .first()
    )
    given = intake.columns or (template.columns if template else {})
    columns = _columns(found, headers, given)
    return OwnFile(
        sheet=found.sheet,
        header_row=found.header_row,
        columns=columns,
        rows=[(number, [_cell(cells, at) for at in found.headings]) for number, cells in found.rows],
        offered=_offered(form),
        template=template,
        complete=all(fold(column.heading) == fold(column.suggested) for column in columns)
        and set(form.needed) <= {column.suggested for column in columns},
    )


def _columns(found: FirstLook, headers: list[str], given: Mapping[str, str]) -> list[OwnColumn]:
    # Exact names first, so that a near one does not take their place.
    taken = {ours for ours in given.values() if ours}
    exact = {fold(header): header for header in headers}
    suggested: dict[str, str] = {}
    for heading in found.headings.values():
        ours = given[heading] if heading in given else exact.get(fold(heading), "")
        if heading in given or (ours and ours not in taken):
            suggested[heading] = ours
            taken.add(ours)
    for heading in found.headings.values():
        if heading not in suggested:
            suggested[heading] = header_for(heading, headers, taken=taken)
            taken.add(suggested[heading])
    columns: dict[str, OwnColumn] = {}
    for at, heading in found.headings.items():
        samples = [text for _, cells in found.rows if (text := _cell(cells, at))]
        columns.setdefault(heading, OwnColumn(heading, samples[:3], suggested[heading]))
    return list(columns.values())


def _cell(cells: tuple[object, ...], at: int) -> str:
    return shown(cells[at]) if at < len(cells) else ""


def _offered(form: FileForm) -> list[OurColumn]:
    needed = set(form.needed)
    return [OurColumn(f.header, f.header in needed, f.allowed, f.hint) for f in form.fields]


def _remembered(kind: str) -> set[str]:
    return {fold(heading) for item in templates_of(kind) for heading in item.columns}


def own_words(intake: Intake, columns: Mapping[str, str]) -> list[OwnWords]:
    """Words of the file's closed columns that are not ours; columns closed to the same words stand as one.

    columns: heading in the file -> our header, "" for 忽略. Raises Refused where the columns cannot be found.
    """
    form = kind_of(intake.kind).form_of(intake.year, intake.target)
    form.mapping = FileMapping(columns, {})
    if intake.file is None:
        raise Refused("上传的文件已经删除（保留七天）", "请重新上传")
    counts: dict[tuple[str, ...], Counter[str]] = {}
    first: dict[tuple[str, ...], str] = {}
    with plain_copy(intake.file) as path, open_table(path) as table:
        located = form.locate(table)
        closed = [
            (located.columns[f.header], tuple(f.allowed))
            for f in form.fields
            if f.allowed and f.header in located.columns
        ]
        for f in form.fields:
            if f.allowed and f.header in located.columns:
                first.setdefault(tuple(f.allowed), f.header)
        for _, cells in islice(located.rows, WORD_ROWS):
            for at, allowed in closed:
                cell = cells[at] if at < len(cells) else None
                if not is_blank(cell):
                    counts.setdefault(allowed, Counter())[shown(cell)] += 1
    given = intake.words or _template_words(intake.kind, columns)
    found = []
    for allowed, header in first.items():
        ours = {fold(word) for word in allowed}
        foreign = {word: n for word, n in counts.get(allowed, Counter()).items() if fold(word) not in ours}
        said = given.get(header, {})
        words = [
            OwnWord(word, n, said.get(word, "") or word_for(word, allowed))
            for word, n in sorted(foreign.items(), key=lambda item: (-item[1], item[0]))
        ]
        if words:
            found.append(OwnWords(header, list(allowed), words[:200]))
    return found


def _template_words(kind: str, columns: Mapping[str, str]) -> dict[str, dict[str, str]]:
    found = templates_of(kind).filter(headings=headings_hash(columns)).order_by("-saved_at").first()
    return dict(found.words) if found else {}


def templates_of(kind: str) -> QuerySet[ColumnMapping]:
    """The remembered templates of a kind of file."""
    return ColumnMapping.objects.filter(kind=kind)


def preview(intake: Intake) -> Preview:
    """The numbers of the last reading."""
    known = {
        name: intake.counts.get(name, 0) for name in Preview.__dataclass_fields__ if name != "supplement"
    }
    return Preview(**known, supplement=intake.supplement)


def changes(intake: Intake, kind: ChangeKind | None = None, *, moved: bool = False) -> QuerySet[IntakeChange]:
    """Rows of the preview in the file's order; moved: only those that changed since somebody looked."""
    rows = IntakeChange.objects.filter(intake=intake).order_by("position")
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.filter(moved=True) if moved else rows


def problems(intake: Intake, severity: str | None = None) -> QuerySet[ImportProblem]:
    """Bad rows and warnings in row order; after a week they are gone."""
    if intake.batch is None:
        return ImportProblem.objects.none()
    return problems_of(intake.batch, severity)


def decisions(intake: Intake) -> QuerySet[IntakeDecision]:
    """Rows whose person somebody has to name, and what was said."""
    return IntakeDecision.objects.filter(intake=intake).select_related("decided_by").order_by("row")


def progress(intake: Intake) -> Progress:
    """Where the latest job stands."""
    job = intake.job
    if job is None:
        return Progress(open=False)
    failed = job.last_error if job.state == job.State.FAILED else ""
    return Progress(job.is_open, job.progress_done, job.progress_total, job.progress_note, failed)


def undo_reasons(intake: Intake) -> list[str]:
    """Why the import cannot be taken back now, as sentences; empty where it can."""
    if intake.state != IntakeState.APPLIED or intake.applied_at is None:
        return ["只有已导入的文件可以撤销。"]
    if clock.now() - intake.applied_at > UNDO_KEPT:
        return [f"导入已超过 {UNDO_KEPT.days} 天，撤销所需的原值已经清除。请改正文件后重新导入。"]
    kind = kind_of(intake.kind)
    reasons = _later(intake, kind)
    if reasons:
        return reasons
    reasons += list(kind.blockers(intake))
    tables = list(kind.touched(intake))
    for table in tables:
        moved = moved_since(intake, table, most=NAMED + 1)
        if moved:
            named = "、".join(moved[:NAMED]) + ("等" if len(moved) > NAMED else "")
            reasons.append(f"导入以后又有改动：{named}。撤销会丢失这些改动，请改正文件后重新导入。")
    return reasons + built_on(intake, tables)


def _later(intake: Intake, kind: Kind) -> list[str]:
    """Imports of this kind, or of kinds that build on it, that came later and stand."""
    codes = {kind.code, *(other.code for other in kinds() if kind.code in other.builds_on)}
    undone = Intake.objects.filter(state=IntakeState.UNDONE, batch__isnull=False).values("batch")
    rows = (
        ImportBatch.objects.filter(
            kind__in=codes, state=ImportBatch.State.APPLIED, applied_at__gte=intake.applied_at
        )
        .exclude(pk=intake.batch_id or 0)
        .exclude(pk__in=undone)
    )
    if intake.year is not None:
        rows = rows.filter(Q(year=intake.year) | Q(year__isnull=True)) & _same_target(intake)
    found = []
    for batch in rows.order_by("applied_at"):
        if any(batch.summary.get(name) for name in ("new", "changed", "removed")):
            label = kind_of(batch.kind).label
            found.append(f"{_when(batch)} 又导入了{label}“{batch.file_name}”，请先撤销那次导入。")
    return found[:NAMED]


def _same_target(intake: Intake) -> QuerySet[ImportBatch]:
    """Batches for the same appraisal; what came in without a case is for the usual one of its year."""
    elsewhere = Intake.objects.filter(batch__isnull=False).exclude(target=intake.target).values("batch")
    if intake.target:
        same = Intake.objects.filter(batch__isnull=False, target=intake.target).values("batch")
        return ImportBatch.objects.filter(pk__in=same)
    return ImportBatch.objects.exclude(pk__in=elsewhere)


def _when(batch: ImportBatch) -> str:
    return f"{batch.applied_at.astimezone(clock.ZONE):%Y-%m-%d %H:%M}" if batch.applied_at else ""


def undo_count(intake: Intake) -> int:
    """How many stored rows undoing would bring back or take away."""
    return UndoRow.objects.filter(intake=intake).count()
