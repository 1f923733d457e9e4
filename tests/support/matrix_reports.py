"""The rows of the URL matrix of evidence: self-reports."""

from __future__ import annotations

from collections.abc import Callable

from accounts.models import Role
from appraisal.models import CycleState
from core.documents import documents_zip_request
from core.models import DocumentBundle
from evidence.models import SelfReport, SelfReportFile
from evidence.services import report_attach, report_save, report_submit
from evidence.services.report_volume import KIND
from tests.support.matrix import ONLY_THE_TWO, for_all
from tests.support.register import unit
from tests.support.reports import PDF, TEXTS, reporting_cycle, somebody, taking_part, upload

YEAR = 2033
ON_PAPER = "20952"
READERS = for_all(404, anonymous=302, leader=200, unit_party=200, cadre=200)
SEES_ONE = ONLY_THE_TWO | {"unit_party": 200}
# The unit has a secretary of its own, so the department does not check.
CHECKS = SEES_ONE | {"org_head": 403, "org_officer": 403, "discipline_head": 403, "discipline_officer": 403}
OF_THE_ORGANIZATION = ONLY_THE_TWO | {"discipline_head": 403, "discipline_officer": 403}
# No visitor takes part in the year, nor had a volume made.
NOBODYS = for_all(404, anonymous=302)
OWN = ("report_own", "report_submit", "report_withdraw", "report_attach", "report_word", "report_file_drop")
MATRIX: dict[str, dict[str, int]] = {
    "reports_reading": READERS,
    **dict.fromkeys(("reports", "reports_export", "reports_volume_make"), ONLY_THE_TWO),
    "reports_unit": for_all(404, anonymous=302, unit_party=200),
    "reports_publish": OF_THE_ORGANIZATION | {"org_head": 405, "org_officer": 405},
    **dict.fromkeys(("reports_volume", "reports_volume_file", *OWN), NOBODYS),
    **dict.fromkeys(("report", "report_file"), SEES_ONE),
    "report_check": CHECKS | {"unit_party": 405},
    "report_return": CHECKS,
    **dict.fromkeys(("report_enter", "report_excuse"), OF_THE_ORGANIZATION),
}


def report_of() -> list[object]:
    """The report that waits for its check."""
    return [YEAR, SelfReport.objects.get(participant__cycle__year=YEAR).pk]


def file_of() -> list[object]:
    return [*report_of(), SelfReportFile.objects.get(report__participant__cycle__year=YEAR).pk]


def volume_of() -> list[object]:
    return [YEAR, DocumentBundle.objects.get(kind=KIND).pk]


ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    **{
        name: [YEAR]
        for name in ("reports", "reports_export", "reports_volume_make", "reports_unit", "reports_publish")
    },
    **dict.fromkeys(("reports_volume", "reports_volume_file"), volume_of),
    **{name: [YEAR] for name in OWN},
    "report_file_drop": lambda: [YEAR, 1],
    **dict.fromkeys(("report", "report_check", "report_return"), report_of),
    "report_file": file_of,
    "report_enter": [YEAR, ON_PAPER],
    "report_excuse": [YEAR, ON_PAPER],
}


def furnish() -> None:
    """One report handed in, one that will come on paper, and a volume asked for by somebody."""
    office = unit("述职样例处")
    cycle = reporting_cycle(YEAR, CycleState.REPORT_PUBLIC)
    person, author = taking_part(cycle, "20951", "阿卜杜热西提·麦麦提", of=office)
    taking_part(cycle, ON_PAPER, "陈𠮷", of=office)
    somebody(Role.UNIT_PARTY, "9299", "钱书记", office)
    saved = report_save(participant_pk=person.pk, version=0, texts=TEXTS, actor=author)
    report_attach(participant_pk=person.pk, stream=upload(PDF, "证明.pdf"), name="证明.pdf", actor=author)
    report_submit(participant_pk=person.pk, version=saved.version, actor=author)
    documents_zip_request(kind=KIND, arguments={"cycle": cycle.pk}, actor=author, name="述职报告汇编")
