"""The kinds of file that pages bring in. Each app registers its own from `AppConfig.ready()`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Model, QuerySet

from accounts.models import Role
from core.imports import Differences, FileForm
from core.pages import RuleBroken

if TYPE_CHECKING:
    from core.models import ImportBatch

    from .models import Intake


class UnknownKind(LookupError):
    """No app has registered a kind of file under this code."""


@dataclass(frozen=True)
class Touched:
    """One table that a kind of file writes; what undoing needs to know of it.

    rows: those that an import of this kind and year may touch, before and after. freed: columns under a
    unique constraint whose values may change hands. label: how a row is named to people, by its columns.
    silent: columns whose change means nothing. stays: a new row that something else refers to by then stays
    when the import is taken back, instead of keeping it from being taken back.
    """

    model: type[Model]
    rows: Callable[[Intake], QuerySet[Any]]
    label: Callable[[dict[str, Any]], str]
    freed: Sequence[str] = ()
    silent: Sequence[str] = ()
    stays: bool = False


@dataclass(frozen=True)
class Target:
    """Another appraisal of a year that files may be for: its code, its name to people, its year."""

    code: str
    label: str
    year: int


@dataclass(frozen=True)
class Kind:
    """One kind of file: who brings it in, its form, and what becomes of it.

    form: year -> the form; raises RuleBroken where files of that year are no longer taken. apply: called in
    the import's transaction after the rows were compared again. builds_on: codes of the kinds whose rows
    this kind's rows refer to; those cannot be undone while this one stands. blockers: why it cannot be
    undone now, as sentences. undone: called in the undoing transaction; taken_back: called in it before
    the rows go back, what it returns is called with the actor once they are as before. forget: called
    when the means of undoing are cleared. rows_shown: False where rows are only ever counted (ballots).
    targets: the other appraisals that files may be for now, besides the usual one of their year;
    form_for_target: (year, code) -> the form, raises RuleBroken where that appraisal takes no such file.
    """

    code: str
    label: str
    summary: str
    roles: frozenset[Role]
    form: Callable[[int | None], FileForm]
    apply: Callable[[Intake, FileForm, ImportBatch, Differences, Any], None]
    touched: Callable[[Intake], Sequence[Touched]]
    needs_year: bool = False
    builds_on: Sequence[str] = ()
    blockers: Callable[[Intake], Iterable[str]] = field(default=lambda intake: ())
    undone: Callable[[Intake, Any], None] = field(default=lambda intake, actor: None)
    taken_back: Callable[[Intake], Callable[[Any], None]] = field(default=lambda intake: lambda actor: None)
    forget: Callable[[Intake], None] = field(default=lambda intake: None)
    rows_shown: bool = True
    targets: Callable[[], Sequence[Target]] = field(default=lambda: ())
    form_for_target: Callable[[int | None, str], FileForm] | None = None
    target_label: Callable[[str], str] = field(default=lambda code: code)
    order: int = 0

    def occasion(self, year: int | None, target: str) -> str:
        """Which appraisal a file is for, in words; "" for a kind without years."""
        if target:
            return self.target_label(target)
        return f"{year} 年度" if year else ""

    def form_of(self, year: int | None, target: str) -> FileForm:
        """The form of a file of that year for that appraisal, blank for the usual one. Raises RuleBroken."""
        if not target:
            return self.form(year)
        if self.form_for_target is None:
            raise RuleBroken({"target": f"{self.label}只用于各年度的中层干部考核，请不要选择其他考核。"})
        return self.form_for_target(year, target)


_kinds: dict[str, Kind] = {}
_followers: dict[str, list[Callable[[Any], None]]] = {}


def follow(code: str, act: Callable[[Any], None]) -> None:
    """Has `act(actor)` called in the transaction in which a file of that kind goes in or is taken back.

    For rooms above the one that owns the kind, whose figures such a file makes old.
    """
    _followers.setdefault(code, []).append(act)


def followers(code: str) -> Sequence[Callable[[Any], None]]:
    """What has to be done after a file of the kind went in or was taken back."""
    return _followers.get(code, ())


def register(kind: Kind) -> None:
    """Makes the kind known. Raises ValueError for a twin."""
    if kind.code in _kinds:
        raise ValueError(f"File kind {kind.code!r} is registered twice.")
    _kinds[kind.code] = kind


def kinds() -> list[Kind]:
    """All kinds in the order in which a year needs them."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.code))


def kind_of(code: str) -> Kind:
    """The registered kind. Raises UnknownKind."""
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None
