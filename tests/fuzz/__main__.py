"""Try one broken file again, in this process: `PYTHONPATH=tests python -m fuzz KIND NUMBER [FILE TO WRITE IT TO]`."""

from __future__ import annotations

import sys
from pathlib import Path

from fuzz.mutations import broken
from fuzz.trial import tried


def main(kind: str, number: str, *to: str) -> None:
    data = broken(kind, int(number))
    for path in to:
        Path(path).write_bytes(data)
    trial = tried(kind, int(number), data)
    sys.stdout.write(f"{len(data)} bytes: {trial.outcome}, {trial.seconds:.2f} s, {trial.megabytes:.0f} MB\n")
    sys.stdout.write(trial.fault or "")


if __name__ == "__main__":
    main(*sys.argv[1:])
