"""An import as its pages do it, by a signed-in test client; background work is run at once."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from core.jobs import job_run
from intake.models import Intake

from .own_files import COLUMNS, WORDS


def words(response: HttpResponse) -> str:
    """What a person reads on a page below its bar and menu: no tags, no double spaces."""
    page = response.content.decode()
    body = page.partition("<main ")[2].partition(">")[2].partition("</main>")[0] or page
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body)))


def upload(client: Client, path: Path, code: str = "roster", *, query: str = "", **data: Any) -> HttpResponse:
    """Step 1: posts the file of the kind with this code."""
    with path.open("rb") as stream:
        return client.post(reverse("import_upload", args=[code]) + query, {"file": stream, **data})


def newest() -> Intake:
    return Intake.objects.order_by("-pk")[0]


def fresh(intake: Intake) -> Intake:
    return Intake.objects.select_related("job").get(pk=intake.pk)


def columns_posted(response: HttpResponse, **changes: str) -> dict[str, str]:
    """The columns page as it stands, filled in as its user would, ready to be posted.

    changes: heading or word of the file -> ours, else what is suggested.
    """
    form = response.context["form"]
    posted = {"version": str(form["version"].value()), "remember_as": ""}
    for column, _, field in form.column_rows():
        posted[field.html_name] = changes.get(column.heading, field.value() or "")
    for _, pairs in form.word_groups():
        for item, field in pairs:
            posted[field.html_name] = changes.get(item.word, field.value() or "")
    return posted


def our_meaning() -> dict[str, str]:
    """What the headings and words of `own_files` mean."""
    meant = dict(COLUMNS)
    for pairs in WORDS.values():
        meant |= pairs
    return meant


def mapped(client: Client, intake: Intake, remember_as: str = "", **changes: str) -> Intake:
    """Step 2: says what columns and words mean; twice where the words show up only then."""
    url = reverse("import_columns", args=[intake.pk])
    page = client.get(url)
    for _ in range(2):
        posted = columns_posted(page, **(changes or our_meaning())) | {"remember_as": remember_as}
        page = client.post(url, posted)
        if page.status_code == 303:
            return fresh(intake)
    raise AssertionError(words(page))


def run(intake: Intake) -> Intake:
    """Does the background work that waits, as a worker would."""
    intake = fresh(intake)
    if intake.job_id:
        job_run(intake.job_id)
    return fresh(intake)


def staged(client: Client, path: Path, code: str = "roster", **data: Any) -> Intake:
    """Steps 1 and 2, read and judged: the preview is there."""
    response = upload(client, path, code, **data)
    assert response.status_code == 303, words(response)
    return run(mapped(client, newest()))


def confirm(client: Client, intake: Intake, **data: Any) -> HttpResponse:
    """Step 4: yes, with the tick for people who leave."""
    given = {"version": fresh(intake).version, "removed": "on"} | data
    return client.post(reverse("import_confirm", args=[intake.pk]), given)


def applied(client: Client, path: Path, code: str = "roster", **data: Any) -> Intake:
    """All steps: the file is in."""
    intake = staged(client, path, code, **data)
    response = confirm(client, intake)
    assert response.status_code == 303, words(response)
    return run(intake)
