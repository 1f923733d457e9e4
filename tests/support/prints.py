"""A printed paper of the small year, as tests of its pages need it."""

from __future__ import annotations

from accounts.models import Role, User
from appraisal.models import Cycle, PrintDocument, PrintRun
from appraisal.services import prints_make
from tests.support.people import user_with
from tests.support.small_year import YEAR

MAKER = "91001"


def printed(*, copies: int = 3, document: PrintDocument = PrintDocument.RANKING) -> PrintRun:
    """A run of the small year's results, made by an officer who takes no part in the year; all out."""
    maker = User.objects.filter(staff_no=MAKER).first()
    return prints_make(
        cycle_pk=Cycle.objects.get(year=YEAR).pk,
        document=document,
        meeting="党委常委会第 21 次会议",
        meeting_on=None,
        copies=copies,
        holders=["王书记", "李校长"][:copies],
        actor=maker or user_with(Role.ORG_OFFICER, staff_no=MAKER, name="许文澜"),
    )


def run_of() -> list[object]:
    """What stands in the address of a run."""
    return [YEAR, PrintRun.objects.order_by("pk").values_list("pk", flat=True)[0]]


def copy_of() -> list[object]:
    """What stands in the address of a copy."""
    return [*run_of(), 1]
