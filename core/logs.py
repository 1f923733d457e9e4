"""One JSON line per event on standard error, without identity or phone numbers."""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import structlog

# 居民身份证号码 and mainland mobile numbers, wherever they stand in a line: database errors quote values.
# Not the digits after a decimal point: durations and scores would lose them.
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?<!\d\.)(?:\d{17}[\dXx]|1[3-9]\d{9})(?!\d)")
_SHANGHAI = ZoneInfo("Asia/Shanghai")


def _stamp(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """The real time with its offset; a clock shifted for a test does not shift the log."""
    event["timestamp"] = datetime.now(_SHANGHAI).isoformat(timespec="milliseconds")
    return event


# Of what a line is about, only these may be told: no field that somebody fills in.
_EXTRAS = ("task_id", "task_name", "job", "attempt", "kind")
_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    _stamp,
]


def without_personal_numbers(line: str) -> str:
    """The same line with every identity and mobile number replaced by `***`."""
    return _PERSONAL_NUMBER.sub("***", line)


# What PostgreSQL puts under the first line of an error: values of the row, or the line of a COPY.
_QUOTED_ROW = re.compile(r"(?:\n|\\n)(?:DETAIL|CONTEXT|HINT|QUERY|LINE \d+):.*?(?=\n|\\n|$)")
_DATA_EXCEPTION = "22"  # the class of SQLSTATEs whose first line itself ends with the value


def error_words(error: BaseException) -> str:
    """What an error says without the rows that a database error quotes; SQLSTATE and constraint stay."""
    reported = next((link for link in _chain(error) if str(link) == str(error) and _primary(link)), None)
    if reported is None:
        return _QUOTED_ROW.sub("", str(error))
    words, facts = _primary(reported), reported.diag  # type: ignore[attr-defined]
    state = facts.sqlstate or ""
    if state.startswith(_DATA_EXCEPTION):
        words = words.partition(": ")[0]
    return f"{words} [{' '.join(filter(None, ('SQLSTATE', state, facts.constraint_name)))}]"


def _primary(error: BaseException) -> str:
    """The first line of what the server reported, '' for any other error."""
    return getattr(getattr(error, "diag", None), "message_primary", None) or ""


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and whatever led to it; Django's own database errors only stand before the driver's."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _traceback_text(exc_info: structlog.typing.ExcInfo) -> str:
    """The traceback of an exc_info, with every error of the chain in its own safe words."""
    text = "".join(traceback.format_exception(*exc_info)).rstrip("\n")
    for error in _chain(exc_info[1]):
        if str(error):
            text = text.replace(str(error), error_words(error))
    return _QUOTED_ROW.sub("", text)


def _without_rows(logger: Any, method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Whoever puts an error into a message, as Celery does, quotes no row either."""
    if isinstance(event.get("event"), str):
        event["event"] = _QUOTED_ROW.sub("", event["event"])
    return event


# What JSON lets stand, but a terminal or a reader of lines obeys: C1 controls, line separators, characters
# that turn text around or hide it, lone surrogates.
_OBEYED = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def _render(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    line = without_personal_numbers(str(renderer(logger, method, event)))
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def configure(level: str) -> dict[str, Any]:
    """Sets structlog up and returns Django's LOGGING: every logger writes the same kind of line.

    Standard error, because commands print their results on standard output.
    """
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*_SHARED, structlog.stdlib.ExtraAdder(allow=_EXTRAS)],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.ExceptionRenderer(_traceback_text),
                    _without_rows,
                    _render,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers (console in debug, mail to administrators) would say everything twice.
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }
