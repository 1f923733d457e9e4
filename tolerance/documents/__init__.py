"""Documents of a tolerance case: each takes its context and answers the bytes of a Word file."""

from __future__ import annotations

from pathlib import Path

from core.documents import render

from . import contexts

TEMPLATES = Path(__file__).parent / "templates"
Context = contexts.Head | contexts.Public


def written(name: str, context: Context) -> bytes:
    """The document of that name (`build.TEMPLATES`)."""
    return render(TEMPLATES / f"{name}.docx", context)
