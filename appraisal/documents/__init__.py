"""The appraisal's documents: each takes its context and answers the bytes of a Word file.

The templates are written by `build/`; contexts are in `contexts.py`.
"""

from __future__ import annotations

from pathlib import Path

from core.documents import render

from . import contexts

TEMPLATES = Path(__file__).parent / "templates"


def annual_form(context: contexts.AnnualForm) -> bytes:
    """年度考核登记表."""
    return render(TEMPLATES / "annual_form.docx", context)


def term_form(context: contexts.TermForm) -> bytes:
    """聘期考核登记表."""
    return render(TEMPLATES / "term_form.docx", context)


def result_notice(context: contexts.ResultNotice) -> bytes:
    """考核结果通知书, with the receipt that the cadre signs."""
    return render(TEMPLATES / "result_notice.docx", context)


def commendation(context: contexts.Commendation) -> bytes:
    """表彰决定."""
    return render(TEMPLATES / "commendation.docx", context)


def talk_record(context: contexts.TalkRecord) -> bytes:
    """谈话提醒记录."""
    return render(TEMPLATES / "talk_record.docx", context)


def public_notice(context: contexts.PublicNotice) -> bytes:
    """公示公告."""
    return render(TEMPLATES / "public_notice.docx", context)


def agenda(context: contexts.Agenda) -> bytes:
    """会议议程."""
    return render(TEMPLATES / "agenda.docx", context)


def minutes_extract(context: contexts.MinutesExtract) -> bytes:
    """会议纪要摘录."""
    return render(TEMPLATES / "minutes_extract.docx", context)


def reports_volume(context: contexts.ReportsVolume) -> bytes:
    """述职报告汇编."""
    return render(TEMPLATES / "reports_volume.docx", context)
