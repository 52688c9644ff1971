"""Try one broken file again, in this process, with all that is said of it.

`PYTHONPATH=tests python -m fuzz KIND NUMBER` makes it anew; `… --file PATH` takes a kept one, `… --keep PATH` keeps it.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from fuzz.mutations import COUNTS, SEED, broken
from fuzz.trial import tried


def main() -> int:
    asked = argparse.ArgumentParser(prog="python -m fuzz", description=f"Broken files of seed {SEED}")
    asked.add_argument("kind", choices=COUNTS)
    asked.add_argument("number", type=int)
    asked.add_argument("--file", type=Path, help="try this file instead of making it anew")
    asked.add_argument("--keep", type=Path, help="write the broken file there")
    of = asked.parse_args()
    data = of.file.read_bytes() if of.file else broken(of.kind, of.number)
    if of.keep:
        of.keep.write_bytes(data)
    trial = tried(of.kind, of.number, data)
    sys.stdout.write(f"{len(data)} bytes: {trial.outcome}, {trial.seconds:.2f} s, {trial.megabytes:.0f} MB\n")
    sys.stdout.write(trial.fault or "")
    return int(trial.fault is not None)


if __name__ == "__main__":
    sys.exit(main())
