"""Units as a tree, their posts, who holds them, and how that stands to the quota (职数)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Supervision, Unit, UnitKind, UnitName

from ..models import Appointment, Cadre, Post

ACTING = Appointment.Kind.ACTING
_KINDS = list(UnitKind.values)


@dataclass
class Seats:
    """How full posts are. Who acts for a vacant post does not fill it."""

    quota: int = 0
    held: int = 0
    acting: int = 0

    @property
    def over(self) -> int:
        return max(self.held - self.quota, 0)

    @property
    def vacant(self) -> int:
        return max(self.quota - self.held, 0)

    def add(self, other: Seats) -> None:
        self.quota += other.quota
        self.held += other.held
        self.acting += other.acting


@dataclass
class UnitRow:
    """One unit of the tree. seats: of its own posts and of units merged into it; below: with sub-units.

    over, vacant: summed post by post, so that one post too full does not hide another that is empty.
    """

    unit: Unit
    depth: int
    seats: Seats = field(default_factory=Seats)
    below: Seats = field(default_factory=Seats)
    posts: int = 0
    key_posts: int = 0
    over: int = 0
    vacant: int = 0
    merged: list[Unit] = field(default_factory=list)

    @property
    def indent(self) -> int:
        """How far in the name stands; deeper than that, a narrow screen has no room."""
        return min(self.depth, 5)


@dataclass
class PostRow:
    """One post with who holds it now."""

    post: Post
    seats: Seats
    holders: list[Appointment]


@dataclass(frozen=True)
class UnitPage:
    """What the page of one unit shows. trail: from the top to the unit's parent."""

    unit: Unit
    trail: list[Unit]
    children: list[Unit]
    merged: list[Unit]
    posts: list[PostRow]
    merged_posts: list[PostRow]
    closed_posts: list[Post]
    former_names: list[UnitName]
    supervisions: list[Supervision]
    seats: Seats
    over: int
    vacant: int


def unit_tree(units: QuerySet[Unit]) -> tuple[list[UnitRow], list[Unit]]:
    """(open units as rows in tree order, closed ones). units: those the user sees. Three queries."""
    every = list(units.select_related("successor").order_by("name", "pk"))
    every.sort(key=lambda unit: _KINDS.index(unit.kind))
    open_units = [unit for unit in every if unit.is_open]
    rows = _in_order(open_units)
    by_unit = {row.unit.pk: row for row in rows}
    counted_at = _counted_at(every)
    for unit in every:
        row = by_unit.get(counted_at[unit.pk])
        if row is not None and row.unit.pk != unit.pk:
            row.merged.append(unit)
    _fill(rows, {unit: by_unit[at] for unit, at in counted_at.items() if at in by_unit})
    return rows, [unit for unit in every if not unit.is_open]


def unit_page(unit: Unit) -> UnitPage:
    """The same queries for 1 post and for 50."""
    everything = list(Unit.objects.order_by("kind", "name", "pk"))
    counted_at = _counted_at(everything)
    merged = [one for one in everything if one.pk != unit.pk and counted_at[one.pk] == unit.pk]
    rows = _post_rows([unit, *merged])
    own = [row for row in rows if row.post.unit_id == unit.pk]
    current = [row for row in own if row.post.is_open or row.holders]
    merged_posts = [row for row in rows if row.post.unit_id != unit.pk and row.holders]
    seats = Seats()
    for row in (*current, *merged_posts):
        seats.add(row.seats)
    return UnitPage(
        unit=unit,
        trail=_trail(unit, {one.pk: one for one in everything}),
        children=[one for one in everything if one.parent_id == unit.pk and one.is_open],
        merged=merged,
        posts=current,
        merged_posts=merged_posts,
        closed_posts=[row.post for row in own if not row.post.is_open and not row.holders],
        former_names=list(unit.former_names.order_by("-valid_to")),
        supervisions=list(unit.supervisions.select_related("leader").order_by("-valid_from", "pk")),
        seats=seats,
        over=sum(row.seats.over for row in current),
        vacant=sum(row.seats.vacant for row in current),
    )


def unit_names_on(units: Iterable[Unit], day: date) -> dict[int, str]:
    """unit -> the name it had on that day. One query."""
    found = {unit.pk: unit.name for unit in units}
    former = UnitName.objects.filter(unit__in=found, valid_to__gte=day).order_by("-valid_to")
    found.update(former.values_list("unit_id", "name"))  # the earliest that still held on that day is last
    return found


def present_names(names: set[str]) -> dict[str, str]:
    """Names that only a renamed or merged unit had -> its present name. Up to 4 queries."""
    gone = names - set(
        Unit.objects.filter(valid_to__isnull=True, name__in=names).values_list("name", flat=True)
    )
    if not gone:
        return {}
    units = {unit.pk: unit for unit in Unit.objects.order_by("pk")}
    counted_at = _counted_at(units.values())
    merged = {unit.name: unit.pk for unit in units.values() if unit.name in gone}
    former = UnitName.objects.filter(name__in=gone).order_by("valid_to").values_list("name", "unit_id")
    ends = {name: units[counted_at[unit]] for name, unit in (*former, *merged.items())}
    return {name: unit.name for name, unit in ends.items() if unit.is_open}


def holders_of(posts: Iterable[Post]) -> Mapping[int, list[Appointment]]:
    """post -> open appointments of people in the register, heads of lists first. One query."""
    found = defaultdict(list)
    open_ones = Appointment.objects.filter(
        post__in=list(posts), ended_on="", cadre__status=Cadre.Status.IN_REGISTER
    )
    for held in open_ones.select_related("cadre").defer("cadre__identity_no", "cadre__phone").order_by("pk"):
        found[held.post_id].append(held)
    return found


def _post_rows(units: Iterable[Unit]) -> list[PostRow]:
    posts = list(Post.objects.filter(unit__in=list(units)).select_related("unit"))
    posts.sort(key=lambda post: (post.rank != "正职", post.title, post.pk))
    holders = holders_of(posts)
    return [PostRow(post, _seats(post, holders.get(post.pk, [])), holders.get(post.pk, [])) for post in posts]


def _seats(post: Post, holders: Iterable[Appointment]) -> Seats:
    kinds = Counter(held.kind == ACTING for held in holders)
    return Seats(quota=post.quota if post.is_open else 0, held=kinds[False], acting=kinds[True])


def _fill(rows: list[UnitRow], row_of: Mapping[int, UnitRow]) -> None:
    counted: Counter[tuple[int, bool]] = Counter()
    open_ones = Appointment.objects.filter(ended_on="", cadre__status=Cadre.Status.IN_REGISTER)
    for held, kind in open_ones.filter(post__unit__in=row_of).values_list("post_id", "kind"):
        counted[held, kind == ACTING] += 1
    posts = Post.objects.filter(Q(closed_on__isnull=True) | Q(appointments__ended_on=""), unit__in=row_of)
    for post in posts.distinct():
        row, is_own = row_of[post.unit_id], row_of[post.unit_id].unit.pk == post.unit_id
        seats = Seats(
            quota=post.quota if is_own and post.is_open else 0,
            held=counted[post.pk, False],
            acting=counted[post.pk, True],
        )
        row.seats.add(seats)
        if is_own:
            row.posts += 1
            row.key_posts += post.is_key
            row.over += seats.over
            row.vacant += seats.vacant
    ancestors: list[UnitRow] = []
    for row in rows:
        del ancestors[row.depth :]
        ancestors.append(row)
        for one in ancestors:
            one.below.add(row.seats)


def _in_order(units: list[Unit]) -> list[UnitRow]:
    """Parents before their children; whose parent is not among them stands at the top."""
    known = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        below[unit.parent_id if unit.parent_id in known else None].append(unit)
    rows: list[UnitRow] = []
    waiting = [(unit, 0) for unit in reversed(below[None])]
    while waiting:
        unit, depth = waiting.pop()
        rows.append(UnitRow(unit, depth))
        waiting += [(child, depth + 1) for child in reversed(below[unit.pk])]
    return rows


def _counted_at(units: Iterable[Unit]) -> dict[int, int]:
    """unit -> itself, or where it has been merged into, to the end of the chain."""
    successor = {unit.pk: unit.successor_id for unit in units}

    def end(unit: int) -> int:
        seen: set[int] = set()
        while (after := successor.get(unit)) is not None and after in successor and unit not in seen:
            seen.add(unit)
            unit = after
        return unit

    return {unit: end(unit) for unit in successor}


def _trail(unit: Unit, units: Mapping[int, Unit]) -> list[Unit]:
    found: list[Unit] = []
    above = units.get(unit.parent_id) if unit.parent_id else None
    while above is not None and above not in found:
        found.insert(0, above)
        above = units.get(above.parent_id) if above.parent_id else None
    return found


def unit_of(cadre: Cadre) -> Unit | None:
    """Where the cadre stands today: the unit of the primary post, else of the first one; None for no post."""
    held = Appointment.objects.filter(cadre=cadre, ended_on="").select_related("post__unit")
    found = sorted(held, key=lambda row: (row.kind != Appointment.Kind.PRIMARY, row.pk))
    return found[0].post.unit if found else None
