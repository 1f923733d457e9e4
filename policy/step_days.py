"""Until when each step of an appraisal is taken: by the plan, or by a limit from the step before (第六条)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from .workdays import Calendar, Deadline, deadline


@dataclass(frozen=True, slots=True)
class StepDay:
    """day: the plan's day that is asked, "" for the one on which the cycle came where it stands.

    limit: so many days (`policy.limits`) lie between, calendar days before the plan's day or working days
    after.
    """

    day: str = ""
    limit: str = ""
    before: bool = False


STEP_DAYS: Mapping[str, StepDay] = {
    "approve": StepDay("report_due", "process_plan_days", before=True),
    "open_reports": StepDay("report_due", "process_reports_days", before=True),
    "publish_reports": StepDay("report_due"),
    "open_voting": StepDay("voting_from"),
    "close_voting": StepDay("voting_to"),
    "score": StepDay("voting_to", "process_count_days"),
    "open_panel": StepDay("panel_due"),
    "decide": StepDay("decision_due"),
    "publicize": StepDay(limit="process_publicity_days"),
    "open_feedback": StepDay(limit="process_feedback_days"),
    "open_review": StepDay(limit="process_review_days"),
    "archive": StepDay("archive_due"),
}


def step_due(
    step: str,
    *,
    plan: Mapping[str, date | None],
    since: date | None,
    limits: Mapping[str, int],
    calendar: Calendar,
) -> Deadline | None:
    """The last day of a step, None where nothing says it (第六条).

    plan: the days of the plan by name; since: since when the cycle stands where the step leads on from, None
    where it does not stand there.
    """
    asked = STEP_DAYS[step]
    day = plan.get(asked.day) if asked.day else since
    if day is None or not asked.limit:
        return None if day is None else Deadline(day)
    if asked.before:
        return Deadline(day - timedelta(days=limits[asked.limit]))
    return deadline(day, limits[asked.limit], calendar)
