"""Background work that survives killed workers and flushed queues.

The row in `Job` is the truth; a queue message only says "look at this row". A worker owns a row while its
lease token stands in it and renews the lease at each progress report. Effects are written in one
transaction that ends by taking the job from running to done with that token (`JobRun.effects`); a worker
that lost its lease matches no row and everything it did is rolled back. So each effect happens once.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.module_loading import autodiscover_modules

from . import clock
from .logs import error_words, without_personal_numbers
from .models import Job
from .models.jobs import OPEN, JobState
from .pages import RuleBroken, StaleState

logger = logging.getLogger(__name__)

WRITE_EVERY = 0.5  # seconds between progress reports that reach the database
BACKOFF = 10  # seconds before the second attempt; doubled for each further one
WAKE_AT_ONCE = 100
ENQUEUE_ATTEMPTS = 5
INTERRUPTED = "执行进程多次中断，已停止重试。"


class LeaseLost(Exception):
    """Another worker took the job over; what this one did since its last commit is rolled back."""


class JobRefused(Exception):
    """Raised by a handler whose job can never succeed: no further attempt; users read the message."""


class UnknownKind(LookupError):
    """No handler is registered under this name."""


@dataclass(frozen=True)
class Kind:
    """A registered handler; `lease` in seconds must exceed the longest time between two progress reports."""

    name: str
    handler: Callable[[JobRun], None]
    lease: float
    max_attempts: int
    label: str


_kinds: dict[str, Kind] = {}


def job_kind(
    name: str, *, lease: float = 60, max_attempts: int = 5, label: str = "后台任务"
) -> Callable[[Callable[[JobRun], None]], Callable[[JobRun], None]]:
    """Register the handler of a kind of job, in the `tasks.py` of an app; label: what operators read.

    Raises ValueError for a twin.
    """

    def register(handler: Callable[[JobRun], None]) -> Callable[[JobRun], None]:
        if name in _kinds:
            raise ValueError(f"Job kind {name!r} is registered twice.")
        _kinds[name] = Kind(name, handler, lease, max_attempts, label)
        return handler

    return register


def kind_of(name: str) -> Kind:
    """The registered kind; looks into every app's `tasks.py` first. Raises UnknownKind."""
    if name not in _kinds:
        autodiscover_modules("tasks")
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def job_enqueue(
    kind: str,
    *,
    actor: Any,
    key: str | None = None,
    arguments: Mapping[str, Any] | None = None,
    wake_worker: bool = True,
) -> Job:
    """A job to be run soon after the present transaction commits.

    key: what it brings about; while a job of this kind and key is open, that job is the answer.
    arguments: primary keys (and short codes) only. wake_worker: False where the caller runs the job itself
    right away; should the caller be killed, the sweep finds the row. Raises UnknownKind, TypeError.
    """
    registered = kind_of(kind)
    given = dict(arguments or {})
    _require_keys_only(given)
    for _ in range(ENQUEUE_ATTEMPTS):
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    key=key or "",
                    arguments=given,
                    max_attempts=registered.max_attempts,
                    created_by=actor,
                    request_id=str(structlog.contextvars.get_contextvars().get("request_id", ""))[:64],
                )
        except IntegrityError:
            # The unique row of an open key: take it, unless it was finished just now.
            taken = Job.objects.filter(kind=kind, key=key or "", state__in=OPEN).first()
            if taken is None:
                continue
            job = taken
        if wake_worker:
            _wake_on_commit(job.pk)
        return job
    raise RuntimeError(f"Job {kind} {key} could not be enqueued.")


def _require_keys_only(arguments: Mapping[str, Any]) -> None:
    for name, value in arguments.items():
        for item in value if isinstance(value, list) else [value]:
            if not (item is None or isinstance(item, int) or (isinstance(item, str) and len(item) <= 64)):
                raise TypeError(f"Job argument {name!r} must be primary keys or short codes.")


def _wake_on_commit(pk: int) -> None:
    """Whatever goes wrong in telling a worker, what was committed is answered as done.

    Not a partial: where the callback fails, Django asks it for its qualified name.
    """
    transaction.on_commit(lambda: wake(pk), robust=True)


def wake(pk: int) -> bool:
    """Tell a worker to look at the row. A broker that is away costs only time: the sweep calls again."""
    from .tasks import run_job  # noqa: PLC0415 - tasks import this module

    try:
        run_job.apply_async((pk,), retry=False)
    except (OSError, run_job.OperationalError) as error:
        logger.warning("broker is away, the sweep will wake the job", extra={"job": pk, "error": str(error)})
        return False
    return True


def job_run(pk: int, *, listener: Callable[[JobRun], None] | None = None) -> bool:
    """Claim the job and run it here; False when it is not due or somebody else has it.

    listener is called at each progress report, for a command that shows it. Handler errors end in the
    row (retry with backoff, then 失败), never in the caller.
    """
    job = Job.objects.filter(pk=pk).first()
    if job is None:
        return False
    kind = kind_of(job.kind)
    token = _claim(pk, kind)
    if token is None:
        return False
    job.refresh_from_db()
    run = JobRun(job, kind, token, listener)
    about = {"job": pk, "attempt": job.attempts, "kind": job.kind}
    with structlog.contextvars.bound_contextvars(
        **({"request_id": job.request_id} if job.request_id else {})
    ):
        try:
            kind.handler(run)
            run.finish()
            logger.info("job done", extra=about)
        except LeaseLost:
            logger.warning("job lease lost", extra=about)
        except Exception as error:
            logger.exception("job failed", extra=about)
            _record_failure(run, error)
    return True


def _claim(pk: int, kind: Kind) -> uuid.UUID | None:
    """One conditional UPDATE takes the row over; on PostgreSQL a row locked by its effects is passed by."""
    now, token = clock.now(), uuid.uuid4()
    if not Job.objects.filter(_due(now), pk=pk).exists():
        return None  # seen without a lock: on SQLite every transaction waits for the one that writes
    with transaction.atomic():
        free = Job.objects.select_for_update(skip_locked=True).filter(_due(now), pk=pk)
        if not free.values_list("pk", flat=True):
            return None
        claimed = Job.objects.filter(_due(now), pk=pk, attempts__lt=F("max_attempts")).update(
            state=JobState.RUNNING,
            lease_token=token,
            lease_until=now + timedelta(seconds=kind.lease),
            heartbeat_at=now,
            attempts=F("attempts") + 1,
            started_at=Coalesce("started_at", now),
        )
    return token if claimed else None


def _due(now: Any) -> Q:
    return Q(state=JobState.WAITING, due_at__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)


def _record_failure(run: JobRun, error: Exception) -> None:
    now, job = clock.now(), run.job
    values: dict[str, Any] = {"lease_token": None, "lease_until": None, "last_error": _words(error)}
    if isinstance(error, JobRefused) or job.attempts >= job.max_attempts:
        values |= {"state": JobState.FAILED, "finished_at": now}
    else:
        wait = BACKOFF * 2 ** (job.attempts - 1)
        values |= {"state": JobState.WAITING, "due_at": now + timedelta(seconds=wait)}
    run.owned().update(**values)


def _words(error: Exception) -> str:
    if isinstance(error, JobRefused):
        return str(error)[:500]
    return without_personal_numbers(f"{type(error).__name__}: {error_words(error)}")[:500]


def jobs_sweep() -> int:
    """Wake every due row again and give up those whose workers died too often; the number woken."""
    jobs_give_up()
    due = Job.objects.filter(_due(clock.now())).order_by("due_at", "pk").values_list("pk", flat=True)
    woken = 0
    for pk in due[:WAKE_AT_ONCE]:
        if not wake(pk):
            break
        woken += 1
    return woken


def jobs_give_up() -> int:
    """Fail the jobs whose workers died too often; how many."""
    now = clock.now()
    lost = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=now, attempts__gte=F("max_attempts"))
    if not lost.exists():
        return 0
    return lost.update(
        state=JobState.FAILED,
        lease_token=None,
        lease_until=None,
        finished_at=now,
        last_error=INTERRUPTED,
    )


def job_again(pk: int) -> Job:
    """Run a failed job again from its first attempt, with its arguments; each effect still happens once.

    Raises StaleState where it is not failed, RuleBroken where the same is open by now.
    """
    try:
        with transaction.atomic():
            changed = Job.objects.filter(pk=pk, state=JobState.FAILED).update(
                state=JobState.WAITING, due_at=clock.now(), attempts=0, finished_at=None
            )
            _wake_on_commit(pk)
    except IntegrityError:
        raise RuleBroken("同样的任务已在执行或等待执行，不用再次执行。") from None
    if not changed:
        raise StaleState("这项任务现在不是“失败”，没有再次执行。")
    return Job.objects.get(pk=pk)


def jobs_purge(*, days: int) -> int:
    """Delete jobs that finished more than `days` days ago; the number deleted."""
    before = clock.now() - timedelta(days=days)
    _, by_model = Job.objects.filter(finished_at__lt=before).delete()
    return by_model.get(Job._meta.label, 0)


class JobRun:
    """What a handler works with: `arguments`, `actor`, `progress`, `effects` and `result`."""

    def __init__(
        self, job: Job, kind: Kind, token: uuid.UUID, listener: Callable[[JobRun], None] | None = None
    ) -> None:
        self.job = job
        self.result: dict[str, Any] = {}
        self.done = self.total = 0
        self.note = ""
        self._kind = kind
        self._token = token
        self._listener = listener
        self._written_at = float("-inf")
        self._in_effects = False
        self._finished = False

    @property
    def arguments(self) -> dict[str, Any]:
        return self.job.arguments

    @property
    def actor(self) -> Any:
        """Who asked for the work."""
        return self.job.created_by

    def owned(self) -> Any:
        """The row, as long as it is ours."""
        return Job.objects.filter(pk=self.job.pk, lease_token=self._token, state=JobState.RUNNING)

    def progress(self, done: int, total: int, note: str = "") -> None:
        """Report and renew the lease in a transaction of its own; cheap enough to be called for every row.

        Inside `effects` it only tells the listener: there the row is locked and nobody can take it.
        Raises LeaseLost.
        """
        told = note != self.note or done >= total
        self.done, self.total, self.note = done, total, note
        if self._listener:
            self._listener(self)
        if self._in_effects or not (told or time.monotonic() - self._written_at >= WRITE_EVERY):
            return
        now = clock.now()
        renewed = self.owned().update(
            lease_until=now + timedelta(seconds=self._kind.lease),
            heartbeat_at=now,
            progress_done=done,
            progress_total=total,
            progress_note=note[:200],
        )
        if not renewed:
            raise LeaseLost(self.job.pk)
        self._written_at = time.monotonic()

    @contextmanager
    def effects(self) -> Iterator[None]:
        """One transaction for all effects; its last statement takes the job to 已完成 while it is still ours.

        Set `result` inside. Must be the outermost transaction. Raises LeaseLost, and then nothing happened.
        """
        with transaction.atomic(durable=True):
            # Locked on PostgreSQL, so that no one takes over a long transaction when its lease runs out;
            # SQLite admits one writer anyway.
            if not self.owned().select_for_update().values_list("pk", flat=True):
                raise LeaseLost(self.job.pk)
            self._in_effects = True
            try:
                yield
            finally:
                self._in_effects = False
            self._mark_done()
        self._finished = True

    def finish(self) -> None:
        """Mark a job done whose handler had no effects to bind to it. Raises LeaseLost."""
        if not self._finished:
            self._mark_done()
            self._finished = True

    def _mark_done(self) -> None:
        marked = self.owned().update(
            state=JobState.DONE,
            lease_token=None,
            lease_until=None,
            finished_at=clock.now(),
            last_error="",
            progress_done=self.done,
            progress_total=self.total,
            progress_note=self.note[:200],
            result=self.result,
        )
        if not marked:
            raise LeaseLost(self.job.pk)
