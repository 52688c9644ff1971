"""Jiheng 绩衡: read, check and write the performance forms of Chinese budget units.

The core. It knows no web framework, no database and no network.
"""

from __future__ import annotations

__version__ = "0.1.0"
