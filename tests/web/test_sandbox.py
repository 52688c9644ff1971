from __future__ import annotations

import operator
import os
import time
from collections.abc import Iterator
from threading import Thread

import pytest

from jiheng_web.sandbox import BusyError, DiedError, Sandbox, TookTooLongError


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    box = Sandbox(processes=1, seconds=1.5)
    box.run(os.getpid)
    yield box
    box.close()


def test_answers_from_another_process(sandbox: Sandbox) -> None:
    assert sandbox.run(operator.add, 2, 3) == 5
    assert sandbox.run(os.getpid) != os.getpid()


def test_keeps_its_process_between_calls(sandbox: Sandbox) -> None:
    assert sandbox.run(os.getpid) == sandbox.run(os.getpid)


def test_a_call_that_takes_too_long_is_killed_and_the_next_one_works(sandbox: Sandbox) -> None:
    first = sandbox.run(os.getpid)

    with pytest.raises(TookTooLongError):
        sandbox.run(time.sleep, 60)

    with pytest.raises(ProcessLookupError):
        os.kill(first, 0)
    assert sandbox.run(operator.add, 2, 3) == 5


def test_a_process_that_dies_takes_nothing_with_it(sandbox: Sandbox) -> None:
    with pytest.raises(DiedError):
        sandbox.run(os._exit, 1)

    assert sandbox.run(operator.add, 2, 3) == 5


def test_memory_is_limited(sandbox: Sandbox) -> None:
    with pytest.raises(DiedError):
        sandbox.run(bytes, 8 * 2**30)


def test_says_that_it_is_busy(sandbox: Sandbox) -> None:
    box = Sandbox(processes=1, seconds=1)
    box.run(os.getpid)
    box._seconds = 3
    long = Thread(target=box.run, args=(time.sleep, 2))
    long.start()
    time.sleep(0.2)
    box._seconds = 0.2

    with pytest.raises(BusyError):
        box.run(os.getpid)

    long.join()
    box.close()
