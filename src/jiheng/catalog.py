"""Finds what the regions offer: layouts, parameters, samples. The only module that knows where they lie.

A site adds its own without touching the program, in the folder that JIHENG_HOME names (else `jiheng` in the user's
data folder): in `regions/<区划>/` the folders `layouts/` and `blank/` and the files `parameters.yaml` and `rules.yaml`,
and the official wording of a frame in `frames/<区划>/`. What a site adds wins over what comes with the program. Knows
no form.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from time import monotonic
from types import MappingProxyType

from jiheng import regions
from jiheng.language.names import bare
from jiheng.layouts.labels import Labels, load_labels
from jiheng.layouts.schema import Frame, Layout, load_layout
from jiheng.parameters import COUNTRY, Parameter, lineage, load_parameters
from jiheng.rules import RULES, Rule
from jiheng.rules.local import load_rules
from jiheng.rules.plug_ins import load_plug_ins
from jiheng.yaml_files import DataFileError, read_yaml


class UnknownLayoutError(LookupError):
    """No layout bears this id. The message is Chinese and names the nearest ids."""

    def __init__(self, id: str) -> None:
        near = nearest(id, layouts())
        self.id = id
        super().__init__(f"没有编号为“{id}”的版式。相近的有：{'、'.join(near)}。用 jiheng layouts 查看全部版式。")


class LayoutFileError(DataFileError):
    """A layout file, or its frame, does not have the shape of one, or does not stand where its id says."""

    kind = "版式文件"


def layouts() -> Mapping[str, Layout]:
    """Return every layout by its id, e.g. `410000/overall-2023`.

    Raises:
        LayoutFileError: a layout file is wrong.
    """
    return _layouts_at(home(), int(monotonic()))


def layout(id: str) -> Layout:
    """Return one layout.

    Raises:
        UnknownLayoutError: there is none of this id.
        LayoutFileError: a layout file is wrong.
    """
    try:
        return layouts()[id]
    except KeyError:
        raise UnknownLayoutError(id) from None


def shipped_layouts() -> Mapping[str, Layout]:
    """Return the layouts that come with the program, whatever the site adds."""
    files = _stamps(regions.FOLDER.glob("*/layouts/*.yaml"))
    return _layouts(files, _stamps(regions.FOLDER.glob("*/frames/*.yaml")), (), _stamps(iter(_LABELS)))


def load(path: Path) -> Layout:
    """Return the layout in a file of `<区划>/layouts/`, or in any other folder, whose name is that of the layout.

    Raises:
        LayoutFileError: the file is no layout, or its id is not that of its place.
    """
    return _load(path, labels())


def labels() -> Labels:
    """Return the wordings of labels that are usual in the whole country.

    Raises:
        DataFileError: the file of labels is wrong.
    """
    return load_labels(_LABELS[0])


def parameters(region: str | None) -> Mapping[str, Parameter]:
    """Return what applies in a region; the country's parameters where the region is unknown.

    Raises:
        ParameterFileError: a parameter file is wrong.
    """
    return _parameters_at(region or COUNTRY, home(), int(monotonic()))


def rows_elsewhere(region: str | None) -> Mapping[str, str] | None:
    """Return the rows that one province alone prints on its forms, and not this region's, by name with its code.

    Names are bare, codes have two digits; None where the region is unknown.
    """
    return _rows_elsewhere(region[:2], tuple(layouts().values())) if region is not None else None


def rules(region: str | None, year: int | None) -> Mapping[str, Rule]:
    """Return the rules for the forms of a region and a budget year, also those that the region has switched off.

    Raises:
        RuleFileError: a file of rules is wrong.
        PlugInError: an installed plug-in is wrong.
    """
    return _rules_at(region or COUNTRY, year, home(), int(monotonic()))


def known_rules() -> Mapping[str, Rule]:
    """Return the program's rules and those of plug-ins, as they were declared.

    Raises:
        PlugInError: an installed plug-in is wrong.
    """
    return MappingProxyType({**RULES, **_plug_ins()})


def blank_file(layout: str) -> Path | None:
    """Return the blank form that the site keeps for a layout in `regions/<区划>/blank/<版式名>.xlsx`, of any format."""
    return _blank_files(home(), int(monotonic())).get(layout)


def samples() -> Mapping[str, Path]:
    """Return the invented sample forms by name, e.g. `410000/overall-2023-library`."""
    files = sorted(path for path in regions.FOLDER.glob("*/samples/*") if path.is_file())
    return {f"{path.parent.parent.name}/{path.stem}": path for path in files}


def save_frame(layout: Layout, frame: Frame) -> Path:
    """Keep a site's own wording of a layout's frame, and return the file that now holds it."""
    path = _site_frame(layout.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    # JSON is YAML too: the file can be read and edited like every other frame.
    path.write_text(frame.model_dump_json(indent=2, exclude_none=True) + "\n", "utf-8")
    look_again()
    return path


def look_again() -> None:
    """See at once what has just been written. A file that a person changes is seen within a second."""
    _layouts_at.cache_clear()
    _parameters_at.cache_clear()
    _rules_at.cache_clear()
    _blank_files.cache_clear()


def home() -> Path:
    """Return the folder of what the site adds; it need not exist."""
    return _home(*map(os.environ.get, ("JIHENG_HOME", "XDG_DATA_HOME", "HOME")))


def nearest(word: str, known: Mapping[str, object]) -> list[str]:
    """Return the known ids that look most like `word`, at least one."""
    return get_close_matches(word, known, n=3, cutoff=0.4) or sorted(known)[:3]


_Stamps = tuple[tuple[Path, int], ...]
_LABELS = (regions.FOLDER / COUNTRY / "labels.yaml",)


def _files(kind: str) -> Iterator[Path]:
    """Yield the layouts or the frames, the program's first."""
    yield from regions.FOLDER.glob(f"*/{kind}/*.yaml")
    yield from (home() / "regions").glob(f"*/{kind}/*.yaml")


def _stamps(paths: Iterator[Path]) -> _Stamps:
    # A server runs for weeks: a file that a person changes is read anew, any other is not.
    return tuple(sorted((path, path.stat().st_mtime_ns) for path in paths))


def _region_files(region: str, name: str) -> Iterator[Path]:
    """Yield the files of this name, each winning over those before it."""
    for folder in (regions.FOLDER, home() / "regions"):
        paths = (folder / code / name for code in lineage(region))
        yield from (path for path in paths if path.exists())


# Asked several times for every form.
@lru_cache(maxsize=4)
def _home(named: str | None, data: str | None, _own: str | None) -> Path:
    if named:
        return Path(named).expanduser()
    return (Path(data) if data else Path.home() / ".local" / "share") / "jiheng"


# Thousands of forms are read in a second, and a folder is asked what is in it in a millisecond.
@lru_cache(maxsize=2)
def _layouts_at(_site: Path, _second: int) -> Mapping[str, Layout]:
    own = _stamps(home().glob("frames/*/*.yaml"))
    return _layouts(_stamps(_files("layouts")), _stamps(_files("frames")), own, _stamps(iter(_LABELS)))


@lru_cache(maxsize=256)
def _parameters_at(region: str, site: Path, _second: int) -> Mapping[str, Parameter]:
    return _parameters(region, site / "regions", _stamps(_region_files(region, "parameters.yaml")))


@lru_cache(maxsize=2)
def _blank_files(site: Path, _second: int) -> Mapping[str, Path]:
    files = sorted(path for path in site.glob("regions/*/blank/*") if path.is_file() and path.name[0] not in ".~")
    return {f"{path.parent.parent.name}/{path.stem}": path for path in files}


@lru_cache(maxsize=512)
def _rules_at(region: str, year: int | None, _site: Path, _second: int) -> Mapping[str, Rule]:
    files = tuple((path, path.stat().st_mtime_ns) for path in _region_files(region, "rules.yaml"))
    return _rules(files, year)


@lru_cache(maxsize=512)
def _rules(files: _Stamps, year: int | None) -> Mapping[str, Rule]:
    known = known_rules()
    local = load_rules([path for path, _ in files], known)
    return MappingProxyType(local.applied(known, year)) if files else known


@cache
def _plug_ins() -> Mapping[str, Rule]:
    return load_plug_ins()


@lru_cache(maxsize=256)
def _parameters(region: str, site: Path, _files: _Stamps) -> Mapping[str, Parameter]:
    return MappingProxyType(dict(load_parameters(regions.FOLDER, region, site=site)))


@lru_cache(maxsize=2)
def _layouts(files: _Stamps, _frames: _Stamps, _site_frames: _Stamps, _usual: _Stamps) -> Mapping[str, Layout]:
    usual = labels()
    ordered = sorted((path for path, _ in files), key=lambda path: not path.is_relative_to(regions.FOLDER))
    found = {layout.id: layout for layout in (_load(path, usual) for path in ordered)}
    return MappingProxyType(dict(sorted(found.items())))


@lru_cache(maxsize=64)
def _rows_elsewhere(province: str, known: tuple[Layout, ...]) -> Mapping[str, str]:
    printing: dict[str, set[str]] = {}
    for one in known:
        for row in one.frame:
            for name in (row.name, *row.also):
                printing.setdefault(bare(name), set()).add(one.region[:2])
    alone = {name: next(iter(codes)) for name, codes in printing.items() if len(codes) == 1}
    return MappingProxyType({name: code for name, code in alone.items() if code not in (province, COUNTRY[:2])})


def _load(path: Path, usual: Labels) -> Layout:
    region = path.parent.parent.name if path.parent.name == "layouts" else _region_in(path)
    # The place is the id: so no two files have one id, except where a site's file replaces the program's.
    placed = f"{region}/{path.stem}"
    try:
        loaded = load_layout(path, site=_site_frame(placed), usual=usual)
    except DataFileError as error:
        raise LayoutFileError(error.path, error.what) from error
    for key, own, due in (("id", loaded.id, placed), ("region", loaded.region, region)):
        if own != due:
            raise LayoutFileError(
                path, f"/{key}：写的是“{own}”，按文件的位置应为“{due}”；请改正，或把文件放到相应的位置"
            )
    return loaded


def _region_in(path: Path) -> str:
    """Return the region that a layout file of a flat folder says it is of."""
    return str(read_yaml(path).get("region"))


def _site_frame(id: str) -> Path:
    return home() / "frames" / f"{id}.yaml"
