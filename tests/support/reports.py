"""A cycle that takes self-reports, its people, and Word files as people make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import date, timedelta
from html import escape

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import Role, RoleGrant, Unit, User
from appraisal.models import Cycle, CycleEvent, CycleState, Participant, Plan
from ballots.imports import paper_of
from ballots.models import Round
from core import clock
from evidence.models import SelfReport
from evidence.services import report_check, report_save, report_submit
from policy.parameters import AppraisalParameters
from policy.self_report import SECTIONS
from rulebook.selectors import version_on
from tests.support.people import SINCE
from tests.support.register import appointed, cadre, post, unit

TEXTS = {section.code: f"{section.title}：本年度做了许多实际工作。" for section in SECTIONS}
CATEGORY = "机关部门正职"


def reporting_cycle(year: int = 2026, state: str = CycleState.SELF_REPORT, due_in: int = 10) -> Cycle:
    """A cycle run here in a state; the last day for reports is `due_in` days off."""
    version = version_on(date(year, 12, 31))
    round = Round.objects.create(
        title=f"{year}", paper=paper_of(AppraisalParameters.from_json(version.parameters))
    )
    cycle = Cycle.objects.create(
        year=year,
        source=Cycle.Source.PLAN,
        state=state,
        policy=version,
        parameters=version.parameters,
        round=round,
    )
    system, due = User.objects.system(), clock.today() + timedelta(days=due_in)
    CycleEvent.record(cycle, actor=system, from_state=CycleState.APPROVED, to_state=CycleState.SELF_REPORT)
    Plan.objects.create(
        cycle=cycle,
        cutoff_on=date(year, 12, 31),
        report_due=due,
        voting_from=due + timedelta(days=15),
        voting_to=due + timedelta(days=20),
        drafted_by=system,
    )
    return cycle


def moved(cycle: Cycle, state: str) -> Cycle:
    """The same cycle further on its way, without the steps of its own room."""
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    return Cycle.objects.get(pk=cycle.pk)


def taking_part(
    cycle: Cycle, staff_no: str = "20001", name: str = "陈静", of: Unit | None = None, title: str = "处长"
) -> tuple[Participant, User]:
    """Somebody who takes part, with an account and a post in a unit."""
    who = cadre(staff_no, name)
    appointed(who, post(of or Unit.objects.filter(name="教务处").first() or unit("教务处"), f"{name}{title}"))
    user = User.objects.create_user(staff_no=staff_no, name=name)
    RoleGrant.objects.create(user=user, role=Role.CADRE, valid_from=SINCE)
    return Participant.objects.create(cycle=cycle, cadre=who, category=CATEGORY), user


def somebody(role: Role, staff_no: str, name: str = "周敏", over: Unit | None = None) -> User:
    """A user with a role over a unit, or everywhere."""
    user, _ = User.objects.get_or_create(staff_no=staff_no, defaults={"name": name})
    RoleGrant.objects.create(user=user, role=role, unit=over, valid_from=SINCE)
    return user


def handed_in(person: Participant, user: User, texts: dict[str, str] | None = None) -> SelfReport:
    """The report, written and handed in by its author."""
    saved = report_save(participant_pk=person.pk, version=0, texts=texts or TEXTS, actor=user)
    return report_submit(participant_pk=person.pk, version=saved.version, actor=user)


def checked(person: Participant, user: User, by: User) -> SelfReport:
    """Handed in and passed."""
    report = handed_in(person, user)
    return report_check(participant_pk=person.pk, version=report.version, actor=by)


_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/></Types>'
)
_TARGET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"


def docx(
    paragraphs: Sequence[str] = (), *, relations: str = "", parts: dict[str, bytes] | None = None
) -> bytes:
    """A Word file as small as they come. relations: of the document; parts: what else lies in it."""
    body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_R}"><Relationship Id="r1" Type="{_TARGET}" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'
        )
        if relations:
            archive.writestr(
                "word/_rels/document.xml.rels", f'<Relationships xmlns="{_R}">{relations}</Relationships>'
            )
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return target.getvalue()


def upload(content: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\x00IEND\xaeB`\x82"
)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def typed(
    person: Participant, version: int, texts: dict[str, str] | None = None, **more: str
) -> dict[str, str]:
    return {"participant": str(person.pk), "version": str(version), **(texts or TEXTS), **more}


def own_url(cycle: Cycle, name: str = "report_own", *args: object) -> str:
    return reverse(name, args=[cycle.code, *args])
