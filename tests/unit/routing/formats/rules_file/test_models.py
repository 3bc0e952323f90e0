"""What a rules file may say."""

from collections.abc import Iterator
from fractions import Fraction
from textwrap import dedent
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from optimizer.core.yaml_values import parse_yaml
from optimizer.routing.formats.rules_file.models import Overtime, Rules, exact
from tests.helpers.cli import REPOSITORY


def _keys(node: Any) -> Iterator[str]:  # noqa: ANN401 (a JSON schema)
    for model in node["$defs"].values():
        yield from model["properties"]
    yield from node["properties"]


def test_every_key_is_documented() -> None:
    """In words beside the model, and in the page on formats."""
    page = (REPOSITORY / "docs" / "routing-formats.md").read_text(encoding="utf-8")
    schema = Rules.model_json_schema()
    models: list[dict[str, Any]] = [schema, *schema["$defs"].values()]
    assert all(field.get("description") for model in models for field in model["properties"].values())
    assert [key for key in _keys(schema) if f"`{key}`" not in page] == []


def test_the_example_of_the_page() -> None:
    """Is a rules file, and uses every block."""
    page = (REPOSITORY / "docs" / "routing-formats.md").read_text(encoding="utf-8")
    shown = page.split("with, in `rules.yaml`,\n\n")[1].split("\n\n")[0]
    document = parse_yaml(dedent(shown), "rules.yaml")
    assert (document.findings, document.data.keys()) == ((), Rules.model_fields.keys())
    assert Rules.model_validate(document.data).vehicles["3"].begins_with == ("12", "7")


def test_rules_are_frozen() -> None:
    """As all settings are."""
    rules: BaseModel = Rules()
    with pytest.raises(ValidationError):
        rules.locks = {"1": "2"}  # type: ignore[attr-defined]


def test_prices_are_exact() -> None:
    """As written, not as a computer halves them."""
    price = Overtime(after=1, cost_per_time=0.000001).cost_per_time
    assert exact(price) == Fraction(1, 1_000_000)
    assert exact(0.3) == Fraction(3, 10)
