"""Many forms at once: what they copy from each other, and where one says otherwise than the rest.

Two passes with bounded memory: every form is reduced to prints in a temporary file, then prints are grouped. What is
found does not depend on the order of the forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from jiheng import catalog
from jiheng.batch.clusters import Cluster, Member
from jiheng.batch.grouping import Norms, grouped, take_in
from jiheng.batch.index import Index
from jiheng.batch.shelf import Batch
from jiheng.model import Form
from jiheng.parameters import Parameter

__all__ = ["Batch", "Cluster", "Member", "examine_all"]


def examine_all(
    forms: Iterable[tuple[str, Form]],
    *,
    parameters: Mapping[str, Parameter] | None = None,
    progress: Callable[[int], object] = lambda _: None,
) -> Iterator[Cluster]:
    """Yield what the forms have in common, or where some differ from the others: by rule, the largest clusters first.

    Each form comes with a key of its own, which its members bear. `parameters` are those of the country unless given.
    `progress` is told how many forms have been taken in.
    """
    norms = Norms.of(catalog.parameters(None) if parameters is None else parameters)
    with TemporaryDirectory(prefix="jiheng-") as folder, Index(Path(folder)) as index:
        for count, (key, form) in enumerate(forms, start=1):
            take_in(index, key, form, norms, catalog.layouts().get(form.layout or ""))
            progress(count)
        index.sort()
        for _, found in grouped(index, norms):
            yield found
