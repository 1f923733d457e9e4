"""What changed in the register about one cadre, field by field, with who did it and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import Model
from simple_history.utils import get_history_model_for_model

from ..models import Absence, Appointment, Cadre, Kin, Post, Term

# Its copies say how things stood, not that somebody changed them.
BASELINE = "启用变更记录"
HIDDEN = "（不显示）"
CHANGED = "已更改"
# Kept by 组织部 alone, like the numbers: whoever else reads the history learns only that they changed.
_KEPT = {"email", "remark"}
_UNTOLD = {"id", "version", "secrets_changed", "cadre", "appointment"}


@dataclass(frozen=True)
class Change:
    """One value that changed; old and new as people read them, a month as a month."""

    at: datetime
    who: str
    subject: str
    field: str
    old: str
    new: str
    reason: str


def history_of(cadre: Cadre, *, sensitive: bool = False) -> list[Change]:
    """All changes of the person, the appointments with their terms, and the absences; the newest first.

    sensitive: with mail, remark and the relatives too (for who may see those). The same queries for
    1 change and for 1,000.
    """
    held = list(_copies(Appointment, cadre=cadre))
    posts = _post_names(held)
    term_of = {copy.id: posts.get(copy.post_id, "") for copy in held}
    terms = _copies(Term, appointment__in=set(term_of))
    found = [
        *_changes(
            _copies(Cadre, id=cadre.pk), lambda copy: "基本情况", {}, hidden=set() if sensitive else _KEPT
        ),
        *_changes(held, lambda copy: f"任职：{posts.get(copy.post_id, '')}", {"post": posts}),
        *_changes(terms, lambda copy: f"任期：{term_of.get(copy.appointment_id, '')}", {}),
        *_changes(_copies(Absence, cadre=cadre), lambda copy: f"离岗：{copy.get_kind_display()}", {}),
    ]
    if sensitive:
        kin = list(_copies(Kin, cadre=cadre))
        names = _cadre_names(kin)
        found += _changes(kin, lambda copy: f"亲属：{copy.get_relation_display()}", {"relative": names})
    return sorted(found, key=lambda change: change.at, reverse=True)


def _copies(model: type[Model], **of: Any) -> Any:
    copies = get_history_model_for_model(model)._default_manager
    return copies.filter(**of).select_related("history_user").order_by("id", "history_id")


def _post_names(copies: Iterable[Any]) -> dict[int, str]:
    posts = Post.objects.filter(pk__in={copy.post_id for copy in copies}).select_related("unit")
    return {post.pk: _post_name(post) for post in posts}


def _post_name(post: Post) -> str:
    """Many titles begin with the unit already: 教务处处长."""
    return post.title if post.title.startswith(post.unit.name) else f"{post.unit.name}{post.title}"


def _cadre_names(copies: Iterable[Any]) -> dict[int, str]:
    cadres = Cadre.objects.filter(pk__in={copy.relative_id for copy in copies} - {None})
    return {
        pk: f"{name}（{staff_no}）" for pk, name, staff_no in cadres.values_list("pk", "name", "staff_no")
    }


def _changes(
    copies: Iterable[Any],
    subject: Any,
    names: dict[str, dict[int, str]],
    *,
    hidden: Collection[str] = (),
) -> Iterator[Change]:
    for _, versions in groupby(copies, key=lambda copy: copy.id):
        before = None
        for copy in versions:
            said = subject(copy)
            for field, old, new in _differences(before, copy, names, hidden):
                yield Change(
                    copy.history_date,
                    str(copy.history_user or "系统"),
                    said,
                    field,
                    old,
                    new,
                    copy.history_change_reason or "",
                )
            before = copy


def _differences(
    before: Any, copy: Any, names: dict[str, dict[int, str]], hidden: Collection[str]
) -> Iterator[tuple[str, str, str]]:
    if before is None:
        if copy.history_change_reason != BASELINE:
            yield "登记", "", "新增"
    else:
        for field in type(copy).tracked_fields:
            old, new = getattr(before, field.attname), getattr(copy, field.attname)
            if field.name in _UNTOLD or old == new:
                continue
            if field.name in hidden:
                yield str(field.verbose_name), HIDDEN, CHANGED
            else:
                yield str(field.verbose_name), _shown(before, field, names), _shown(copy, field, names)
        for label in filter(None, getattr(copy, "secrets_changed", "").split("、")):
            yield label, HIDDEN, CHANGED


def _shown(copy: Any, field: Any, names: dict[str, dict[int, str]]) -> str:
    value = getattr(copy, field.attname)
    if field.name in names:
        return names[field.name].get(value, "")
    if field.choices:
        return str(getattr(copy, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else str(value)
