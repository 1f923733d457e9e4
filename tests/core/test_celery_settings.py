"""The queue's settings agree with each other and with the tasks that exist."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from cadre_mgmt import celery_app, environment


def test_no_running_task_is_handed_out_again():
    conf = celery_app.conf
    visible_again = conf.broker_transport_options["visibility_timeout"]
    assert conf.task_soft_time_limit < conf.task_time_limit < visible_again
    assert conf.broker_transport_options["unacked_restore_throttle"] == 1


def test_a_killed_worker_gives_its_message_back():
    conf = celery_app.conf
    assert conf.task_acks_late
    assert conf.task_reject_on_worker_lost
    assert conf.worker_prefetch_multiplier == 1


def test_nothing_but_json_is_read_and_no_result_is_kept():
    conf = celery_app.conf
    assert (conf.accept_content, conf.task_serializer) == (["json"], "json")
    assert conf.result_backend is None
    assert conf.task_ignore_result


def test_every_scheduled_task_exists():
    celery_app.loader.import_default_modules()
    scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
    assert scheduled <= set(celery_app.tasks)
    assert "core.tasks.sweep_jobs" in scheduled


def test_the_sweep_interval_comes_from_the_environment(monkeypatch):
    monkeypatch.setenv("MODE", "test")
    monkeypatch.setenv("SWEEP_SECONDS", "7")
    assert environment.read().sweep_seconds == 7


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "often", "３０"])
def test_an_interval_that_is_no_count_is_refused(monkeypatch, value):
    monkeypatch.setenv("MODE", "test")
    monkeypatch.setenv("SWEEP_SECONDS", value)
    with pytest.raises(ImproperlyConfigured, match="SWEEP_SECONDS"):
        environment.read()
