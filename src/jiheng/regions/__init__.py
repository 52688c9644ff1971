"""One folder per 区划 code: layouts, indicator frames, parameters and sample forms. Data only; a newcomer adds files.

`jiheng.catalog` is the only module that looks in here.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).parent
