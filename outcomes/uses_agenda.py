"""What the first 20 % and the last 3 % put before a meeting, and who hears what it decided (第七条)."""

from __future__ import annotations

from decisions import registry, signals
from decisions.registry import AgendaKind, Outcome
from notices.signals import workdays_changed
from policy import commendation, reminder_talk

TOP, BOTTOM = "appraisal.top", "appraisal.bottom"
# What items and publicity are about: a cycle, by primary key.
SUBJECT = "appraisal.cycle"

TOP_KIND = AgendaKind(
    TOP,
    "审议表彰人选",
    commendation.ARTICLE,
    (
        Outcome(commendation.AGREED, "同意表彰", chosen=True),
        Outcome(commendation.DECLINED, "不予表彰", needs_reason=True),
        Outcome(commendation.DEFERRED, "暂缓", needs_reason=True),
    ),
    ordered=True,
)
# No outcome is proposed, and there is no order to depart from: the number alone does nothing.
BOTTOM_KIND = AgendaKind(
    BOTTOM,
    "研判考核排名靠后的干部",
    reminder_talk.ARTICLE,
    tuple(
        Outcome(
            code,
            label,
            needs_reason=code == reminder_talk.NO_TALK,
            chosen=code != reminder_talk.NO_TALK,
        )
        for code, label in reminder_talk.OUTCOMES.items()
    ),
)


def agenda_ready() -> None:
    """Called once, when the apps are ready."""
    from appraisal.workflow import register_check  # noqa: PLC0415 - models are loaded only now

    from .selectors.bottom import (  # noqa: PLC0415
        bottom_now,
        bottom_offers,
        entries_closed,
        missing_fact_sheets,
        missing_follow_ups,
        missing_judgements,
    )
    from .selectors.commendation import (  # noqa: PLC0415
        missing_commendations,
        missing_evidence,
        top_now,
        top_offers,
    )
    from .selectors.talks import missing_talks  # noqa: PLC0415
    from .services import uses_heard  # noqa: PLC0415

    registry.register(TOP_KIND)
    registry.register(BOTTOM_KIND)
    registry.register_source(TOP, top_offers)
    registry.register_source(BOTTOM, bottom_offers)
    registry.register_lists(TOP, top_now)
    registry.register_lists(BOTTOM, bottom_now)
    registry.register_closed(BOTTOM, entries_closed)
    signals.item_decided.connect(uses_heard.decision_heard, dispatch_uid="outcomes.uses_decided")
    for signal in (
        signals.publicity_finished,
        signals.publicity_ended,
        signals.publicity_withdrawn,
        signals.publicity_objection_closed,
    ):
        signal.connect(uses_heard.publicity_heard, dispatch_uid="outcomes.uses_publicity")
    # Both are usually decided with the grades; talks are over before the year is put away.
    register_check("decide", missing_evidence)
    register_check("decide", missing_fact_sheets)
    register_check("archive", missing_commendations)
    register_check("archive", missing_judgements)
    register_check("archive", missing_talks)
    register_check("archive", missing_follow_ups)
    workdays_changed.connect(uses_heard.workdays_heard, dispatch_uid="outcomes.uses_workdays")
