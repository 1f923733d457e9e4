"""Drafts of parameters, as far as the product's own services bring them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import Role, User
from core import clock
from rulebook.models import PolicyDocument, PolicyDraft, PolicyVersion
from rulebook.selectors import newest_version
from rulebook.services import draft_approve, draft_parameters_edit, draft_start, draft_submit

from .people import user_with

DRAFTER, OFFICER, HEAD = "93001", "93002", "93003"


def person(staff_no: str, role: Role = Role.ORG_HEAD, name: str = "何起草") -> User:
    """A user of the organization department, made once."""
    found = User.objects.filter(staff_no=staff_no).first()
    return found or user_with(role, staff_no=staff_no, name=name)


def soon(days: int = 30) -> date:
    return clock.today() + timedelta(days=days)


def open_draft(*, by: User | None = None, base: PolicyVersion | None = None, **values: Any) -> PolicyDraft:
    """A draft of the last version with these parameters changed; untouched where none are given."""
    actor, base = by or person(DRAFTER), base or newest_version()
    draft = draft_start(
        base=base, document=base.document, effective_from=soon(), summary="按学校安排调整", actor=actor
    )
    if values:
        draft = draft_parameters_edit(
            draft=draft, version=draft.version, values=values, section="两个名单", actor=actor
        )
    return draft


def waiting_draft(*, by: User | None = None, **values: Any) -> PolicyDraft:
    """A draft that waits for the second person; 15 % instead of 20 % unless told otherwise."""
    draft = open_draft(by=by, **(values or {"top_share": "15"}))
    return draft_submit(draft=draft, version=draft.version, actor=draft.drafted_by)


def approved(draft: PolicyDraft, *, by: User | None = None, **given: Any) -> PolicyVersion:
    """The version that the second person makes of it."""
    facts: dict[str, Any] = {
        "version": draft.version,
        "newest": newest_version().number,
        "meeting_number": "校党委常委会第 21 次会议",
        "met_on": clock.today(),
        "note": "",
    }
    return draft_approve(draft=draft, actor=by or person(HEAD, name="郑批准"), **(facts | given))


def furnish_drafts() -> None:
    """One draft that can be edited and one that waits, both of somebody who is no visitor."""
    open_draft(bottom_share="2")
    waiting_draft()


def open_draft_pk() -> list[object]:
    return [PolicyDraft.objects.get(state=PolicyDraft.State.DRAFT).pk]


def waiting_draft_pk() -> list[object]:
    return [PolicyDraft.objects.get(state=PolicyDraft.State.SUBMITTED).pk]


def document_pk() -> list[object]:
    return [PolicyDocument.objects.earliest("pk").pk]
