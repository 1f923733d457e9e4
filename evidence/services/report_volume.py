"""述职报告汇编: every checked report of a cycle in one volume per category, made by a job."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction

from accounts.models import SecurityEvent, User
from accounts.services.security_log import security_event_record
from appraisal.documents import reports_volume
from appraisal.models import Cycle
from core.documents import documents_zip_request, register_builder
from core.models import DocumentBundle
from core.pages import RuleBroken

from ..access.reports import COMPILE, may_on_cycle
from ..selectors.report_volume import volumes_count, volumes_of

KIND = "evidence.reports_volume"


@transaction.atomic
def volume_request(*, cycle_pk: int, purpose: str, actor: User) -> DocumentBundle:
    """Has the volumes made; while the same wish is open, that one is the answer. Raises RuleBroken."""
    cycle = Cycle.objects.get(pk=cycle_pk)
    if not may_on_cycle(actor, COMPILE, cycle):
        raise RuleBroken("您没有制作述职报告汇编的权限。")
    arguments = {"cycle": cycle.pk}
    if not volumes_count({**arguments, "requested_by": actor.pk}):
        raise RuleBroken("还没有经单位审核的述职报告，不能汇编。")
    name = f"{cycle.file_label}述职报告汇编"
    return documents_zip_request(kind=KIND, arguments=arguments, actor=actor, name=name, purpose=purpose)


def volumes_build(arguments: Any) -> Iterator[tuple[str, bytes]]:
    """(file name, Word file) of each volume."""
    for name, volume in volumes_of(arguments):
        yield name, reports_volume(volume)


def export_note(*, name: str, purpose: str, actor: User) -> None:
    """Somebody took reports along."""
    note = f"述职报告；用途：{purpose}" if purpose else "述职报告"
    security_event_record(kind=SecurityEvent.Kind.EXPORT, actor=actor, subject=name, note=note)


def register() -> None:
    """Called when the apps are ready."""
    register_builder(KIND, volumes_build, count=volumes_count, label="述职报告汇编")
