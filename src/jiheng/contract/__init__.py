"""The public contract of a reading, version 1, as JSON: what outside programs depend on. It only grows.

`docs/reference/contract.md` explains every key; `contract-1.schema.json` beside it is generated from the shapes. The
contract knows neither how a form was read nor which rules there are.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar, cast

from pydantic import ValidationError

from jiheng import complaints, model
from jiheng.contract.shapes import CheckedForm, Contract, Form, is_checked
from jiheng.contract.values import Shape, restored

VERSION = "1"


class ContractError(ValueError):
    """JSON that is not a reading of this contract. The message is Chinese and names the key."""


def encode(readings: Sequence[model.Reading], *, checked: bool) -> dict[str, object]:
    """Return the JSON object that `read --json` prints, or, where `checked`, `check --json`.

    Raises:
        ValueError: findings are asked for and a form was not checked.
    """
    if checked and any(form.findings is None for reading in readings for form in reading.forms):
        raise ValueError("a form without findings cannot be printed as checked")
    documents = tuple(reading if checked else _unchecked(reading) for reading in readings)
    return Contract.model_validate({"jiheng": VERSION, "documents": documents}).model_dump(mode="json")


def encode_form(form: model.Form) -> dict[str, object]:
    """Return one FORM of the contract; findings and ledger are in it when the form was checked."""
    shape = Form if form.findings is None else CheckedForm
    return shape.model_validate(form).model_dump(mode="json")


def decode(data: object) -> tuple[model.Reading, ...]:
    """Return the readings of a contract document.

    Raises:
        ContractError: a key is unknown or missing, or a value has the wrong shape.
    """
    return cast("tuple[model.Reading, ...]", restored(_validated(Contract, data).documents))


def decode_form(data: object) -> model.Form:
    """Return the form that one FORM of the contract holds.

    Raises:
        ContractError: a key is unknown or missing, or a value has the wrong shape.
    """
    return cast("model.Form", restored(_validated(CheckedForm if is_checked(data) else Form, data)))


def schema() -> dict[str, object]:
    """Return the JSON Schema (draft 2020-12) that every output satisfies."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:jiheng:contract:{VERSION}",
        "version": VERSION,
        **Contract.model_json_schema(mode="serialization"),
        "title": "绩衡读表结果（Jiheng reading contract）",
    }


def to_text(data: object) -> str:
    """Return JSON as it is printed and stored: Chinese stays readable, keys keep the contract's order."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


_Data = TypeVar("_Data", bound=Shape)


def _unchecked(reading: model.Reading) -> model.Reading:
    return replace(reading, forms=tuple(form.unchecked() for form in reading.forms))


def _validated(shape: type[_Data], data: object) -> _Data:
    try:
        return shape.model_validate(data, from_attributes=False)
    except ValidationError as error:
        raise ContractError(complaints.of_shape(error)) from None
