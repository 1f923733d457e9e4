"""Checks the security log: the whole chain, its newest part, and its end against anchors kept elsewhere.

An anchor is a line that names the last event and its hash. Whoever cuts the end of the table off, and sets
the head back, cannot cut the anchors that were carried away meanwhile.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
from django.conf import settings

from core import clock
from core.jobs import JobRun, job_enqueue
from core.models import Job

from ..models import SecurityEvent, SecurityLogHead, User

log = structlog.get_logger(__name__)
VERIFY_JOB = "accounts.audit_verify"
CHUNK = 2_000
SHOWN = 200  # findings that are told in full
SWAPS = 200  # broken rows that are compared with each other
Progress = Callable[[int, int], None]


class AnchorUnreadable(Exception):
    """The anchors are missing or damaged, so the end of the chain cannot be judged."""


@dataclass(frozen=True)
class Anchor:
    """The end of the chain at some moment: last number, how many rows, its hash."""

    at: str
    number: int
    rows: int
    hash: str


@dataclass
class Verification:
    """What a check found. `findings` are sentences; more than `SHOWN` are only counted."""

    rows: int = 0
    last_number: int = 0
    last_hash: str = ""
    anchors: int | None = None
    found: int = 0
    findings: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        return not self.found

    def tell(self, finding: str) -> None:
        self.found += 1
        if len(self.findings) < SHOWN:
            self.findings.append(finding)


def anchor_path() -> Path:
    """Where anchors lie by default; copies of it belong on another machine."""
    return Path(settings.VAR_DIR) / "audit-anchor.jsonl"


def anchors_read(path: Path) -> list[Anchor]:
    """The anchors of a file. Raises AnchorUnreadable."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
        found = [Anchor(**json.loads(line)) for line in lines if line]
        sound = all(isinstance(a.number, int) and isinstance(a.hash, str) for a in found)
    except FileNotFoundError as error:
        raise AnchorUnreadable(f"找不到锚点文件 {path}，无法核对末尾是否被截去。") from error
    except OSError as error:
        raise AnchorUnreadable(f"锚点文件 {path} 无法读取：{error.strerror}。") from error
    except (ValueError, TypeError) as error:
        raise AnchorUnreadable(f"锚点文件 {path} 已损坏，请换用异地保存的一份。") from error
    if not found or not sound:
        raise AnchorUnreadable(f"锚点文件 {path} 里没有可用的锚点。")
    return found


def anchor_write(*, path: Path | None = None) -> Anchor | None:
    """Appends the chain's end to the anchor file (mode 0600) and to the log; None where nothing is new.

    The log line is the copy that leaves the machine with all other lines.
    """
    path = path or anchor_path()
    head = SecurityLogHead.objects.first()
    if head is None or not head.number:
        return None
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    flags = os.O_CREAT | os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(path, flags, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        last = _last_anchor(file.read())
        if last and last.number == head.number and last.hash == head.hash:
            return None
        if last and not _stands(last):
            log.error("security log does not match its anchor", number=last.number)
        anchor = Anchor(
            clock.now().isoformat(timespec="seconds"), head.number, SecurityEvent.objects.count(), head.hash
        )
        file.write(json.dumps(vars(anchor)) + "\n")
        file.flush()
        os.fsync(file.fileno())
    log.info("security log anchor", number=anchor.number, rows=anchor.rows, hash=anchor.hash)
    return anchor


def _last_anchor(text: str) -> Anchor | None:
    try:
        return Anchor(**json.loads(text.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        return None


def _stands(anchor: Anchor) -> bool:
    return SecurityEvent.objects.filter(number=anchor.number, hash=anchor.hash).exists()


def chain_verify(*, anchors: list[Anchor] | None = None, progress: Progress | None = None) -> Verification:
    """Reads every event in order and judges it. Raises KeyFileError and the database's errors.

    anchors: what was written down before; None: the end is judged by the head row alone.
    """
    check = _Check(Verification(anchors=None if anchors is None else len(anchors)), anchors or [])
    head = SecurityLogHead.objects.first()
    while True:
        before = check.result.rows
        for event in _after(check.number):
            check.take(event)
            if progress and check.result.rows % CHUNK == 0:
                progress(check.result.rows, head.number if head else check.result.rows)
        head = SecurityLogHead.objects.first()
        # Somebody may have written while we read: go on to where the head is now.
        if check.result.rows == before or not head or head.number <= check.number:
            break
    check.close(head)
    return check.result


def _after(number: int) -> Iterator[SecurityEvent]:
    rows = SecurityEvent.objects.filter(number__gt=number) if number else SecurityEvent.objects.all()
    return rows.order_by("number", "hash").iterator(chunk_size=CHUNK)


def newest_verify(count: int) -> Verification:
    """The same judgement for the newest `count` events and the head, in two queries."""
    head = SecurityLogHead.objects.first()
    rows = list(SecurityEvent.objects.order_by("-number")[: count + 1])[::-1]
    check = _Check(Verification(), [])
    if len(rows) > count:  # one more than asked, only to know what the first must be bound to
        check.number, check.hash = rows[0].number, rows[0].hash
        check.result.last_number, check.result.last_hash = rows[0].number, rows[0].hash
        rows = rows[1:]
    for event in rows:
        check.take(event)
    check.close(head)
    return check.result


class _Check:
    """One pass over the events in order."""

    def __init__(self, result: Verification, anchors: list[Anchor]) -> None:
        self.result = result
        self.number, self.hash, self.when = 0, "", ""
        self._broken: list[SecurityEvent] = []
        self._suspect = False  # the row before was named already
        self._anchors: dict[int, list[Anchor]] = {}
        for anchor in anchors:
            self._anchors.setdefault(anchor.number, []).append(anchor)

    def take(self, event: SecurityEvent) -> None:
        """Judges the next event."""
        here = f"{event.at.astimezone(clock.ZONE):%Y-%m-%d %H:%M:%S}"
        told = self.result.found
        if event.number == self.number:
            self.result.tell(f"第 {event.number} 条（{here}）：编号出现两次，链条在此分叉。")
        elif event.number != self.number + 1:
            self._missing(self.number + 1, event.number - 1, here)
        broken = event.digest() != event.hash
        if broken:
            self._broken.append(event)
            self.result.tell(f"第 {event.number} 条（{here}）：内容与校验值不符，这一条被改动过。")
        elif event.previous_hash != self.hash and told == self.result.found and not self._suspect:
            self.result.tell(f"第 {event.number} 条（{here}）：与上一条不衔接，上一条被换过。")
        for anchor in self._anchors.pop(event.number, []):
            if anchor.hash != event.hash and not broken:
                self.result.tell(
                    f"第 {event.number} 条（{here}）：与 {anchor.at} 的锚点不符，链条被整体重写。"
                )
        self._suspect = broken
        self.number, self.hash, self.when = event.number, event.hash, here
        self.result.rows += 1
        self.result.last_number, self.result.last_hash = event.number, event.hash

    def close(self, head: SecurityLogHead | None) -> None:
        """Judges the end."""
        self._swapped()
        last = max([self.number, *self._anchors, head.number if head else 0])
        if last > self.number:
            sources = [f"{anchors[0].at} 的锚点" for n, anchors in self._anchors.items() if n == last]
            after = f"，其前一条的时间为 {self.when}" if self.when else ""
            self.result.tell(
                f"第 {self.number + 1} 至 {last} 条缺失：末尾被截去{after}"
                f"（依据：{sources[0] if sources else '末尾记录'}）。"
            )
        elif self.number and not self._ends_at(head):
            self.result.tell(f"末尾记录与最后一条（第 {self.number} 条）不符，末尾记录被改动过。")

    def _ends_at(self, head: SecurityLogHead | None) -> bool:
        if head is None or head.number != self.number:
            return False
        return head.hash == self.hash or self._suspect

    def _missing(self, first: int, last: int, until: str) -> None:
        which = f"第 {first} 条" if first == last else f"第 {first} 至 {last} 条"
        since = f"{self.when} 至 " if self.when else "开头至 "
        self.result.tell(f"{which}缺失：{since}{until} 之间的记录被删除。")

    def _swapped(self) -> None:
        rows = self._broken[:SWAPS]
        for index, one in enumerate(rows):
            for other in rows[index + 1 :]:
                if _belongs(one, other) and _belongs(other, one):
                    self.result.tell(f"第 {one.number} 条与第 {other.number} 条的内容被对调。")


def _belongs(event: SecurityEvent, place: SecurityEvent) -> bool:
    """Whether the event is genuine at the other's place, with the hashes of either."""
    return any(
        event.digest(number=place.number, previous_hash=previous) in (event.hash, place.hash)
        for previous in (event.previous_hash, place.previous_hash)
    )


def verification_request(*, actor: User) -> Job:
    """Asks for a check of the whole chain; a request that waits or runs is answered again."""
    return job_enqueue(VERIFY_JOB, key="chain", actor=actor)


def verification_run(run: JobRun) -> None:
    """The check as a job; without anchors the rest is checked, and the result says so."""
    anchors, lack = None, ""
    try:
        anchors = anchors_read(anchor_path())
    except AnchorUnreadable as unreadable:
        lack = str(unreadable)
    result = chain_verify(anchors=anchors, progress=lambda done, total: run.progress(done, total, "核对"))
    if not result.intact:
        log.error("security log was tampered with", found=result.found)
    run.result = {
        "rows": result.rows,
        "last_number": result.last_number,
        "anchors": result.anchors,
        "lack": lack,
        "found": result.found,
        "findings": result.findings[:20],
    }
