"""A YAML text as plain values, each with its line; a key that comes twice is an error."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml

from optimizer.core.errors import Finding, InputError, Place, code

BAD_YAML = code(
    "bad-yaml", "The file is not valid YAML.", "Check indentation, colons, brackets and quotes at that line."
)
DUPLICATE_KEY = code("duplicate-key", "A key comes twice in one block.", "Delete or rename one of them.")

#: Keys and indices from the top of the file.
Path_ = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """Content of a YAML file.

    Parameters
    ----------
    data
        Plain values. Times of day stay texts.
    lines
        Line of each value (1-based), by its keys and indices from the top.
    findings
        Keys that come twice.
    """

    data: Any
    lines: dict[Path_, int] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


class _Loader(yaml.SafeLoader):
    """YAML 1.1 without its traps: ``10:30``, dates, ``yes``, ``no``, ``on`` and ``off`` are texts."""


_Loader.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("null", "merge")]
    for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", re.compile(r"(true|True|TRUE|false|False|FALSE)$"), list("tTfF")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"[-+]?(0|[1-9][0-9]*)$"), list("-+0123456789")
)
_Loader.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(
        r"([-+]?(([0-9]+\.[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[0-9]+[eE][-+]?[0-9]+|\.(inf|Inf|INF))"
        r"|\.(nan|NaN|NAN))$"
    ),
    list("-+0123456789."),
)


def parse_yaml(text: str, file: str) -> Document:
    """Read a YAML text.

    Parameters
    ----------
    text, file
        Contents, and name for messages.

    Raises
    ------
    InputError
        If it is not YAML.
    """
    try:
        loader = _Loader(text)
        root = loader.get_single_node()
        lines: dict[Path_, int] = {}
        findings: list[Finding] = []
        if root is not None:
            _Walk(file, lines, findings).visit(root, ())
        data = None if root is None else loader.construct_document(root)
    except yaml.YAMLError as error:
        raise InputError([_syntax_finding(error, file)]) from error
    except (ValueError, RecursionError, TypeError) as error:
        cause = f"a value cannot be read ({error})"
        raise InputError([Finding(BAD_YAML, Place(file), cause, "Put the value in quotes")]) from error
    return Document(data, lines, tuple(findings))


def _syntax_finding(error: yaml.YAMLError, file: str) -> Finding:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    line = None if mark is None else mark.line + 1
    where = "" if mark is None else f" at line {mark.line + 1}, character {mark.column + 1}"
    action = "Check indentation (spaces, no tabs), colons, brackets and quotes there"
    return Finding(BAD_YAML, Place(file, line), f"not valid YAML{where}: {problem}", action)


@dataclass(frozen=True)
class _Walk:
    """Notes the line of every value and the keys that come twice; visits what an alias repeats once."""

    file: str
    lines: dict[Path_, int]
    findings: list[Finding]
    visited: set[int] = field(default_factory=set)

    def visit(self, node: yaml.Node, path: Path_) -> None:
        self.lines[path] = node.start_mark.line + 1
        if id(node) in self.visited:
            return
        self.visited.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            for index, child in enumerate(node.value):
                self.visit(child, (*path, index))
        elif isinstance(node, yaml.MappingNode):
            self._visit_keys(node, path)

    def _visit_keys(self, node: yaml.MappingNode, path: Path_) -> None:
        seen: set[str] = set()
        for key, child in node.value:
            name = str(key.value)
            if name in seen and key.tag != "tag:yaml.org,2002:merge":
                place = Place(self.file, None, written((*path, name)))
                cause = f"the key {name!r} comes twice (again in line {key.start_mark.line + 1})"
                self.findings.append(Finding(DUPLICATE_KEY, place, cause, "Keep one of them"))
            seen.add(name)
            self.visit(child, (*path, name))


def written(path: Path_) -> str:
    """Write keys and indices as a planner reads them: ``options[2].cut_off``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text
