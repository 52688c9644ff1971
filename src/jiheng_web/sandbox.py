"""Run a function on a stranger's bytes in a process of its own, with a limit on time and memory.

A process that takes too long is killed and replaced; one that dies takes nothing with it. Knows neither forms nor
Django. The function must be importable by name, its arguments and its answer must be picklable.
"""

from __future__ import annotations

import atexit
import multiprocessing
import queue
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar, cast

_P = ParamSpec("_P")
_T = TypeVar("_T")
_SPAWN = multiprocessing.get_context("spawn")


class SandboxError(Exception):
    """The function gave no answer."""


class TookTooLongError(SandboxError):
    """The time was up; the process was killed."""


class DiedError(SandboxError):
    """The process ended without an answer: out of memory, or a defect whose traceback stands in its error output."""


class BusyError(SandboxError):
    """No process became free in time."""


class Sandbox:
    """Up to `processes` workers, each started on first use and kept for the next call."""

    def __init__(self, *, processes: int, seconds: float, megabytes: int = 4096) -> None:
        self._seconds = seconds
        self._idle: queue.LifoQueue[_Worker] = queue.LifoQueue()
        for _ in range(processes):
            self._idle.put(_Worker(megabytes))
        atexit.register(self.close)

    def run(self, function: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        """Return what the function returns.

        Raises:
            BusyError: all workers stayed busy for as long as one call may take.
            TookTooLongError: the call took longer than it may.
            DiedError: the worker ended in the middle of the call.
        """
        worker = self._take()
        try:
            return cast("_T", worker.ask((function, args, kwargs), self._seconds))
        finally:
            self._idle.put(worker)

    def close(self) -> None:
        """End the workers that are idle."""
        for worker in list(self._idle.queue):
            worker.stop()

    def _take(self) -> _Worker:
        try:
            return self._idle.get(timeout=self._seconds)
        except queue.Empty:
            raise BusyError from None


class _Worker:
    """A process that answers one call after another."""

    def __init__(self, megabytes: int) -> None:
        self._megabytes = megabytes
        self._process: SpawnProcess | None = None
        self._line: Connection[Any, Any] | None = None

    def ask(self, call: object, seconds: float) -> object:
        line = self._started()
        try:
            line.send(call)
            if not line.poll(seconds):
                self.stop()
                raise TookTooLongError
            return line.recv()
        except (EOFError, ConnectionError) as error:
            self.stop()
            raise DiedError from error

    def stop(self) -> None:
        if self._process is not None and self._line is not None:
            self._line.close()
            self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _started(self) -> Connection[Any, Any]:
        if self._process is not None and not self._process.is_alive():
            self.stop()
        if self._line is None:
            self._line, theirs = _SPAWN.Pipe()
            self._process = _SPAWN.Process(target=_answer, args=(theirs, self._megabytes), daemon=True)
            self._process.start()
            theirs.close()
        return self._line


def _answer(line: Connection[Any, Any], megabytes: int) -> None:
    _limit_memory(megabytes)
    while True:
        try:
            function, args, kwargs = line.recv()
        except (EOFError, KeyboardInterrupt):
            return
        line.send(function(*args, **kwargs))


def _limit_memory(megabytes: int) -> None:
    if sys.platform == "linux":
        import resource  # noqa: PLC0415 - exists on POSIX only

        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))
