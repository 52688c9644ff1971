"""The folders in which the office suite works, one for each process of ours that uses it. Knows no documents.

A folder goes with its process. A process that is killed cannot see to that: what it left is swept by the next one.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from multiprocessing.util import Finalize
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = "jiheng-office-"
_LOCK = "in-use"
_PROFILE = "profile"
# Where the suite keeps the pipe by which a second start finds the first, whatever it is told of folders.
_PIPES = ("/tmp", "/var/tmp")  # noqa: S108 names of the suite's choice


def own_folder() -> Path:
    """Make a folder that lives as long as this process, and remove those whose processes were killed."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
    lock = _locked(folder)
    # Unlike atexit, this also runs at the end of a worker process.
    Finalize(None, _remove, (folder, lock), exitpriority=1)
    return folder


def profile_of(folder: Path) -> Path:
    """Return where the suite keeps its settings in a folder of ours."""
    return folder / _PROFILE


def sweep() -> None:
    """Remove the folders of processes that are no more."""
    if sys.platform == "win32":
        return
    for lock in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*/{_LOCK}"):
        # Other people's folders, and those that their processes have removed in between.
        with suppress(OSError):
            _sweep_unless_held(lock)


def forget_pipe(folder: Path) -> None:
    """Remove the pipe that the suite leaves where it is killed; no other program's has this name."""
    if sys.platform == "win32":
        return
    digest = hashlib.md5(profile_of(folder).as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    for place in _PIPES:
        with suppress(OSError):
            Path(place, name).unlink(missing_ok=True)


def _locked(folder: Path) -> int | None:
    """Hold a lock that the system lets go when this process ends, however it ends.

    It has its name only when it is held: nobody may take a folder that is just being made for one that was left.
    """
    if sys.platform == "win32":
        return None
    lock = os.open(folder / f"{_LOCK}.new", os.O_CREAT | os.O_RDWR, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    (folder / f"{_LOCK}.new").rename(folder / _LOCK)
    return lock


def _sweep_unless_held(lock: Path) -> None:
    if sys.platform == "win32" or lock.lstat().st_uid != os.getuid():
        return
    held = os.open(lock, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        _remove(lock.parent)
    finally:
        os.close(held)


def _remove(folder: Path, lock: int | None = None) -> None:
    forget_pipe(folder)
    shutil.rmtree(folder, ignore_errors=True)
    if lock is not None:
        os.close(lock)
