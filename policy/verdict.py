"""A verdict has reasons, never a bare boolean: pages, letters and tests read the same sentences."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for people.

    rule: stable name of the rule, for code and tests only; article: e.g. 第七条;
    text: a complete Chinese sentence that can be read aloud in a meeting.
    """

    rule: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What stands in the way of a step; no reasons means nothing does."""

    reasons: tuple[Reason, ...] = ()

    @property
    def ok(self) -> bool:
        """True when nothing stands in the way."""
        return not self.reasons
