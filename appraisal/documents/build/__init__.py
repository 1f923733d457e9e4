"""How the templates of the appraisal's documents are made: a script, so that a change of theirs can be read.

`manage.py build_document_templates` writes them; what lies in `templates/` is what it wrote.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from core.documents.paper import Paper, papers_save

from . import forms, meetings, notices, official, volume

TEMPLATES: Mapping[str, Callable[[], Paper]] = {
    "annual_form": forms.annual_form,
    "term_form": forms.term_form,
    "talk_record": forms.talk_record,
    "result_notice": notices.result_notice,
    "public_notice": notices.public_notice,
    "commendation": official.commendation,
    "agenda": meetings.agenda,
    "minutes_extract": meetings.minutes_extract,
    "reports_volume": volume.reports_volume,
}


def templates_build(folder: Path) -> list[Path]:
    """Write every template into the folder."""
    return papers_save(folder, TEMPLATES)
