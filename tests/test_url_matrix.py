"""Every named URL, for every role: the table to read when asking who sees what."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.support import (
    matrix_accountability,
    matrix_alerts,
    matrix_clarification,
    matrix_facts,
    matrix_matters,
    matrix_officers,
    matrix_plan,
    matrix_reminders,
    matrix_reports,
    matrix_review,
    matrix_supervision,
    matrix_tolerance,
    matrix_uses,
)
from tests.support.grants import grant_pk, proposal_pk, subject_pk, waiting_proposal
from tests.support.matrix import (
    ONLY_THE_SYSTEM_OFFICER,
    ONLY_THE_TWO,
    THREE_OFFICERS,
    TWO_DEPARTMENTS,
    VISITORS,
    WIDEST,
    for_all,
    signed_in,
)
from tests.support.meetings import (
    furnish_meetings,
    item_pk,
    meeting_pk,
    objection_pk,
    public_person_pk,
    publicity_pk,
    recusal_pk,
)
from tests.support.person import PERSON_PAGES, absence_of, appointment_of, furnish_person, kin_of, person_of
from tests.support.prints import copy_of, printed, run_of
from tests.support.register import post_pk, supervised, supervision_pk, unit_pk
from tests.support.roster import furnish_lists, request_pk, view_pk
from tests.support.rules import document_pk, furnish_drafts, open_draft_pk, waiting_draft_pk
from tests.support.small_year import YEAR, small_year, staff_no
from tests.support.waiting_import import applied_pk, furnish_imports, mapping_pk, waiting_pk

SEES_UNITS = ONLY_THE_TWO | {"leader": 200, "unit_party": 200}
KEEPS_UNITS = SEES_UNITS | dict.fromkeys(
    ("discipline_head", "discipline_officer", "leader", "unit_party"), 403
)
OF_A_UNIT = ("unit_rename", "unit_move", "unit_edit", "unit_merge", "unit_close", "unit_transfer",
             "supervision_start", "post_create")  # fmt: skip
OF_A_POST = ("post_edit", "post_close")
# The person is nobody of the visitors: a cadre sees the own page alone (tests/portal/test_person_page.py).
SEES_THE_PERSON = for_all(
    404, anonymous=302, **dict.fromkeys((*TWO_DEPARTMENTS, "leader", "unit_party"), 200)
)
BUT_NOT_THE_UNIT = {"leader": 403, "unit_party": 403}
EDITS_THE_PERSON = SEES_THE_PERSON | BUT_NOT_THE_UNIT | {"discipline_head": 403, "discipline_officer": 403}
SEES_THE_LIST = SEES_UNITS | {"cadre": 200}
# The discipline office brings in what it decides; these imports are of a roster.
BRINGS_IN = for_all(404, anonymous=302, org_head=200, org_officer=200)
POSTS_AN_IMPORT = BRINGS_IN | {"org_head": 405, "org_officer": 405}
FIGURES_OF_A_YEAR = ("year_ranking", "year_ranking_export", "year_lists", "year_lists_export")
SCORING_PAGES = ("year_scoring", "year_scoring_export")
OF_A_COUNT = ("gap_propose", "gap_confirm", "gap_reject", "gap_withdraw", "score_confirm")
SHEETS = ("score_sheet", "score_sheet_export", "score_sheet_full", "score_sheet_full_export")
OF_AN_IMPORT = ("import_page", "import_columns", "import_confirm", "import_discard")
READS_RULES = SEES_THE_LIST | {"party_office": 200}
KEEPS_DOCUMENTS = {who: 403 if status == 200 else status for who, status in READS_RULES.items()} | {
    "org_head": 200
}
OF_AN_OPEN_DRAFT = ("rule_draft_basis", "rule_draft_edit", "rule_draft_submit", "rule_draft_discard")
OF_A_WAITING_DRAFT = ("rule_draft_approve", "rule_draft_return")
OF_A_PRINT = ("print_run", "print_papers")
OF_A_COPY = ("print_copy", "print_missing")
ORGANIZATION_PRINTS = ONLY_THE_TWO | {"discipline_head": 403, "discipline_officer": 403}
READS_MEETINGS = BRINGS_IN | {"party_office": 200, "discipline_head": 200}
PREPARES_MEETINGS = READS_MEETINGS | {"discipline_head": 403}
RECORDS_MEETINGS = PREPARES_MEETINGS | {"org_officer": 403}
POSTS_AN_AGENDA = {who: 405 if status == 200 else status for who, status in PREPARES_MEETINGS.items()}
OF_A_MEETING = {
    "meeting_edit": "preparing",
    "meeting_agenda_set": "preparing",
    "meeting_attendance": "preparing",
    "meeting_cancel": "preparing",
    "meeting_agenda_reopen": "agenda_set",
}
OF_ITS_RESULTS = {"meeting_hold": "agenda_set", "meeting_proxy": "held", "meeting_finalise": "held"}
OF_ITS_PAPERS = {
    "meeting": "final",
    "meeting_scan": "final",
    "meeting_export": "final",
    "meeting_agenda_document": "final",
    "meeting_offers": "preparing",
}
MINUTES_OF_AN_ITEM = ("meeting_item", "meeting_minutes", "meeting_minutes_document")
OF_AN_ITEM = {
    "meeting_item_withdraw": "preparing",
    "meeting_recusal_new": "preparing",
    "meeting_correction": "final",
}
OF_ITS_RESULT = ("meeting_result", "meeting_result_withdraw", "meeting_item_postpone")
OF_A_DRAFT_LIST = ("publicity_edit", "publicity_publish")
READ_PUBLICITY = ("publicity", "publicity_notice", "publicity_document")
OF_A_PUBLIC_LIST = ("publicity_expire", "publicity_withdraw")
BUT_NOT_THE_STEP = {who: 403 if status == 200 else status for who, status in READS_RULES.items()}
ENDS_PUBLICITY = BUT_NOT_THE_STEP | {"org_head": 200, "org_officer": 200}
MATRIX: dict[str, dict[str, int]] = {
    "home": for_all(200, anonymous=302),
    "inbox_export": for_all(200, anonymous=302),
    "healthz": for_all(200),
    # Of a machine whose parts all answer: tests/portal/test_readyz.py.
    "readyz": for_all(200),
    "sign_in": for_all(302, anonymous=200),
    "sign_out": for_all(405),
    "password_change": for_all(200, anonymous=302),
    "my_sessions": for_all(200, anonymous=302),
    "my_sessions_end": for_all(405, anonymous=302),
    "session_state": for_all(200),
    "session_extend": for_all(405, anonymous=302),
    "accounts": ONLY_THE_SYSTEM_OFFICER,
    "account": ONLY_THE_SYSTEM_OFFICER,
    "account_create": ONLY_THE_SYSTEM_OFFICER,
    "account_disable": ONLY_THE_SYSTEM_OFFICER,
    "account_enable": ONLY_THE_SYSTEM_OFFICER,
    "account_password": ONLY_THE_SYSTEM_OFFICER,
    "lockouts": for_all(404, anonymous=302, security_officer=200),
    "lockout_release": for_all(404, anonymous=302, security_officer=405),
    "grants": THREE_OFFICERS,
    "grants_of": THREE_OFFICERS,
    "proposal": THREE_OFFICERS,
    "grant_propose": THREE_OFFICERS | {"system_officer": 403, "audit_officer": 403},
    "grant_end": THREE_OFFICERS | {"system_officer": 403, "audit_officer": 403},
    "proposal_approve": THREE_OFFICERS
    | {"system_officer": 405, "security_officer": 403, "audit_officer": 403},
    "proposal_reject": THREE_OFFICERS
    | {"system_officer": 405, "security_officer": 403, "audit_officer": 403},
    # The one who proposed is none of these visitors.
    "proposal_withdraw": THREE_OFFICERS
    | {"system_officer": 403, "security_officer": 403, "audit_officer": 403},
    "units": SEES_UNITS,
    "unit": SEES_UNITS,
    **dict.fromkeys(("unit_open", *OF_A_UNIT, "supervision_end", *OF_A_POST), KEEPS_UNITS),
    # Of a cadre who stands in the register it leads on to the own page.
    "own_page": for_all(404, anonymous=302, cadre=200),
    "cadres": SEES_THE_LIST,
    "cadre_view_keep": {who: 405 if status == 200 else status for who, status in SEES_THE_LIST.items()},
    # The view is of none of these visitors.
    "cadre_view_prefer": for_all(404, anonymous=302),
    "cadre_view_drop": for_all(404, anonymous=302),
    "cadre_export": SEES_THE_LIST | {"leader": 403, "unit_party": 403, "cadre": 403},
    "exports": BRINGS_IN,
    # The requester is none of these visitors.
    "export_request": for_all(404, anonymous=302, org_head=200),
    "export_request_approval": for_all(404, anonymous=302, org_head=405),
    "export_request_rejection": for_all(404, anonymous=302, org_head=200),
    "export_request_file": for_all(404, anonymous=302, org_head=403),
    "cadre": SEES_THE_PERSON,
    "cadre_history": SEES_THE_PERSON | BUT_NOT_THE_UNIT,
    "cadre_new": for_all(404, anonymous=302, org_head=200, org_officer=200),
    **dict.fromkeys((*PERSON_PAGES, "appointment_edit", "appointment_end", "absence_end"), EDITS_THE_PERSON),
    "kin_remove": EDITS_THE_PERSON,
    **dict.fromkeys(("years", "years_export"), ONLY_THE_TWO),
    "year": ONLY_THE_TWO,
    "year_results": ONLY_THE_TWO,
    **dict.fromkeys(("year_export", "year_sittings", "year_sittings_export"), ONLY_THE_TWO),
    **dict.fromkeys(FIGURES_OF_A_YEAR, ONLY_THE_TWO),
    **dict.fromkeys(("year_gaps", "year_gaps_export", *SCORING_PAGES), ONLY_THE_TWO),
    # None of these visitors counts the year (tests/appraisal/test_gaps.py).
    **dict.fromkeys(
        (*OF_A_COUNT, "score_confirm_withdraw"), ONLY_THE_TWO | dict.fromkeys(TWO_DEPARTMENTS, 403)
    ),
    # Two have not confirmed the year of these pages (tests/appraisal/test_recheck.py).
    "score_recheck": ONLY_THE_TWO | dict.fromkeys(TWO_DEPARTMENTS, 403) | {"org_head": 409},
    "scoring_officer_name": ONLY_THE_TWO | dict.fromkeys(TWO_DEPARTMENTS, 403) | {"org_head": 200},
    "year_person": ONLY_THE_TWO,
    "year_person_export": ONLY_THE_TWO,
    **dict.fromkeys(("score_sheet", "score_sheet_export"), ONLY_THE_TWO),
    # None of these visitors counts the year (tests/appraisal/test_score_sheet.py).
    **dict.fromkeys(
        ("score_sheet_full", "score_sheet_full_export"), ONLY_THE_TWO | dict.fromkeys(TWO_DEPARTMENTS, 403)
    ),
    # No visitor takes part in the year.
    **dict.fromkeys(("own_score_sheet", "own_score_sheet_export"), for_all(404, anonymous=302)),
    **dict.fromkeys(("year_prints", "year_prints_export", "print_register", "print_run"), ONLY_THE_TWO),
    **dict.fromkeys(("print_make", "print_papers", *OF_A_COPY), ORGANIZATION_PRINTS),
    **dict.fromkeys(
        ("print_collect", "print_uncollect"),
        ORGANIZATION_PRINTS | {"org_head": 405, "org_officer": 405},
    ),
    **dict.fromkeys(("year_documents", "year_document_form", "year_forms_make"), ORGANIZATION_PRINTS),
    # The bundle is of none of these visitors (tests/appraisal/test_documents.py).
    **dict.fromkeys(
        ("year_document_bundle", "year_document_file"),
        ORGANIZATION_PRINTS | {"org_head": 404, "org_officer": 404},
    ),
    "what_if": ONLY_THE_TWO,
    # The year of these pages is not confirmed: there is nothing to try (tests/appraisal/test_what_if.py).
    "what_if_export": {who: 409 if status == 200 else status for who, status in ONLY_THE_TWO.items()},
    **dict.fromkeys(
        ("rules", "rules_export", "rule_version", "rule_version_file", "rule_documents"), READS_RULES
    ),
    **dict.fromkeys(("rule_document_new", "rule_document_edit"), KEEPS_DOCUMENTS),
    **dict.fromkeys((*OF_AN_OPEN_DRAFT, "rule_draft_start", "rule_draft"), BRINGS_IN),
    **dict.fromkeys(OF_A_WAITING_DRAFT, BRINGS_IN | {"org_officer": 403}),
    **dict.fromkeys(("meetings", "meetings_export", *OF_ITS_PAPERS, *MINUTES_OF_AN_ITEM), READS_MEETINGS),
    **dict.fromkeys(("meeting_new", *OF_A_MEETING, *OF_AN_ITEM, "meeting_recusal_answer"), PREPARES_MEETINGS),
    **dict.fromkeys((*OF_ITS_RESULTS, *OF_ITS_RESULT), RECORDS_MEETINGS),
    **dict.fromkeys(("meeting_offer_add", "meeting_item_move", "meeting_item_renew"), POSTS_AN_AGENDA),
    **dict.fromkeys(
        ("publicity_list", "publicity_export", *READ_PUBLICITY, "workdays", "workdays_export"), READS_RULES
    ),
    **dict.fromkeys(OF_A_DRAFT_LIST, BRINGS_IN | {"discipline_head": 403, "discipline_officer": 403}),
    **dict.fromkeys(("publicity_withdraw", "publicity_person_withdraw", "workday_edit"), ENDS_PUBLICITY),
    # Its last day is not over.
    "publicity_expire": ENDS_PUBLICITY | {"org_head": 409, "org_officer": 409},
    "objection_new": ENDS_PUBLICITY | {"discipline_head": 200, "discipline_officer": 200},
    # Another officer than the one named for it.
    **dict.fromkeys(("objection", "objection_close"), ONLY_THE_TWO | {"org_officer": 403}),
    **dict.fromkeys(("imports", "import_start", "import_mappings"), ONLY_THE_TWO),
    **dict.fromkeys(
        ("import_upload", "import_blank", *OF_AN_IMPORT, "import_undo", "import_errors"), BRINGS_IN
    ),
    "import_decisions": POSTS_AN_IMPORT,
    "import_mapping_delete": BRINGS_IN,
    "security_log": for_all(404, anonymous=302, audit_officer=200),
    "security_log_verify": for_all(404, anonymous=302, audit_officer=405),
    "security_log_export": for_all(404, anonymous=302, audit_officer=405),
}
# What stands in the address; a callable where only the furnished database knows (a primary key).
ARGUMENTS: dict[str, list[object] | Callable[[], list[object]]] = {
    "year": [YEAR],
    "year_results": [YEAR],
    **{name: [YEAR] for name in ("year_export", "year_sittings", "year_sittings_export")},
    **{name: [YEAR] for name in FIGURES_OF_A_YEAR},
    **{name: [YEAR] for name in ("year_gaps", "year_gaps_export", *SCORING_PAGES, *OF_A_COUNT)},
    "score_confirm_withdraw": [YEAR],
    "score_recheck": [YEAR],
    "scoring_officer_name": [YEAR, "counter"],
    "year_person": [YEAR, staff_no(0)],
    "year_person_export": [YEAR, staff_no(0)],
    **{name: [YEAR, staff_no(0)] for name in SHEETS},
    **{name: [YEAR] for name in ("own_score_sheet", "own_score_sheet_export")},
    **{name: [YEAR] for name in ("year_prints", "print_make", "print_register")},
    "year_prints_export": [YEAR, "ranking"],
    **{name: [YEAR] for name in ("year_documents", "year_forms_make")},
    "year_document_form": [YEAR, staff_no(0)],
    **{name: [YEAR, 1] for name in ("year_document_bundle", "year_document_file")},
    **dict.fromkeys((*OF_A_PRINT, "print_collect"), run_of),
    **dict.fromkeys((*OF_A_COPY, "print_uncollect"), copy_of),
    **dict.fromkeys(("cadre", "cadre_history", *PERSON_PAGES), person_of),
    **dict.fromkeys(("appointment_edit", "appointment_end"), appointment_of),
    "absence_end": absence_of,
    **dict.fromkeys(("cadre_view_prefer", "cadre_view_drop"), view_pk),
    **dict.fromkeys(
        ("export_request", "export_request_approval", "export_request_rejection", "export_request_file"),
        request_pk,
    ),
    "kin_remove": kin_of,
    **dict.fromkeys(
        ("account", "account_disable", "account_enable", "account_password", "grants_of", "grant_propose"),
        subject_pk,
    ),
    "grant_end": grant_pk,
    **dict.fromkeys(("unit", *OF_A_UNIT), unit_pk),
    **dict.fromkeys(OF_A_POST, post_pk),
    **{name: [1] for name in ("rule_version", "rule_version_file", "rule_draft_start")},
    "rule_document_edit": document_pk,
    "rule_draft": waiting_draft_pk,
    **dict.fromkeys(OF_A_WAITING_DRAFT, waiting_draft_pk),
    **dict.fromkeys(OF_AN_OPEN_DRAFT, open_draft_pk),
    "rule_draft_edit": lambda: [*open_draft_pk(), "weights"],
    "supervision_end": supervision_pk,
    **{
        name: partial(meeting_pk, state)
        for name, state in (OF_A_MEETING | OF_ITS_RESULTS | OF_ITS_PAPERS).items()
    },
    "meeting_offer_add": partial(meeting_pk, "preparing"),
    **{name: partial(item_pk, state) for name, state in OF_AN_ITEM.items()},
    **dict.fromkeys(MINUTES_OF_AN_ITEM, partial(item_pk, "final")),
    **dict.fromkeys(OF_ITS_RESULT, partial(item_pk, "held")),
    "meeting_item_move": lambda: [*item_pk("preparing"), "up"],
    "meeting_item_renew": partial(item_pk, "preparing"),
    "meeting_recusal_answer": partial(recusal_pk, "preparing"),
    **dict.fromkeys(OF_A_DRAFT_LIST, partial(publicity_pk, "draft")),
    **dict.fromkeys((*READ_PUBLICITY, *OF_A_PUBLIC_LIST, "objection_new"), publicity_pk),
    "publicity_person_withdraw": public_person_pk,
    **dict.fromkeys(("objection", "objection_close"), objection_pk),
    "import_upload": ["roster"],
    "import_blank": ["roster"],
    **dict.fromkeys((*OF_AN_IMPORT, "import_decisions"), waiting_pk),
    **dict.fromkeys(("import_undo", "import_errors"), applied_pk),
    "import_mapping_delete": mapping_pk,
    **dict.fromkeys(("proposal", "proposal_approve", "proposal_reject", "proposal_withdraw"), proposal_pk),
}

# Rooms above the count keep their own rows.
AREAS = (
    matrix_plan,
    matrix_reports,
    matrix_facts,
    matrix_uses,
    matrix_review,
    matrix_matters,
    matrix_accountability,
    matrix_tolerance,
    matrix_officers,
    matrix_clarification,
    matrix_supervision,
    matrix_alerts,
    matrix_reminders,
)
for area in AREAS:
    MATRIX |= area.MATRIX
    ARGUMENTS |= area.ARGUMENTS


def furnish() -> None:
    """Every object that ARGUMENTS name; tests/browser/test_every_page.py opens the same pages."""
    small_year(1)
    furnish_person()
    supervised()
    waiting_proposal()
    furnish_imports()
    furnish_lists()
    printed()
    furnish_drafts()
    furnish_meetings()
    for area in AREAS:
        area.furnish()


def address(name: str) -> str:
    args = ARGUMENTS.get(name)
    return reverse(name, args=args() if callable(args) else args)


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry)
        else:
            yield entry


def test_every_url_has_a_name_and_every_name_a_row() -> None:
    names = [pattern.name for pattern in patterns(get_resolver())]
    assert None not in names
    assert sorted(names) == sorted(MATRIX)
    assert all(tuple(row) == VISITORS for row in MATRIX.values())
    opened = {name: [who for who in VISITORS if row[who] == 200] for name, row in MATRIX.items()}
    assert [name for name, by in opened.items() if by and not set(WIDEST) & set(by)] == ["sign_in"]


@pytest.fixture(scope="module")
def furnished(module_db: None) -> None:
    furnish()


@pytest.fixture
def asking(furnished: None, cheap_refusals: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.health.CHECKS", {"all": lambda: None})


def status(client: Client, name: str) -> int:
    response = client.get(address(name))
    if response.streaming:
        response.getvalue()
    return response.status_code


@pytest.mark.once
@pytest.mark.django_db
@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("visitor", VISITORS)
def test_who_may_open_what(visitor: str) -> None:
    client = signed_in(visitor)
    assert {name: status(client, name) for name in MATRIX} == {n: row[visitor] for n, row in MATRIX.items()}


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.usefixtures("asking")
@pytest.mark.parametrize("visitor", WIDEST)
def test_no_page_breaks_on_postgresql(visitor: str) -> None:
    """Each page once, for the first of the widest who may open it; who may is no question of SQL."""
    client = signed_in(visitor)
    first = {name: next((who for who in WIDEST if row[who] == 200), None) for name, row in MATRIX.items()}
    names = [name for name, who in first.items() if who == visitor]
    assert {name: status(client, name) for name in names} == dict.fromkeys(names, 200)
