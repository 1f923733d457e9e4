"""The finding is shown to the cadre, published in its scope, taken down; or answered (第十二条)."""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from core import clock
from core.pages import RuleBroken, require
from notices.selectors import calendar
from policy.limits import tolerance as limits
from policy.tolerance import may_object, may_publish
from policy.tolerance_steps import last_day
from policy.verdict import Verdict

from ..models import Answer, Objection, Publication, ToleranceCase
from .common import limit, locked, moved, must, until


def publication_of(case: ToleranceCase) -> Publication | None:
    """The publication of the finding in force, if one was prepared."""
    return Publication.objects.filter(outcome__case=case, outcome__in_force=True).first()


@transaction.atomic
def publication_show(*, pk: int, version: int, scope: str, text: str, actor: User) -> Publication:
    """Text and scope go to the cadre first; shown again, the time begins again. Raises RuleBroken."""
    case = locked(pk, version)
    must(actor, "show", case)
    if not text.strip():
        raise RuleBroken({"text": "请填写公开内容。"})
    row = publication_of(case) or Publication(outcome=case.outcome_in_force, by=actor)
    if row.pk and row.objections.filter(replied_on__isnull=True).exists():
        raise RuleBroken("本人提出的异议还没有处理，请先处理异议。")
    _shown(row, scope, text)
    moved(case, actor=actor, note=f"送本人阅看公开内容，至 {row.objections_until}")
    return row


def _shown(row: Publication, scope: str, text: str) -> None:
    row.scope, row.text = scope, text.strip()
    row.shown_on, row.objections_until = clock.today(), until(limits.SHOWN).day
    row.save()


@transaction.atomic
def objection_make(*, pk: int, version: int, text: str, actor: User) -> Objection:
    """The cadre objects to text or scope before it is public. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "object", case)
    row = publication_of(case)
    if row is None:
        raise RuleBroken("公开内容还没有送阅。")
    require(
        may_object(
            until=row.objections_until,
            today=clock.today(),
            open_objection=row.objections.filter(replied_on__isnull=True).exists(),
        )
    )
    if not text.strip():
        raise RuleBroken({"text": "请写明对公开内容或者范围的异议。"})
    found = Objection.objects.create(publication=row, text=text.strip())
    moved(case, actor=actor, note="本人对公开内容提出异议")
    return found


@transaction.atomic
def objection_settle(
    *, pk: int, version: int, reply: str, changed: bool, scope: str, text: str, actor: User
) -> Objection:
    """Answered; where the text or scope changed, the cadre sees it again. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "settle_objection", case)
    row = publication_of(case)
    found = row.objections.filter(replied_on__isnull=True).first() if row else None
    if row is None or found is None:
        raise RuleBroken("没有等待处理的异议。")
    if not reply.strip():
        raise RuleBroken({"reply": "请写明处理意见。"})
    found.reply, found.changed = reply.strip(), changed
    found.replied_on, found.replied_by = clock.today(), actor
    found.save()
    if changed:
        _shown(row, scope, text)
    note = "采纳异议，修改后重新送阅" if changed else "不采纳异议"
    moved(case, actor=actor, note=f"{note}：{found.reply}")
    return found


def publish_verdict(case: ToleranceCase) -> Verdict:
    """What stands between the finding and its publication."""
    row = publication_of(case)
    return may_publish(
        shown=row is not None,
        until=row.objections_until if row else None,
        today=clock.today(),
        open_objection=bool(row and row.objections.filter(replied_on__isnull=True).exists()),
    )


@transaction.atomic
def publication_begin(*, pk: int, version: int, actor: User) -> Publication:
    """Readers of the scope see it from today, for so many working days. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "publish", case)
    require(publish_verdict(case))
    row = publication_of(case)
    assert row is not None
    before = case.state
    row.begins_on = clock.today()
    row.ends_on = last_day(row.begins_on, limit(limits.PUBLIC), calendar()).day
    row.save()
    case.publish()
    note = f"在{row.get_scope_display()}范围公开至 {row.ends_on}"
    moved(case, actor=actor, before=before, note=note)
    return row


@transaction.atomic
def publication_take_down(*, pk: int, version: int, reason: str, actor: User) -> Publication:
    """Taken down: after its last day as a matter of course, before it with a reason. Raises RuleBroken."""
    case = locked(pk, version)
    must(actor, "take_down", case)
    row = publication_of(case)
    if row is None or row.begins_on is None or row.withdrawn_on is not None:
        raise RuleBroken("没有正在公开的内容。")
    early = row.ends_on is not None and clock.today() <= row.ends_on
    if early and not reason.strip():
        raise RuleBroken({"reason": f"公开到 {row.ends_on} 才期满，提前撤下须写明理由。"})
    row.withdrawn_on, row.withdrawn_why = clock.today(), reason.strip()
    row.save()
    moved(case, actor=actor, note=f"提前撤下公开内容：{row.withdrawn_why}" if early else "公开期满，撤下")
    return row


def publication_end(case: ToleranceCase, why: str) -> None:
    """What is public of the finding in force is public no more; runs inside the caller's transaction."""
    row = publication_of(case)
    if row is not None and row.begins_on is not None and row.withdrawn_on is None:
        row.withdrawn_on, row.withdrawn_why = clock.today(), why
        row.save()


def publications_expire(*, actor: User) -> int:
    """Takes down whatever is past its last day; the number taken down. Readers saw it no more already."""
    ended = Publication.objects.filter(ends_on__lt=clock.today(), withdrawn_on__isnull=True)
    rows = list(ended.select_related("outcome__case"))
    for row in rows:
        with transaction.atomic():
            case = locked(row.outcome.case_id, None)
            changed = Publication.objects.filter(pk=row.pk, withdrawn_on__isnull=True)
            if changed.update(withdrawn_on=clock.today()):
                moved(case, actor=actor, note="公开期满，自动撤下")
    return len(rows)


@transaction.atomic
def reply_give(*, pk: int, version: int, how: str, text: str, actor: User) -> Answer:
    """不予容错 is answered, never published. Raises RuleBroken, StaleState."""
    case = locked(pk, version)
    must(actor, "reply", case)
    if not text.strip():
        raise RuleBroken({"text": "请写明答复内容。"})
    before = case.state
    row = Answer.objects.create(outcome=case.outcome_in_force, how=how, text=text.strip(), by=actor)
    case.reply()
    moved(case, actor=actor, before=before, note=f"{row.get_how_display()}申请人")
    return row
