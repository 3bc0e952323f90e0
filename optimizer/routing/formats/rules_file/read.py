"""A rules file as YAML or JSON into rules, or what is wrong with it in the planner's words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel, ValidationError

from optimizer.core.errors import Finding, Place, code
from optimizer.core.yaml_values import Path_, parse_yaml, written
from optimizer.routing.formats.json_keys import load
from optimizer.routing.formats.lines import read_text
from optimizer.routing.formats.rules_file.models import (
    Balance,
    Keep,
    Overtime,
    Period,
    Rules,
    Traffic,
    Vehicle,
)

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

RULES_KEY = code(
    "route-rules-key",
    "A key of a rules file is unknown at its place, or one that is needed is missing.",
    "Correct, delete or add it: nothing is ignored.",
)
RULES_VALUE = code(
    "route-rules-value",
    "A value of a rules file is of the wrong kind, too small, too large or too fine.",
    "Write a value of the kind that is named.",
)

_BLOCK = "a block of keys is expected, not {value}", "Write `key: value` lines, indented"
_LIST = "a list is expected, not {value}", "Write a list: [a, b]"
_NUMBER = "{value} is not a number", "Write digits with a point, without quotes"
#: Cause and action by pydantic's type of error; names in braces come from its context.
_WORDS = {
    "missing": ("the key is missing", "Add it"),
    "string_type": ("{value} is not a name", "Write the name in quotes"),
    "string_too_short": ("the name is empty", "Write a name"),
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "tuple_type": _LIST,
    "too_short": ("the list is empty", "Add an entry, or delete the block"),
    "dict_type": _BLOCK,
    "model_type": _BLOCK,
    "model_attributes_type": _BLOCK,
    "greater_than_equal": ("{value} is too small", "Write a number of at least {ge:.15g}"),
    "less_than_equal": ("{value} is too large", "Write a number of at most {le:.15g}"),
    "too_fine": ("{value} has more than {most} decimals", "Round it"),
}

#: Blocks whose keys are names.
_BY_NAME = ("vehicles",), ("locks",)
#: What stands at a place; ``*`` is an index or a name.
_MODELS: dict[Path_, type[BaseModel]] = {
    (): Rules,
    ("traffic", "*"): Traffic,
    ("traffic", "*", "periods", "*"): Period,
    ("balance",): Balance,
    ("keep",): Keep,
    ("overtime",): Overtime,
    ("vehicles", "*"): Vehicle,
    ("vehicles", "*", "overtime"): Overtime,
}


@dataclass(frozen=True)
class WrittenRules:
    """Rules, and where the planner wrote them.

    Parameters
    ----------
    rules
        As validated.
    file
        Name for messages.
    lines
        Line of each value by its keys and indices, where known.
    """

    rules: Rules
    file: str
    lines: Mapping[Path_, int] = field(default_factory=dict)

    def finding(self, name: str, path: Path_, cause: str, action: str) -> Finding:
        """Make a finding about what stands at a path of keys and indices."""
        return _finding(self.file, self.lines, path, name, cause, action)


def read_rules(path: Path) -> tuple[WrittenRules | None, list[Finding]]:
    """Read a rules file: JSON if its name ends in ``.json``, else YAML.

    Returns
    -------
    tuple[WrittenRules | None, list[Finding]]
        None if its contents are of the wrong form; and all that is wrong with them.

    Raises
    ------
    InputError
        If it cannot be read, or is neither YAML nor JSON.
    """
    text = read_text(path)
    lines: Mapping[Path_, int] = {}
    found: list[Finding] = []
    if path.suffix.lower() == ".json":
        data = load(text, path.name).value
    else:
        document = parse_yaml(text, path.name)
        data, lines, found = document.data, document.lines, list(document.findings)
    try:
        rules = Rules.model_validate({} if data is None else data)
    except ValidationError as error:
        return None, [*found, *_findings(error, path.name, lines)]
    return WrittenRules(rules, path.name, lines), found


def hint(name: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """Name the known name most like another, as the beginning of an action; empty if none is."""
    like = get_close_matches(name, list(known)[:2000], n=1)
    return f"Did you mean {like[0]!r}? " if like else ""


def _findings(error: ValidationError, file: str, lines: Mapping[Path_, int]) -> Iterator[Finding]:
    for details in error.errors(include_url=False):
        if details["type"] == "too_short" and details["input"]:
            continue  # entries there are, each with a finding of its own
        path = _path(details)
        yield _finding(file, lines, path, *_told(details, path))


def _path(details: "ErrorDetails") -> Path_:
    """Keys and indices as the planner wrote them; names are texts."""
    path = tuple(part for part in details["loc"] if part != "[key]")
    path = tuple(str(part) if at == 1 and path[:1] in _BY_NAME else part for at, part in enumerate(path))
    return (*path[:-1], str(path[-1])) if details["type"] == "invalid_key" else path


def _told(details: "ErrorDetails", path: Path_) -> tuple[str, str, str]:
    """Code, cause and action of one error."""
    kind = details["type"]
    if kind in ("extra_forbidden", "invalid_key"):
        key = str(path[-1])
        action = f"{hint(key, _keys(path[:-1]))}Correct or delete it"
        return RULES_KEY, f"{key!r} is not a known key here", action
    cause, action = _WORDS.get(kind, ("{value} cannot be used: {message}", "Correct it"))
    words = {**details.get("ctx", {}), "value": _shown(details["input"]), "message": details["msg"]}
    name = RULES_KEY if kind == "missing" else RULES_VALUE
    return name, cause.format_map(words), action.format_map(words)


def _finding(
    file: str, lines: Mapping[Path_, int], path: Path_, name: str, cause: str, action: str
) -> Finding:
    line = lines.get(path) if path else None
    shown = cause if line is None else f"{cause} (line {line})"
    return Finding(name, Place(file, None, written(path) or None), shown, action)


def _keys(path: Path_) -> tuple[str, ...]:
    """Keys that may stand at a place of a rules file."""
    names = path[:1] in _BY_NAME
    place = tuple(
        "*" if isinstance(part, int) or (names and at == 1) else part for at, part in enumerate(path)
    )
    return tuple(field.alias or name for name, field in _MODELS[place].model_fields.items())


def _shown(value: object) -> str:
    kinds: dict[type, str] = {dict: "a block of keys", list: "a list", type(None): "nothing"}
    text = repr(value) if isinstance(value, str | int | float) else kinds.get(type(value), "this")
    text = text.lower() if isinstance(value, bool) else text
    return text if len(text) <= 60 else f"{text[:57]}..."
