"""Reasons are written out as JSON by hand: whatever they quote must come back as it was."""

from __future__ import annotations

import json

import pytest

from appraisal.services.scoring import _reasons_text
from policy.verdict import Reason

AWKWARD = [
    '“外派”，含"引号"',
    "反斜线 \\ 与换行\n制表\t",
    "\x00\x1f\x7f",
    "𠀀𰻝",
    "阿卜杜热西提·麦麦提",
    "",
    "</script>",
]


@pytest.mark.parametrize("words", AWKWARD)
def test_reasons_come_back_as_they_were(words: str) -> None:
    written = _reasons_text([Reason("person.ungraded", "第六条", words), Reason("a", "", words)])
    assert json.loads(written) == [
        {"rule": "person.ungraded", "article": "第六条", "text": words},
        {"rule": "a", "article": "", "text": words},
    ]


def test_no_reason_is_an_empty_list() -> None:
    assert json.loads(_reasons_text([])) == []
