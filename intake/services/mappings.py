"""Saying what the columns and words of an own file mean, and remembering it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from core import clock
from core.imports import FileForm, batch_discard
from core.pages import RuleBroken

from ..models import ColumnMapping, Intake, IntakeState
from ..registry import kind_of
from ..suggestions import headings_hash
from .cases import allowed, taken, told, work

Words = Mapping[str, Mapping[str, str]]
WRONG_STATE = "这次导入已不能再改列的对应：正在导入，或已经导入、撤销、放弃。"
S = IntakeState


@transaction.atomic
def intake_map(
    *,
    actor: Any,
    pk: int,
    version: int,
    columns: Mapping[str, str],
    words: Words | None = None,
    remember_as: str = "",
) -> Intake:
    """Notes what the file's columns and words mean and asks for it to be read.

    columns: heading in the file -> our header, "" for 忽略. words: our header -> {word in the file: our
    word}. remember_as: keeps it as a template of that name. Raises RuleBroken, StaleState.
    """
    intake = taken(pk, version)
    allowed(intake.state in (S.UPLOADED, S.STAGED, S.FAILED), WRONG_STATE)
    allowed(intake.file_id is not None, "上传的文件已经删除（保留七天），请重新上传。")
    kind = kind_of(intake.kind)
    form = kind.form_of(intake.year, intake.target)
    _check_columns(form, columns)
    mapping = {"columns": dict(columns), "words": _checked_words(form, words or {})}
    if remember_as.strip():
        _remember(intake, remember_as.strip(), mapping, actor)
    before, batch = intake.state, intake.batch
    intake.map(mapping)
    if batch is not None:
        batch_discard(batch)
    work(intake, "intake.stage", actor=actor)
    told(intake, actor=actor, before=before, note="对应列和词")
    return intake


def _check_columns(form: FileForm, columns: Mapping[str, str]) -> None:
    headers = [item.header for item in form.fields]
    given = [ours for ours in columns.values() if ours]
    unknown = sorted(set(given) - set(headers))
    if unknown:
        raise RuleBroken(f"没有“{unknown[0]}”这一列，请重新选择。")
    twice = sorted({ours for ours in given if given.count(ours) > 1})
    if twice:
        raise RuleBroken([f"文件中有两列都对应到“{ours}”，请只留一列，其余选“忽略”。" for ours in twice])
    lacking = [header for header in form.needed if header not in given]
    if lacking:
        raise RuleBroken(
            f"还有必需的列没有对应：{'、'.join(lacking)}。请在文件的列中选出，或补齐文件后重新上传。"
        )


def _checked_words(form: FileForm, words: Words) -> dict[str, dict[str, str]]:
    """Only words of closed columns; columns closed to the same words share what was said of one."""
    closed = {item.header: item.allowed for item in form.fields if item.allowed}
    found: dict[str, dict[str, str]] = {}
    for header, said in words.items():
        if header not in closed:
            raise RuleBroken(f"“{header}”这一列不需要对应词语。")
        for theirs, ours in said.items():
            if ours and ours not in closed[header]:
                raise RuleBroken(f"“{header}”没有“{ours}”这个词，请重新选择。")
            if ours:
                for other, allowed_words in closed.items():
                    if allowed_words == closed[header]:
                        found.setdefault(other, {})[theirs] = ours
    return found


def _remember(intake: Intake, name: str, mapping: Mapping[str, Any], actor: Any) -> None:
    values = {
        "headings": headings_hash(mapping["columns"]),
        "columns": mapping["columns"],
        "words": mapping["words"],
        "created_by": actor,
        "saved_at": clock.now(),
    }
    if len(name) > 60:
        raise RuleBroken({"remember_as": "模板名称最多 60 个字。"})
    same = ColumnMapping.objects.filter(kind=intake.kind, name=name).first()
    if same is not None and same.headings != values["headings"]:
        raise RuleBroken({"remember_as": f"已有名为“{name}”的模板，用于另一种表头。请换一个名称。"})
    ColumnMapping.objects.update_or_create(kind=intake.kind, name=name, defaults=values)


@transaction.atomic
def mapping_delete(*, actor: Any, pk: int) -> None:
    """Forgets a template; what was read with it stays."""
    ColumnMapping.objects.filter(pk=pk).delete()
