"""Pieces of HTML: escaped text, tables, data for scripts."""

import json
from html import escape

from optimizer.report.formats import shown
from optimizer.report.tables import Cell, Column, Kind, Table

#: Rows of a table that are shown; the run folder's file has them all.
MOST_ROWS = 200
_WRAPS_FROM, _WIDE_FROM = 36, 140
_MONEY = (Kind.MONEY, Kind.MONEY_CHANGE, Kind.AMOUNT)


def text(value: str) -> str:
    """Escape a text for an element's content or a quoted attribute."""
    return escape(value, quote=True)


def label(value: str) -> str:
    """Escape a text for a chart: plotly reads some tags and entities in labels."""
    return escape(value, quote=False)


def script_data(value: object) -> str:
    """Write a value as JSON that is safe inside a script element."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign in "<>&\u2028\u2029":
        written = written.replace(sign, f"\\u{ord(sign):04x}")
    return written


def table_html(table: Table, currency: str, *, folder: str = "", best: str = "") -> str:
    """Write a table in a box of its own that scrolls where it is wide.

    Parameters
    ----------
    table
        Shown up to :data:`MOST_ROWS` rows.
    currency
        Stands in the headings of money.
    folder
        Folder of ``table.file`` within the run folder.
    best
        First cell of the row to be stressed.
    """
    if not table.rows:
        return '<p class="none">None.</p>'
    table = table.filled()
    classes = [_class(table, at) for at in range(len(table.columns))]
    head = "".join(
        f'<th scope="col" class="{name}">{_heading(column, currency)}</th>'
        for column, name in zip(table.columns, classes, strict=True)
    )
    body = "".join(
        _row(table, number, classes, currency, best) for number in range(min(len(table.rows), MOST_ROWS))
    )
    return (
        f'<div class="box" role="region" tabindex="0" aria-label="{text(table.title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{left_out(table, folder)}"
    )


def left_out(table: Table, folder: str) -> str:
    """Say how many rows are left out, and which file has them."""
    hidden = len(table.rows) - MOST_ROWS
    if hidden <= 0:
        return ""
    where = f" All of them are in <code>{text(f'{folder}/{table.file}')}</code> of the run folder."
    return f'<p class="left-out">{hidden:,} more rows are left out here.{where if table.file else ""}</p>'


def _heading(column: Column, currency: str) -> str:
    unit = f" <small>{text(currency)}</small>" if column.kind in _MONEY else ""
    return f"{text(column.title)}{unit}"


def _class(table: Table, at: int) -> str:
    if table.columns[at].kind != Kind.TEXT:
        return "n"
    longest = max(len(str(row[at])) for row in table.rows)
    return "wide" if longest > _WIDE_FROM else "long" if longest > _WRAPS_FROM else "t"


def _row(table: Table, number: int, classes: list[str], currency: str, best: str) -> str:
    row = table.rows[number]
    names = [
        name
        for name, holds in (
            ("best", best and row[0] == best),
            ("total", table.total and number == len(table.rows) - 1),
        )
        if holds
    ]
    cells = "".join(
        _cell(value, table.kind(number, at), classes[at], currency) for at, value in enumerate(row)
    )
    return f'<tr class="{" ".join(names)}">{cells}</tr>' if names else f"<tr>{cells}</tr>"


def _cell(value: Cell, kind: Kind, name: str, currency: str) -> str:
    return f'<td class="{name}">{text(shown(value, kind, currency))}</td>'
