"""What the commands of a year's import have in common: options, progress, and bad rows said in full."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from appraisal.management.plain import (
    BAD_INPUT,
    PlainCommand,
    Unfinished,
    check_inputs,
    check_outputs,
    sentence,
    writing,
)
from appraisal.models import Cycle
from appraisal.rejects import rejects_write
from appraisal.services import (
    LABELS,
    CycleClosed,
    YearImport,
    participants_expected,
    year_import_apply,
    year_import_discard,
    year_import_stage,
)
from core.imports import ERROR, WARNING, problems_of
from core.jobs import JobRun, job_run, jobs_give_up
from core.models import Job
from core.tables.errors import Refused

DETAILS_SHOWN = 200


class YearCommand(PlainCommand):
    """A command that brings files in; exits 0 when they are in, 2 when the input is bad."""

    makes_tables = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--reject-file", type=Path, help="问题行写入此文件（xlsx），其余行照常导入")

    def bring_in(
        self,
        files: Mapping[str, Path],
        *,
        year: int | None,
        reject_file: Path | None,
        out: Path | None = None,
    ) -> YearImport:
        """Stages, judges, reports and applies the files.

        out: the workbook to be written afterwards, for which the year needs participants. Raises
        Unfinished(2) for bad input or outputs that cannot be written; then nothing was changed.
        """
        check_outputs(files.values(), {"--out": out, "--reject-file": reject_file})
        check_inputs(files.values())
        actor = User.objects.system()
        try:
            result = year_import_stage(
                files, year=year, actor=actor, keep_good=reject_file is not None, progress=self._progress
            )
            try:
                self._refuse_bad(result, files, reject_file)
                if out is not None and not participants_expected(result):
                    raise Unfinished(
                        f"{year} 年度没有参加考核人员，没有结果可写，没有写入任何数据。", returncode=BAD_INPUT
                    )
                self._warn(result)
                # What comes by command is real data, and a demo database may be deleted at any time.
                year_import_apply(result, year=year, actor=actor, wake_worker=False, drop_demo_mark=True)
            except BaseException:
                year_import_discard(result)
                raise
        except CycleClosed as closed:
            raise Unfinished(str(closed), returncode=BAD_INPUT) from closed
        self._tell_differences(result)
        if reject_file is not None:
            self._write_rejects(result, reject_file)
        return result

    def score(self, result: YearImport) -> Cycle | None:
        """Runs the scoring that the import asked for, here, or waits for the process that took it."""
        if result.job is None or result.cycle is None:
            return None
        self._say("汇总计分 …")
        job = self._finished(result.job)
        if job.state != Job.State.DONE:
            raise Unfinished(f"计分没有完成：{job.last_error}")
        return Cycle.objects.select_related("policy__document", "round").get(pk=result.cycle.pk)

    def _finished(self, job: Job) -> Job:
        """The job once it is over; a process that died with it is followed when its lease has run out."""
        waiting = False
        while True:
            job_run(job.pk, listener=self._job_progress)
            jobs_give_up()
            job.refresh_from_db()
            if job.state in (Job.State.DONE, Job.State.FAILED):
                return job
            if job.last_error:
                raise Unfinished(f"计分没有完成：{job.last_error}")
            if not waiting:
                self._say("另一进程正在计分，等待其完成；如已中断，将自动接手 …")
                waiting = True
            time.sleep(0.5)

    def _refuse_bad(self, result: YearImport, files: Mapping[str, Path], reject_file: Path | None) -> None:
        for code, refused in result.unreadable.items():
            self.stderr.write(f"{LABELS[code]} {files[code].name}：{refused}")
        self._list(result, ERROR)
        bad = result.rows_bad
        if not result.unreadable and (not bad or reject_file is not None):
            return
        # Good rows of the other files do not help where a whole file cannot be read.
        other_way = "" if result.unreadable or not bad else "也可加 --reject-file 先导入没有问题的行。"
        raise Unfinished(
            f"共有 {len(result.unreadable)} 个文件无法读取、{bad} 行有问题，没有写入任何数据。"
            f"请按上面的办法改正后重新导入。{other_way}",
            returncode=BAD_INPUT,
        )

    def _write_rejects(self, result: YearImport, path: Path) -> None:
        if not result.rows_bad and path.exists():
            self._say(f"没有问题行；{path} 已存在，保留原样，没有改写。")
            return
        beside = "没有问题的行已经导入，问题行没有写出。"
        try:
            with writing(path, beside=beside):
                count = rejects_write(result.staged, path)
        except Refused as refused:  # an input was changed or taken away meanwhile
            raise Unfinished(f"{beside}{refused}") from refused
        self._say(f"{count} 行有问题，已写入 {path}；改正后可直接作为输入文件再次导入。")

    def _warn(self, result: YearImport) -> None:
        self._list(result, WARNING)

    def _list(self, result: YearImport, severity: str) -> None:
        word = "问题" if severity == ERROR else "提示"
        for item in result.staged:
            for found in problems_of(item.batch, severity).iterator():
                self.stderr.write(
                    f"{word}：{item.path.name} 第 {found.row} 行「{found.column}」读到“{found.value}”："
                    f"{sentence(found.message)}{sentence(found.remedy)}"
                )

    def _tell_differences(self, result: YearImport) -> None:
        for item in result.staged:
            found = item.differences
            how = "补充导入：只增改列出的行，" if item.batch.supplement else ""
            self._say(
                f"{item.form.label} {item.path.name}：{how}读入 {item.batch.rows_read} 行，新增 {found.new}，"
                f"变更 {found.changed}，移除 {found.removed}，不变 {found.unchanged}"
            )
            for detail in found.details[:DETAILS_SHOWN]:
                self._say(
                    f"  {detail.key}　{detail.column}：{detail.old or '（空）'} → {detail.new or '（空）'}"
                )
            if len(found.details) > DETAILS_SHOWN:
                self._say(f"  另有 {len(found.details) - DETAILS_SHOWN} 处变更")
        if result.demo_mark_dropped:
            self._say("已导入实际数据，本数据库不再标记为演示数据库；请停用其中的演示账号。")
        for warning in result.warnings:
            self.stderr.write(f"提示：{warning}")

    def _progress(self, label: str, rows: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r读入 {label}：{rows} 行")
            sys.stderr.flush()
        else:
            self.stderr.write(f"读入 {label}：{rows} 行")

    def _job_progress(self, run: JobRun) -> None:
        self._say(f"{run.note} {run.done}/{run.total}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)


class OneFileCommand(YearCommand):
    """Brings in one of a year's files and scores the year again; `code` is its kind."""

    code: str

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="文件（xlsx 或 csv）")
        parser.add_argument("--year", type=int, required=True, help="年度，如 2025")
        super().add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        result = self.bring_in(
            {self.code: options["file"]}, year=options["year"], reject_file=options["reject_file"]
        )
        cycle = self.score(result)
        if cycle is not None:
            tell_year(self, cycle)


def tell_year(command: BaseCommand, cycle: Cycle) -> None:
    """The year's summary in the words of a report."""
    summary = cycle.summary
    command.stdout.write(
        f"{cycle.label}：排名 {summary['ranked']} 人，表彰名额 {summary['top_seats']} 个，"
        f"提请研判名额 {summary['bottom_seats']} 个（{cycle.policy}参数）"
    )
    for item in cycle.categories.order_by("position"):
        bottom = "—" if item.bottom_seats is None else item.bottom_seats
        command.stdout.write(f"  {item.name}：{item.ranked} 人，表彰 {item.top_seats}，研判 {bottom}")
    for reason in summary["notes"]:
        command.stdout.write(f"  {reason['text']}")


def given(options: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Path]:
    """The files that were named on the command line."""
    return {code: options[code] for code in codes if options.get(code) is not None}
