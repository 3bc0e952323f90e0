"""Pydantic's errors about settings in the planner's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from optimizer.core.errors import Finding, Place, code
from optimizer.core.yaml_values import Path_, written
from optimizer.scenario.base import HandOver
from optimizer.scenario.currencies import meant_currency
from optimizer.scenario.findings import capitalised, did_you_mean, sentences
from optimizer.scenario.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from pydantic_core import ErrorDetails

UNKNOWN_KEY = code(
    "unknown-key", "A key is not known at its place.", "Correct or delete it: nothing is ignored."
)
MISSING_KEY = code("missing-key", "A key that is needed is not there.", "Add it.")
BAD_VALUE = code("bad-value", "A setting's value cannot be used.", "Write a value of the kind that is named.")
BAD_SETTING_RANGE = code(
    "setting-out-of-range",
    "A setting's number or list is too small or too large.",
    "Correct it; check its unit.",
)

#: Elements of a pydantic location that name the kind of an option, not a key.
_TAGS = {*map(str, HandOver), "parcel", "own_van"}

#: Cause and action by pydantic's type of error; ``{ctx}`` names come from its context.
_WORDS: dict[str, tuple[str, str]] = {
    "string_type": ("{value} is not a text", "Put it in quotes"),
    "float_parsing": (
        "{value} is not a number",
        "Write digits with a point, without separators, as in 1234.5",
    ),
    "float_type": ("{value} is not a number", "Write digits with a point, as in 1234.5"),
    "finite_number": ("{value} is not a finite number", "Write a number, or leave the key out"),
    "int_parsing": ("{value} is not a whole number", "Write digits only, without separators"),
    "int_type": ("{value} is not a whole number", "Write digits only"),
    "int_from_float": ("{value} is not a whole number", "Round it"),
    "bool_parsing": ("{value} is neither true nor false", "Write true or false"),
    "bool_type": ("{value} is neither true nor false", "Write true or false"),
    "tuple_type": ("a list is expected, not {value}", "Write a list: [a, b]"),
    "list_type": ("a list is expected, not {value}", "Write a list: [a, b]"),
    "dict_type": ("a block of keys is expected, not {value}", "Write `key: value` lines, indented"),
    "model_type": ("a block of keys is expected, not {value}", "Write `key: value` lines, indented"),
    "model_attributes_type": (
        "a block of keys is expected, not {value}",
        "Write `key: value` lines, indented",
    ),
    "string_too_short": ("the text is empty", "Write at least one character"),
    "string_too_long": ("the text is too long", "Write at most {max_length} characters"),
    "recursion_loop": ("the block contains itself", "Remove the alias"),
}
_RANGES = {
    "greater_than_equal": "at least {ge:.15g}",
    "greater_than": "greater than {gt:.15g}",
    "less_than_equal": "at most {le:.15g}",
    "less_than": "less than {lt:.15g}",
}


def settings_findings(
    error: ValidationError,
    data: object,
    file: str,
    lines: Mapping[Path_, int],
    place: Callable[[Path_], Path_] = lambda path: path,
) -> Iterator[Finding]:
    """Say what is wrong with settings.

    Parameters
    ----------
    error
        What pydantic found.
    data
        The values that were validated.
    file
        File they were read from.
    lines
        Line of each value, where known.
    place
        Where the planner wrote what stands at a path of ``data``.
    """
    for details in error.errors(include_url=False):
        if details["type"] == "too_short" and details["input"]:
            continue  # entries there are, each with a finding of its own
        path = _path(details["loc"])
        name, cause, action = _words(details, path, data)
        line = lines.get(path)
        shown = cause if line is None else f"{cause} (line {line})"
        yield Finding(name, Place(file, None, written(place(path)) or None), shown, action)


def _path(location: tuple[str | int, ...]) -> Path_:
    """Drop what pydantic adds to the keys and indices that the planner wrote."""
    parts: list[str | int] = []
    tags = 0
    for part in location:
        if tags and part in _TAGS:
            tags -= 1
            continue
        tags = 2 if len(parts) == 1 and parts[0] == "options" and isinstance(part, int) else 0
        if part != "[key]":
            parts.append(part)
    return tuple(parts)


def _words(details: ErrorDetails, path: Path_, data: object) -> tuple[str, str, str]:
    """Code, cause and action of one error."""
    kind = details["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path, data)
    if kind in _TOLD:
        return _TOLD[kind](details, path)
    value = _shown(details["input"])
    context = details.get("ctx", {})
    if kind in _RANGES:
        limit = _RANGES[kind].format_map(context)
        return BAD_SETTING_RANGE, f"{value} is out of range", f"Write a number {limit}"
    cause, action = _WORDS.get(kind, ("{value} cannot be used: {message}", "Correct it"))
    words = {**context, "value": value, "message": details["msg"]}
    return BAD_VALUE, cause.format_map(words), action.format_map(words)


def _missing(_details: ErrorDetails, path: Path_) -> tuple[str, str, str]:
    return MISSING_KEY, f"{path[-1]!r} is missing", "Add it"


def _too_short(_details: ErrorDetails, _path: Path_) -> tuple[str, str, str]:
    return BAD_SETTING_RANGE, "there must be at least one entry", "Add an entry"


def _refused(details: ErrorDetails, _path: Path_) -> tuple[str, str, str]:
    cause = f"{_shown(details['input'])} cannot be used"
    return BAD_VALUE, cause, capitalised(str(details["ctx"]["error"]))


def _no_currency(details: ErrorDetails, _path: Path_) -> tuple[str, str, str]:
    meant = meant_currency(str(details["input"]))
    hint = "" if meant is None else f"Did you mean {meant!r}?"
    action = sentences(hint, "Write three capital letters, as in KRW")
    return BAD_VALUE, f"{_shown(details['input'])} is no code of a currency", action


def _unknown_key(path: Path_, data: object) -> tuple[str, str, str]:
    key = str(path[-1])
    known = allowed_keys(path[:-1])
    present = _at(data, path[:-1])
    if key in known:
        kind = " and ".join(
            f"{name}: {present[name]}" for name in ("hand_over", "transport") if name in present
        )
        return UNKNOWN_KEY, f"{key!r} does not go with {kind}", "Delete it, or correct the kind of option"
    free = [name for name in known if name not in present]
    return (
        UNKNOWN_KEY,
        f"{key!r} is not a known key here",
        sentences(did_you_mean(key, free), "Correct or delete it"),
    )


def _no_tag(details: ErrorDetails, _path: Path_) -> tuple[str, str, str]:
    key = details["ctx"]["discriminator"].strip("'")
    return MISSING_KEY, f"{key!r} is missing", f"Add it; it is one of: {_allowed_tags(key)}"


def _bad_tag(details: ErrorDetails, _path: Path_) -> tuple[str, str, str]:
    key = details["ctx"]["discriminator"].strip("'")
    tag = str(details["ctx"]["tag"])
    allowed = _allowed_tags(key)
    hint = sentences(did_you_mean(tag, allowed.split(", ")), f"Use one of: {allowed}")
    return BAD_VALUE, f"{tag!r} is not a known {key}", hint


def _allowed_tags(key: str) -> str:
    return ", ".join(map(str, HandOver)) if key == "hand_over" else "parcel, own_van"


def _choice(details: ErrorDetails, path: Path_) -> tuple[str, str, str]:
    allowed = re.findall(r"'([^']*)'", str(details["ctx"]["expected"])) or [str(details["ctx"]["expected"])]
    hint = sentences(did_you_mean(str(details["input"]), allowed), f"Use one of: {', '.join(allowed)}")
    name = next((part for part in reversed(path) if isinstance(part, str)), "value")
    return BAD_VALUE, f"{_shown(details['input'])} is not a known value of {name}", hint


#: How errors are told that need more than a pattern.
_TOLD: dict[str, Callable[[ErrorDetails, Path_], tuple[str, str, str]]] = {
    "missing": _missing,
    "union_tag_not_found": _no_tag,
    "union_tag_invalid": _bad_tag,
    "enum": _choice,
    "literal_error": _choice,
    "too_short": _too_short,
    "string_pattern_mismatch": _no_currency,  # the only pattern in the settings
    "value_error": _refused,
}


def truth_findings(
    data: object, file: str, place: Callable[[Path_], Path_] = lambda path: path
) -> Iterator[Finding]:
    """Find ``true`` and ``false`` where numbers belong: Python takes them for 1 and 0, and pydantic with it.

    Parameters
    ----------
    data, file, place
        As in :func:`settings_findings`.
    """
    for path in _truths(data, ()):
        *above, key = path
        if not any(_takes_truth(kind, key) for kind in _kinds(tuple(above))):
            cause = f"{str(_item(data, path)).lower()} is not a number"
            yield Finding(BAD_VALUE, Place(file, None, written(place(path))), cause, "Write digits")


def _truths(data: object, path: Path_) -> Iterator[Path_]:
    if isinstance(data, bool):
        yield path
    elif isinstance(data, dict | list) and path[2:3] != ("override",):  # which is looked at when it is merged
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _truths(value, (*path, key))


def _takes_truth(kind: Any, key: str | int) -> bool:  # noqa: ANN401 (a type form)
    return _is_model(kind) and key in kind.model_fields and kind.model_fields[key].annotation is bool


def allowed_keys(path: Path_) -> tuple[str, ...]:
    """Keys that may stand at a place of the settings; of all kinds of option, where it is an option."""
    keys = (key for kind in _kinds(path) if _is_model(kind) for key in kind.model_fields)
    return tuple(dict.fromkeys(keys))


def _kinds(path: Path_) -> list[Any]:
    """Models, tuples and dicts that may stand at a place of the settings."""
    found: list[Any] = [Settings]
    for part in path:
        found = [below for kind in found for below in _below(kind, part)]
    return found


def _below(kind: Any, part: str | int) -> Iterator[Any]:  # noqa: ANN401 (a type form)
    if _is_model(kind):
        if part in kind.model_fields:
            yield from _parts(kind.model_fields[part].annotation)
    elif get_origin(kind) in (dict, tuple):
        arguments = get_args(kind)
        yield from _parts(arguments[1] if get_origin(kind) is dict else arguments[0])


def _parts(kind: Any) -> Iterator[Any]:  # noqa: ANN401 (a type form)
    """Alternatives of a union, however wrapped."""
    if _is_model(kind) or get_origin(kind) in (dict, tuple):
        yield kind
    elif hasattr(kind, "__metadata__"):
        yield from _parts(get_args(kind)[0])
    elif get_origin(kind) is Union or type(kind).__name__ == "UnionType":
        for part in get_args(kind):
            yield from _parts(part)


def _is_model(kind: Any) -> bool:  # noqa: ANN401 (a type form)
    return isinstance(kind, type) and issubclass(kind, BaseModel)


def _at(data: Any, path: Path_) -> dict[str, Any]:  # noqa: ANN401 (plain values)
    found = _item(data, path)
    return found if isinstance(found, dict) else {}


def _item(data: Any, path: Path_) -> Any:  # noqa: ANN401 (plain values)
    for part in path:
        data = data[part]
    return data


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str | int | float | bool) else _KINDS.get(type(value), "this")
    return text if len(text) <= 60 else f"{text[:57]}..."


_KINDS: dict[type, str] = {dict: "a block of keys", list: "a list", type(None): "nothing"}
