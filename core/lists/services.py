"""Keeping and dropping the views of a list."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from core.models import SavedView

MOST_VIEWS = 30


@transaction.atomic
def saved_view_keep(*, actor: Any, list_name: str, name: str, query: str, is_default: bool) -> SavedView:
    """Keeps a view under a name that the user does not use yet for this list.

    query: as `ListQuery.kept` writes it, so it names only what the list has. Raises ValidationError.
    """
    own = SavedView.objects.filter(user=actor, list_name=list_name)
    if own.count() >= MOST_VIEWS:
        raise ValidationError({"name": f"每个列表最多保存 {MOST_VIEWS} 个视图，请先删除不用的视图。"})
    if len(query) > SavedView.LONGEST_QUERY:
        raise ValidationError({"name": "筛选条件过长，不能保存为视图。请减少筛选条件后再保存。"})
    if is_default:
        own.filter(is_default=True).update(is_default=False)
    view = SavedView(user=actor, list_name=list_name, name=name, query=query, is_default=is_default)
    view.full_clean()
    view.save()
    return view


@transaction.atomic
def saved_view_drop(*, actor: Any, view: SavedView) -> None:
    """Drops a view of the actor's own."""
    SavedView.objects.filter(pk=view.pk, user=actor).delete()


@transaction.atomic
def saved_view_prefer(*, actor: Any, view: SavedView, is_default: bool) -> None:
    """Makes a view of the actor's own the one that the list opens with, or no longer."""
    own = SavedView.objects.filter(user=actor, list_name=view.list_name)
    own.filter(is_default=True).update(is_default=False)
    if is_default:
        own.filter(pk=view.pk).update(is_default=True)
