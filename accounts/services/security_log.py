"""Writes the security log: one row per act, each bound to the one before it."""

from __future__ import annotations

import unicodedata

import structlog
from django.db import connection, transaction

from core import clock
from core.logs import without_personal_numbers

from ..models import SecurityEvent, SecurityLogHead, User
from ..models.grants import Role
from ..models.security_log import SecurityEventKind
from ..selectors import roles_of

ALWAYS_REFUSED = frozenset(
    {SecurityEventKind.SIGN_IN_FAILED, SecurityEventKind.LOCKED, SecurityEventKind.REFUSED}
)
# Control, format, surrogate, line and paragraph separators: they forge lines and turn text around.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


@transaction.atomic
def security_event_record(
    *, kind: SecurityEventKind, actor: User | None, subject: str = "", note: str = "", refused: bool = False
) -> SecurityEvent:
    """Appends one event. Call it last in the act's transaction: the chain waits for that to end.

    subject: a 工号, a file name or a page, never a name beside a number. Control characters are written
    out, identity and mobile numbers masked. Address and request come from the log's context.
    Raises KeyFileError; an act that cannot be recorded does not happen.
    """
    context = structlog.contextvars.get_contextvars()
    roles = roles_of(actor, on=clock.today()) if actor else set()
    _hold(actor)
    head = _lock_head()
    event = SecurityEvent(
        number=head.number + 1,
        at=clock.now(),
        actor=actor,
        actor_staff_no=actor.staff_no if actor else "",
        actor_roles=_cut("、".join(role.label for role in Role if role in roles), 200),
        kind=kind,
        refused=refused or kind in ALWAYS_REFUSED,
        subject=_cut(shown(subject), 200),
        note=_cut(shown(note), 500),
        ip=_cut(str(context.get("ip", "")), 45),
        request_id=_cut(str(context.get("request_id", "")), 64),
        previous_hash=head.hash,
    )
    event.hash = event.digest()
    event.save(force_insert=True)
    head.number, head.hash = event.number, event.hash
    head.save(update_fields=["number", "hash"])
    return event


def shown(text: str) -> str:
    """Text that cannot pass for another: what is invisible is written out, personal numbers are masked."""
    written = "".join(
        f"\\u{ord(c):04x}" if unicodedata.category(c) in _INVISIBLE else c for c in str(text)[:2000]
    )
    return without_personal_numbers(written)


def _hold(actor: User | None) -> None:
    """Takes the lock that the foreign key needs before the chain's.

    Else whoever changes this account and waits for the chain, and whoever has the chain and waits for the
    account, would wait for each other.
    """
    if actor is not None and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM accounts_user WHERE id = %s FOR KEY SHARE", [actor.pk])


def _lock_head() -> SecurityLogHead:
    """The end of the chain, held until the transaction ends; made where there is none."""
    head = SecurityLogHead.objects.select_for_update().first()
    if head is not None:
        return head
    last = SecurityEvent.objects.first()
    SecurityLogHead.objects.get_or_create(
        defaults={"number": last.number, "hash": last.hash} if last else {}, single=True
    )
    return SecurityLogHead.objects.select_for_update().get()


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"
