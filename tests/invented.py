"""The invented samples that tests of the web application use, by their keys in the catalog."""

from __future__ import annotations

from datetime import UTC, datetime

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
ZHENGZHOU = "410100/overall-2020-culture"
HEBEI = "130000/project-2023-logistics"
HUNAN = "430000/overall-2024-service"
