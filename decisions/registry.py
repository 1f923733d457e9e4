"""What can be put before a meeting: kinds of items with their outcomes, and the lists they come from; and
who writes its papers as Word files.

An upper app registers all from `AppConfig.ready()`; `decisions` knows nothing of what they are about.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy.meetings import Choice


@dataclass(frozen=True)
class Outcome:
    """What a meeting can decide of one entry.

    needs_reason: always asks for one; chosen: it takes the entry up (表彰, 通过, 谈话), so that passing over
    a better placed one is a departure. Where no outcome of a kind says `chosen`, its first one does.
    """

    code: str
    label: str
    needs_reason: bool = False
    chosen: bool = False


@dataclass(frozen=True)
class AgendaKind:
    """A kind of item. names_people: its entries are cadres; ordered: its list has an order to be kept.

    reporter: who reports on it to the meeting, as the agenda prints it (汇报).
    """

    code: str
    label: str
    article: str
    outcomes: tuple[Outcome, ...]
    names_people: bool = True
    ordered: bool = False
    reporter: str = "组织部"

    @property
    def choices(self) -> dict[str, Choice]:
        """Outcome code -> what `policy.meetings` asks of it."""
        some = any(outcome.chosen for outcome in self.outcomes)
        return {
            outcome.code: Choice(outcome.label, outcome.needs_reason, outcome.chosen if some else not index)
            for index, outcome in enumerate(self.outcomes)
        }

    def label_of(self, outcome: str) -> str:
        """The words of an outcome; the code itself where the kind has it no more, "" for none."""
        return next((found.label for found in self.outcomes if found.code == outcome), outcome)


@dataclass(frozen=True)
class EntryDraft:
    """One entry to be decided on.

    subject_id: the upper app's key, unique within the item; cadre_id: whom it concerns, for recusal;
    label: frozen words, e.g. 王建国（教务处处长）; proposal: an outcome code or ""; note: grounds, shown
    to the meeting; position: place in the list from 1; tied: number of its group of equals; basis: what it
    rests on (`basis_of`), where a meeting may not decide on it once that has changed.
    """

    subject_id: int
    cadre_id: int | None
    label: str
    proposal: str = ""
    note: str = ""
    position: int = 0
    tied: int | None = None
    basis: Mapping[str, str] = field(default_factory=dict)


def basis_of(values: Mapping[str, object]) -> dict[str, str]:
    """What an entry rests on: words (总分, 系统建议) -> digest of the value, which itself is not kept."""
    return {word: hashlib.sha256(str(value).encode()).hexdigest()[:16] for word, value in values.items()}


@dataclass(frozen=True)
class ListNow:
    """What a list says now. bases: subject of an entry -> its basis; wait: why no meeting can decide on it at
    present, in a sentence, "" where one can.
    """

    bases: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    wait: str = ""


@dataclass(frozen=True)
class Offer:
    """An item that waits for a meeting, as its app offers it."""

    title: str
    subject_kind: str
    subject_id: int
    entries: tuple[EntryDraft, ...] = field(default=())


Source = Callable[[], Iterable[Offer]]
# (subjects of items, whether to lock them until the transaction ends) -> subject -> what its list says now.
Lists = Callable[[Sequence[int], bool], Mapping[int, ListNow]]
_kinds: dict[str, AgendaKind] = {}
_sources: dict[str, Source] = {}
_lists: dict[str, Lists] = {}
# items of a kind -> entries of them that pages tell no more.
Closed = Callable[[Sequence[Any]], Iterable[int]]
_closed: dict[str, Closed] = {}


def register(kind: AgendaKind) -> None:
    """Adds a kind. Raises ValueError for a code that is taken, or a kind without outcomes."""
    if kind.code in _kinds:
        raise ValueError(f"The agenda kind {kind.code} is registered already.")
    if not kind.outcomes:
        raise ValueError(f"The agenda kind {kind.code} has no outcomes.")
    _kinds[kind.code] = kind


def register_source(kind: str, source: Source) -> None:
    """Adds where items of a kind come from; may be called before the kind is registered."""
    if kind in _sources:
        raise ValueError(f"The agenda kind {kind} has a source already.")
    _sources[kind] = source


def register_lists(kind: str, lists: Lists) -> None:
    """Adds what tells whether items of a kind still say what their lists say. Raises ValueError."""
    if kind in _lists:
        raise ValueError(f"The agenda kind {kind} has its lists already.")
    _lists[kind] = lists


def lists_of(kind: str) -> Lists | None:
    """What tells so; None for a kind whose entries rest on nothing that changes."""
    return _lists.get(kind)


def register_closed(kind: str, closed: Closed) -> None:
    """Adds what knows which entries of a kind are out of view. Raises ValueError."""
    if kind in _closed:
        raise ValueError(f"The agenda kind {kind} has its closed entries already.")
    _closed[kind] = closed


def closed_of(kind: str) -> Closed | None:
    """What knows so; None for a kind whose entries stay in view."""
    return _closed.get(kind)


def source_of(kind: str) -> Source | None:
    """Where items of a kind come from."""
    return _sources.get(kind)


def unregister(code: str) -> None:
    """Takes a kind with its source and lists away; for tests."""
    _kinds.pop(code, None)
    _sources.pop(code, None)
    _lists.pop(code, None)
    _closed.pop(code, None)


def kind_of(code: str) -> AgendaKind:
    """The kind of that code. Raises KeyError."""
    return _kinds[code]


def kinds() -> tuple[AgendaKind, ...]:
    """All kinds, in the order of their codes."""
    return tuple(_kinds[code] for code in sorted(_kinds))


def label_of(code: str) -> str:
    """The words of a kind; the code itself where it is registered no more."""
    return _kinds[code].label if code in _kinds else code


def reporter_of(code: str) -> str:
    """Who reports on items of a kind; "" where it is registered no more."""
    return _kinds[code].reporter if code in _kinds else ""


def outcome_label(kind: str, outcome: str) -> str:
    """The words of an outcome of a kind."""
    return _kinds[kind].label_of(outcome) if kind in _kinds else outcome


def sources() -> tuple[tuple[AgendaKind, Source], ...]:
    """Every kind with a source, in the order of the kinds."""
    return tuple((kind, _sources[kind.code]) for kind in kinds() if kind.code in _sources)


# Papers of a meeting or a publicity that are Word files where an upper app can write them.
AGENDA, MINUTES, NOTICE = "agenda", "minutes", "notice"
DocumentRender = Callable[[Mapping[str, Any]], bytes]
_documents: dict[str, DocumentRender] = {}


def register_document(code: str, render: DocumentRender) -> None:
    """Adds what writes a paper from the context that `decisions.selectors` offers.

    Raises ValueError for an unknown paper, or one that has somebody to write it.
    """
    if code not in (AGENDA, MINUTES, NOTICE):
        raise ValueError(f"There is no paper {code!r}.")
    if code in _documents:
        raise ValueError(f"The paper {code} is registered already.")
    _documents[code] = render


def unregister_document(code: str) -> DocumentRender | None:
    """Takes it away; for tests."""
    return _documents.pop(code, None)


def document_of(code: str) -> DocumentRender | None:
    """What writes the paper; None where nothing does."""
    return _documents.get(code)


def documents() -> frozenset[str]:
    """The papers that can be written."""
    return frozenset(_documents)
