"""``scenario.yaml`` into settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from zoneinfo import ZoneInfo, available_timezones

from pydantic import ValidationError

from optimizer.core.errors import Finding, InputError, Place, code
from optimizer.scenario.base import WRITTEN
from optimizer.scenario.findings import did_you_mean, sentences
from optimizer.scenario.read_yaml import BAD_YAML, Document, read_yaml
from optimizer.scenario.settings import Settings
from optimizer.scenario.words import settings_findings, truth_findings

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS_FILE = "scenario.yaml"

UNKNOWN_ENCODING = code("unknown-encoding", "No such text encoding.", "Write utf-8 or cp949.")
UNKNOWN_TIME_ZONE = code(
    "unknown-time-zone", "No such time zone.", "Write an IANA name such as Asia/Seoul or Europe/Berlin."
)

_ENCODING = re.compile(rb"^encoding:[ \t]*[\"']?([\w-]+)", re.MULTILINE | re.ASCII)


class ReadSettings(NamedTuple):
    """What could be read of the settings, and what the tables need of it in any case."""

    settings: Settings | None
    encoding: str
    zone: str
    findings: tuple[Finding, ...]


def read_settings(folder: Path) -> ReadSettings:
    """Read and validate ``scenario.yaml``, leaving what is wrong in ``findings``.

    An unknown encoding or zone is reported and replaced by ``utf-8`` and ``UTC``, so that the tables can be
    looked at too.
    """
    try:
        document = read_yaml(folder / SETTINGS_FILE)
    except InputError as error:
        return ReadSettings(None, _likely_encoding(folder), "UTC", error.findings)
    if not isinstance(document.data, dict):
        action = "Write `key: value` lines, beginning with `format: 1`"
        finding = Finding(BAD_YAML, Place(SETTINGS_FILE), "it is not a block of keys", action)
        return ReadSettings(None, "utf-8", "UTC", (finding,))
    settings, findings = _validate(document)
    encoding, zone = _known_encoding(document), _known_zone(document)
    if encoding is None:
        cause = f"{document.data['encoding']!r} is not a known encoding"
        findings.append(
            Finding(UNKNOWN_ENCODING, Place(SETTINGS_FILE, None, "encoding"), cause, "Write utf-8 or cp949")
        )
    if zone is None and isinstance(document.data.get("zone"), str):
        findings.append(_zone_finding(document.data["zone"]))
    if findings:
        settings = None
    return ReadSettings(settings, encoding or "utf-8", zone or "UTC", tuple(findings))


def _validate(document: Document) -> tuple[Settings | None, list[Finding]]:
    findings = list(document.findings)
    try:
        settings = Settings.model_validate(document.data, context=WRITTEN)
    except ValidationError as error:
        findings += settings_findings(error, document.data, SETTINGS_FILE, document.lines)
        return None, findings
    return settings, [*findings, *truth_findings(document.data, SETTINGS_FILE)]


def _likely_encoding(folder: Path) -> str:
    """Find the line of the encoding in a file that is no YAML, lest every table be blamed for that."""
    try:
        match = _ENCODING.search((folder / SETTINGS_FILE).read_bytes())
    except OSError:
        return "utf-8"
    return (match and _known_codec(match[1].decode())) or "utf-8"


def _known_encoding(document: Document) -> str | None:
    return _known_codec(str(document.data.get("encoding", "utf-8")))


def _known_codec(name: str) -> str | None:
    try:
        b"".decode(name)
        b"a".decode(name, "replace")
    except (LookupError, ValueError):
        return None
    return name


def _known_zone(document: Document) -> str | None:
    try:
        return ZoneInfo(str(document.data.get("zone", ""))).key
    except (ValueError, OSError, LookupError):
        return None


def _zone_finding(zone: str) -> Finding:
    hint = sentences(
        did_you_mean(zone, sorted(available_timezones())), "Write an IANA name such as Asia/Seoul"
    )
    return Finding(
        UNKNOWN_TIME_ZONE, Place(SETTINGS_FILE, None, "zone"), f"{zone!r} is not a known time zone", hint
    )
