"""One JSON line per event on standard error, without identity or phone numbers."""

from __future__ import annotations

import re
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


_SHARED = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    _stamp,
]


def without_personal_numbers(line: str) -> str:
    """The same line with every identity and mobile number replaced by `***`."""
    return _PERSONAL_NUMBER.sub("***", line)


def _render(logger: Any, method: str, event: structlog.typing.EventDict) -> str:
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    return without_personal_numbers(str(renderer(logger, method, event)))


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
                "foreign_pre_chain": [*_SHARED, structlog.stdlib.ExtraAdder(allow=["task_id", "task_name"])],
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,
                    _render,
                ],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        # Django's own handlers (console in debug, mail to administrators) would say everything twice.
        "loggers": {"django": {"handlers": [], "propagate": True}},
    }
