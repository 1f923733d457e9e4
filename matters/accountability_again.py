"""What becomes of accountability when the finding that answered or ended it is revoked (第十二、十四条).

Prospectively: what was decided stays until somebody has looked at it again; what was not is asked anew.
"""

from __future__ import annotations

from django.db import transaction

from accounts.models import User
from cadres.models import Cadre
from core import clock
from core.pages import require
from policy.accountability import may_look_again

from .access_accountability import AGAIN
from .accountability import accountability_record, cadre_held, locked_in, noted
from .models import Accountability, Matter, Relief

State = Accountability.State
KEEP, ANEW = "keep", "anew"
RESULTS = ((KEEP, "维持原决定"), (ANEW, "重新启动问责（另立一份记录，容错问题重新回答）"))


@transaction.atomic
def tolerance_revoked(*, matter: Matter, cadre: Cadre, number: str, document_no: str, actor: User) -> int:
    """The finding of a tolerance case was revoked; how many records that concerns.

    number: of the case, with which the words of its answers begin. An open record is asked anew, a decided
    one is looked at again.
    """
    cadre_held(cadre.pk)
    rows = Accountability.objects.select_for_update(of=("self",)).filter(
        matter=matter, cadre=cadre, answer=Accountability.Answer.CASE, answer_words__startswith=f"{number} "
    )
    told = f"容错认定 {number} 已撤销（{document_no}）"
    found = list(rows.filter(state__in=(State.OPEN, State.DECIDED)).order_by("pk"))
    for record in found:
        if record.is_open:
            _asked_anew(record, f"{told}，容错问题重新回答", actor)
        else:
            record.again_on = clock.today()
            record.version += 1
            record.save()
            noted(record, actor, f"{told}，问责决定须重新研究")
    return len(found)


@transaction.atomic
def excuse_revoked(*, relief: Relief, actor: User) -> int:
    """Nothing excuses the cadre any more: what ended for that reason is open again; how many (第十四条)."""
    rows = Accountability.objects.select_for_update(of=("self",)).filter(
        matter=relief.matter_id, cadre=relief.cadre_id, state=State.ENDED, ended_by__isnull=False
    )
    found = list(rows.order_by("pk"))
    for record in found:
        record.state, record.ended_on, record.end_reason, record.ended_by = State.OPEN, None, "", None
        told = f"{relief.kind}认定已撤销（{relief.revoked_document}），恢复办理，容错问题重新回答"
        _asked_anew(record, told, actor, before=State.ENDED)
    return len(found)


def _asked_anew(record: Accountability, words: str, actor: User, *, before: str = "") -> None:
    record.answer, record.answer_words, record.absent_reason = "", "", ""
    record.answered_on, record.answered_by = None, None
    record.again_on = clock.today()
    record.version += 1
    record.save()
    noted(record, actor, words, before=before)


@transaction.atomic
def accountability_look_again(
    *, pk: int, version: int, result: str, reason: str, actor: User
) -> Accountability:
    """A decided record whose finding was revoked: kept, or begun anew. Raises RuleBroken, StaleState.

    result: KEEP or ANEW; returns the record to go on with, for ANEW the new one.
    """
    record = locked_in(State.DECIDED, pk, version, AGAIN, actor)
    require(may_look_again(waiting=record.again_on is not None, reason=reason))
    record.again_on = None
    record.save()
    noted(record, actor, f"重新研究：{dict(RESULTS)[result]}。{reason.strip()}"[:500])
    if result == KEEP:
        return record
    return accountability_record(
        matter=record.matter,
        cadre=record.cadre,
        body=record.body,
        intended=record.form,
        opened_on=clock.today(),
        actor=actor,
    )
