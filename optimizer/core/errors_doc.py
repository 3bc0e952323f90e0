"""``docs/errors.md``, generated from the registered codes."""

from optimizer.core.errors import registered_codes

_HEAD = """\
# Error and reason codes

Generated; do not edit. Errors stop a command with exit code 2 and are reported all at once, each with its place,
cause and action; warnings are shown and the command goes on. Reasons say why an order, client or demand was not served.

| code | meaning | what to do |
|---|---|---|
"""


def errors_markdown() -> str:
    """Write every code registered so far as a table, by code.

    Import the modules that register codes first.
    """
    rows = (
        f"| `{entry.code}` | {_cell(entry.meaning)} | {_cell(entry.action)} |\n"
        for entry in registered_codes()
    )
    return _HEAD + "".join(rows)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
