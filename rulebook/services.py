"""Drafting parameters, and the second person's word that makes them a version (第一条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.selectors import holds_role
from core import clock
from core.pages import RuleBroken, StaleState, require
from policy.changes import in_plain_words
from policy.parameters import AppraisalParameters, ParameterError
from policy.rulebook import keeps_measures, may_approve, may_decide, may_submit, may_take_effect

from . import selectors
from .access import DECIDE, DRAFT, KEEP_DOCUMENTS, STEPS
from .models import PolicyDocument, PolicyDraft, PolicyDraftEvent, PolicyVersion

DOCUMENT_FIELDS = ("title", "number", "issued_on")


@transaction.atomic
def draft_start(
    *,
    base: PolicyVersion,
    document: PolicyDocument,
    effective_from: date,
    summary: str,
    actor: User,
) -> PolicyDraft:
    """A draft with the parameters of an approved version. Raises RuleBroken."""
    _must_hold(actor, DRAFT)
    _dated(effective_from)
    draft = PolicyDraft.objects.create(
        base=base,
        document=document,
        effective_from=effective_from,
        summary=summary,
        parameters=base.parameters,
        drafted_by=actor,
    )
    PolicyDraftEvent.record(draft, actor=actor, note=f"以{base}为基础起草")
    return draft


@transaction.atomic
def draft_basis_edit(
    *,
    draft: PolicyDraft,
    version: int,
    document: PolicyDocument,
    effective_from: date,
    summary: str,
    actor: User,
) -> PolicyDraft:
    """Another document, day or explanation. Raises RuleBroken, and StaleState where it moved on."""
    draft = _editable(draft, version, actor)
    _dated(effective_from)
    draft.document, draft.effective_from, draft.summary = document, effective_from, summary
    return _edited(draft, actor, "修改：依据、生效日期和说明")


@transaction.atomic
def draft_parameters_edit(
    *, draft: PolicyDraft, version: int, values: Mapping[str, object], section: str, actor: User
) -> PolicyDraft:
    """Other values for some of the parameters; the whole must still be usable.

    values: parameter -> value as JSON; section: the words of the part that was edited. Raises RuleBroken
    with the words of what does not fit, and StaleState where the draft moved on.
    """
    draft = _editable(draft, version, actor)
    whole = draft.parameters | dict(values)
    try:
        draft.parameters = AppraisalParameters.from_json(whole).to_json()
    except ParameterError as refused:
        raise RuleBroken(in_plain_words(str(refused), selectors.names_in(whole))) from None
    if "measures" in values:
        dropped = selectors.measures_dropped(draft.parameters)
        require(keeps_measures(dropped, newest=selectors.newest_fact()))
    return _edited(draft, actor, f"修改：{section}")


@transaction.atomic
def draft_submit(*, draft: PolicyDraft, version: int, actor: User) -> PolicyDraft:
    """To the second person. Raises RuleBroken."""
    draft = _editable(draft, version, actor)
    # From here on nobody rewrites what the second person will read.
    PolicyDocument.objects.select_for_update().get(pk=draft.document_id)
    require(
        may_submit(
            changes=selectors.changes_count(draft),
            dropped=selectors.measures_dropped(draft.parameters),
            effective_from=draft.effective_from,
            newest=selectors.newest_fact(),
            today=clock.today(),
        )
    )
    before = draft.state
    draft.submit()
    return _moved(draft, actor, before, "")


@transaction.atomic
def draft_discard(*, draft: PolicyDraft, version: int, reason: str, actor: User) -> PolicyDraft:
    """Nobody goes on with it; it stays to be read. Raises RuleBroken."""
    draft = _editable(draft, version, actor)
    before = draft.state
    draft.discard()
    return _moved(draft, actor, before, reason)


@transaction.atomic
def draft_return(*, draft: PolicyDraft, version: int, reason: str, actor: User) -> PolicyDraft:
    """The second person's no, with what has to change. Raises RuleBroken."""
    _must_hold(actor, DECIDE)
    draft = _submitted(draft, version)
    require(may_decide(decider=actor.pk, drafters=selectors.drafters_of(draft)))
    before = draft.state
    draft.send_back()
    return _moved(draft, actor, before, reason)


@transaction.atomic
def draft_approve(
    *,
    draft: PolicyDraft,
    version: int,
    newest: int,
    meeting_number: str,
    met_on: date,
    note: str,
    actor: User,
) -> PolicyVersion:
    """The second person's yes, on the Party committee's decision: the draft becomes the next version.

    newest: number of the last approved version that the approver compared with. Raises RuleBroken, and
    StaleState where the draft or the last version is no longer that one.
    """
    _must_hold(actor, DECIDE)
    _numbers_lock()
    draft = _submitted(draft, version)
    last = selectors.newest_version()
    if last.number != newest:
        raise StaleState(f"{last}刚刚批准，您看到的对照表已经不是最新的，草案没有批准。")
    require(
        may_approve(
            decider=actor.pk,
            drafters=selectors.drafters_of(draft),
            changes=selectors.changes_count(draft),
            dropped=selectors.measures_dropped(draft.parameters),
            effective_from=draft.effective_from,
            newest=selectors.newest_fact(),
            today=clock.today(),
        )
    )
    if met_on > clock.today():
        raise RuleBroken({"met_on": "会议日期还没有到，请在党委会议决定之后再批准。"})
    made = PolicyVersion.objects.create(
        document=draft.document,
        number=last.number + 1,
        parameters=draft.parameters,
        effective_from=draft.effective_from,
        drafted_by=draft.drafted_by,
        approved_by=actor,
        approved_at=clock.now(),
        summary=draft.summary,
        meeting_number=meeting_number,
        met_on=met_on,
        note=note,
    )
    before = draft.state
    draft.approve(by=actor, result=made)
    _moved(draft, actor, before, f"{meeting_number}，成为{made}")
    return made


@transaction.atomic
def document_add(*, values: Mapping[str, Any], actor: User) -> PolicyDocument:
    """A regulation that parameters can rest on. Raises RuleBroken."""
    _must_hold(actor, KEEP_DOCUMENTS)
    return PolicyDocument.objects.create(**{name: values[name] for name in DOCUMENT_FIELDS})


@transaction.atomic
def document_edit(
    *, document: PolicyDocument, version: int, values: Mapping[str, Any], actor: User
) -> PolicyDocument:
    """Corrects a document; of one that an approved version or a draft that waits for the second person rests
    on, only what is blank can be filled in.

    Raises RuleBroken, and StaleState where somebody else was faster.
    """
    _must_hold(actor, KEEP_DOCUMENTS)
    document = PolicyDocument.objects.select_for_update().get(pk=document.pk)
    if document.version != version:
        raise StaleState
    waiting = PolicyDraft.objects.filter(document=document, state=PolicyDraft.State.SUBMITTED)
    if waiting.exists() or PolicyVersion.objects.filter(document=document).exists():
        changed = [
            name
            for name in DOCUMENT_FIELDS
            if getattr(document, name) and getattr(document, name) != values[name]
        ]
        if changed:
            said = "已批准或待批准的参数以此文件为依据，这一项不能再改；如有新的文件，请另行添加。"
            raise RuleBroken(dict.fromkeys(changed, said))
    for name in DOCUMENT_FIELDS:
        setattr(document, name, values[name])
    document.version += 1
    document.save()
    return document


def _must_hold(actor: User, step: str) -> None:
    if not holds_role(actor, STEPS[step], on=clock.today()):
        raise RuleBroken("您现在的角色不能办理这一步，没有执行任何操作。")


def _dated(effective_from: date) -> None:
    found = may_take_effect(effective_from, newest=selectors.newest_fact(), today=clock.today())
    if not found.ok:
        raise RuleBroken({"effective_from": [reason.text for reason in found.reasons]})


def _numbers_lock() -> None:
    """Whoever approves waits here, so that numbers follow one another without gap or twin."""
    PolicyVersion.objects.select_for_update(of=("self",)).earliest("number")


def _locked(draft: PolicyDraft, version: int) -> PolicyDraft:
    found = (
        PolicyDraft.objects.select_for_update(of=("self",))
        .select_related("base", "document", "drafted_by")
        .get(pk=draft.pk)
    )
    if found.version != version:
        raise StaleState(f"这份草案刚刚被其他人办理（现在：{found.get_state_display()}），您的操作没有保存。")
    return found


def _editable(draft: PolicyDraft, version: int, actor: User) -> PolicyDraft:
    _must_hold(actor, DRAFT)
    found = _locked(draft, version)
    if found.state not in PolicyDraft.EDITABLE:
        raise RuleBroken(f"这份草案现在是“{found.get_state_display()}”，不能再修改、提交或作废。")
    return found


def _submitted(draft: PolicyDraft, version: int) -> PolicyDraft:
    found = _locked(draft, version)
    if found.state != PolicyDraft.State.SUBMITTED:
        raise RuleBroken(f"这份草案现在是“{found.get_state_display()}”，不在待批准状态。")
    return found


def _edited(draft: PolicyDraft, actor: User, note: str) -> PolicyDraft:
    return _moved(draft, actor, draft.state, note)


def _moved(draft: PolicyDraft, actor: User, before: str, note: str) -> PolicyDraft:
    draft.version += 1
    draft.changed_at = clock.now()
    draft.save()
    PolicyDraftEvent.record(draft, actor=actor, from_state=before, note=note)
    return draft
