"""What every command of a year has in common: refusals as plain sentences, before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from core.keyfile import KeyFileError

BAD_INPUT = 2
FIRST_YEAR, LAST_YEAR = 2000, 2100


class Unfinished(CommandError):
    """The command ends with this sentence and no traceback. returncode 2: the input is bad."""


# Django prints the class name in front of the sentence, and people read it.
Unfinished.__name__ = "未完成"


class PlainCommand(BaseCommand):
    """A command that says in a sentence what it lacks: a year in range, tables, the key file.

    makes_tables: it may make the tables of a database that has none at all.
    """

    # Those look at the code, as `./test` does; they would be a third of the time a command takes to begin.
    requires_system_checks: tuple[()] = ()
    requires_migrations_checks = True
    makes_tables = False

    def execute(self, *args: Any, **options: Any) -> str | None:
        year = options.get("year")
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            raise Unfinished(f"年度须在 {FIRST_YEAR} 至 {LAST_YEAR} 之间。", returncode=BAD_INPUT)
        try:
            return super().execute(*args, **options)
        except KeyFileError as error:
            raise Unfinished(str(error)) from error

    def check_migrations(self) -> None:
        """Stops where Django would only warn; an empty database may get its tables. Raises Unfinished."""
        try:
            executor = MigrationExecutor(connection)
            behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
        except OperationalError as error:
            raise Unfinished(f"连不上数据库，请核对它是否已启动、连接设置是否正确（{error}）。") from error
        if behind and self.makes_tables and not executor.loader.applied_migrations:
            self.stderr.write("数据库是新的，正在建立数据表 …")
            call_command("migrate", verbosity=0)
        elif behind:
            raise Unfinished("数据库结构尚未建立或不是最新。请先运行 manage.py migrate，再执行本命令。")


def sentence(text: str) -> str:
    """The text with a full stop, unless it has its own end."""
    return text if text.endswith(("。", "？", "！", "?", "!")) else f"{text}。"


def check_inputs(paths: Iterable[Path]) -> None:
    """Raises Unfinished(2) for what cannot be opened as a file."""
    for path in paths:
        if path.is_dir():
            raise Unfinished(f"{path} 是文件夹，请给出其中的文件。", returncode=BAD_INPUT)
        if not path.is_file():
            raise Unfinished(f"找不到文件 {path}。", returncode=BAD_INPUT)
        if not os.access(path, os.R_OK):
            raise Unfinished(f"没有权限读取文件 {path}。", returncode=BAD_INPUT)


def check_outputs(inputs: Iterable[Path], outputs: Mapping[str, Path | None]) -> None:
    """Raises Unfinished(2) for an output that cannot be written or would overwrite another file in use.

    outputs: option -> path, None where it was not given.
    """
    taken = [(path, "输入文件") for path in inputs]
    for option, path in outputs.items():
        if path is None:
            continue
        if reason := _unwritable(path):
            raise Unfinished(f"{option}：{reason}。", returncode=BAD_INPUT)
        for other, what in taken:
            if _same(path, other):
                raise Unfinished(
                    f"{option} 与{what} {other} 是同一个文件，请换一个文件名。", returncode=BAD_INPUT
                )
        taken.append((path, option))


def _unwritable(path: Path) -> str:
    if path.is_dir():
        return f"{path} 是文件夹，请写明文件名"
    if path.exists() and not path.is_file():
        return f"{path} 不是普通文件"
    if not path.parent.is_dir():
        return f"找不到文件夹 {path.parent}"
    if not os.access(path.parent, os.W_OK | os.X_OK):
        return f"没有权限写入文件夹 {path.parent}"
    return ""


def _same(one: Path, other: Path) -> bool:
    """Also by way of a link; neither need exist."""
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def writing(path: Path, *, beside: str = "") -> Iterator[None]:
    """Turns a failed write into Unfinished. beside: what was done all the same, said first."""
    try:
        yield
    except OSError as error:
        raise Unfinished(f"{beside}无法写入 {path}：{error.strerror or error}。") from error
