"""The clock: aware, in Shanghai, shifted for every process by one file."""

import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine

from core import clock

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def clock_file(settings, tmp_path):
    path = tmp_path / "clock"
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, clock_file=str(path))
    return path


@time_machine.travel("2025-12-31T16:30:00Z", tick=False)
def test_the_day_is_that_of_shanghai():
    assert clock.today() == date(2026, 1, 1)
    assert clock.now().isoformat() == "2026-01-01T00:30:00+08:00"


@time_machine.travel("2026-03-01T00:00:00+08:00", tick=False)
def test_the_file_is_read_again_on_each_call(clock_file):
    before = clock.now()
    clock_file.write_text("86400\n")
    assert clock.now() - before == timedelta(days=1)
    clock_file.write_text("-3600.5")
    assert clock.now() - before == timedelta(seconds=-3600.5)
    clock_file.unlink()
    assert clock.now() == before


@pytest.mark.parametrize("content", ["tomorrow", "1e400", "nan", "12 days"])
def test_an_unreadable_shift_is_refused(clock_file, content):
    clock_file.write_text(content)
    with pytest.raises(clock.ClockFileError, match="秒数"):
        clock.now()


def test_another_process_is_shifted_too(tmp_path):
    path = tmp_path / "clock"
    path.write_text(str(400 * 86400))
    program = "from core import clock; print(clock.today().isoformat())"
    told = subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env={
            "DJANGO_SETTINGS_MODULE": "cadre_mgmt.settings",
            "CLOCK_FILE": str(path),
            "MODE": "test",
            "VAR_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert abs(date.fromisoformat(told.stdout.strip()) - clock.today() - timedelta(days=400)) <= timedelta(
        days=1
    )
