"""The report as tables for the terminal, narrow or wide."""

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as RichTable
from rich.text import Text

from optimizer.report.console import ReportConsole
from optimizer.report.counting import counted
from optimizer.report.formats import shown
from optimizer.report.model import Report, StrategyReport
from optimizer.report.tables import Kind, Table

_WIDE = 112
#: Longest name that is kept on one line.
_UNBROKEN = 24
#: Headings short enough for a terminal.
_HEADINGS = {
    "difference_share": "vs\nbase",
    "cost_per_order": "Per\norder",
    "p95_hours": "p95\nhours",
    "mean_hours": "Mean\nhours",
    "order_fill_rate": "In\nfull",
    "on_time_rate": "On\ntime",
    "unserved_orders": "Not\nserved",
    "naive_total": "Naive\ncost",
    "naive_share": "Saves",
}
_FIRST = (
    "strategy",
    "total",
    "difference_share",
    "p95_hours",
    "order_fill_rate",
    "unserved_orders",
    "standing",
)
_SECOND = ("strategy", "cost_per_order", "mean_hours", "on_time_rate", "naive_total", "naive_share")
_ALL = (
    *("strategy", "total", "difference_share", "cost_per_order", "p95_hours", "mean_hours"),
    *("order_fill_rate", "on_time_rate", "unserved_orders", "naive_total", "naive_share", "standing"),
)
_COMPARED_ONLY = ("difference_share", "standing")


def show(report: Report) -> None:
    """Print the report to standard output at the terminal's width, without colour where that is no terminal."""
    console = ReportConsole(highlight=False, emoji=False)
    console.print()
    console.print(Text(report.headline.sentence, style="bold"))
    console.print(Text(report.headline.reason))
    if report.compared:
        console.print(Text(f"{report.rule} {report.limits}", style="dim"))
    _comparison(console, report)
    _notes(console, report)
    for strategy in report.strategies:
        _reasons(console, report, strategy)
    _trust(console, report)


def _comparison(console: Console, report: Report) -> None:
    title = f"{report.scenario}: {report.horizon}, money in {report.currency}"
    parts: Sequence[tuple[str, Sequence[str]]] = (
        [(title, _ALL)]
        if console.width >= _WIDE
        else [(title, _FIRST), ("Per order, and against what people do today", _SECOND)]
    )
    for name, keys in parts:
        kept = [key for key in keys if report.compared or key not in _COMPARED_ONLY]
        console.print()
        console.print(Text(name, style="bold"))
        console.print(_rich(report.comparison.select(kept), report))
    base = f"vs base: against {report.baseline}. " if report.baseline else ""
    console.print(
        Text(
            f"{base}p95 hours: within them 95% of the orders are handed over. Mean hours: of the orders "
            "served. In full: share of orders served in full. Naive: the same strategy served as people do it, in turn "
            "from the nearest site with stock; Saves: what planning saves of that.",
            style="dim",
        )
    )


def _rich(table: Table, report: Report) -> RichTable:
    gap = 0 if len(table.columns) == len(_ALL) else 1
    made = RichTable(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, gap, 0, 0), show_edge=False)
    for at, column in enumerate(table.columns):
        text = column.kind == Kind.TEXT
        short = all(len(str(row[at])) <= _UNBROKEN for row in table.rows)
        made.add_column(
            Text(_HEADINGS.get(column.key, column.title)),
            justify="left" if text else "right",
            overflow="fold",
            no_wrap=not text or (at == 0 and short),
        )
    best = report.headline.strategy if report.headline.recommended else ""
    for number, row in enumerate(table.rows):
        cells = [Text(shown(value, table.kind(number, at), report.currency)) for at, value in enumerate(row)]
        made.add_row(*cells, style="bold green" if row[0] == best and best else None)
    return made


def _notes(console: Console, report: Report) -> None:
    whose: dict[str, list[str]] = {}
    for one in report.strategies:
        for note in one.notes:
            whose.setdefault(note, []).append(one.name)
    lines = [f"{', '.join(names)}: {note}." for note, names in whose.items()]
    if report.stopped:
        lines.append(report.stopped)
    if lines:
        console.print()
    for line in lines:
        console.print(Text(line, style="yellow"))


def _reasons(console: Console, report: Report, strategy: StrategyReport) -> None:
    if not strategy.reasons.rows or strategy.adopted_from:
        return
    console.print()
    orders = counted(strategy.unserved_orders, "order")
    console.print(Text(f"{strategy.name}: {orders} not served in full", style="bold"))
    if console.width >= _WIDE:
        console.print(_rich(strategy.reasons.select(("reason", "orders", "example", "fix")), report))
        return
    for reason, count, example, fix in strategy.reasons.select(("reason", "orders", "example", "fix")).rows:
        console.print(Text(f"{reason}: {count} (for example {example})"))
        if fix:
            console.print(
                Padding(Text(f"would be served by: {fix}", style="dim"), (0, 0, 0, 2), expand=False)
            )


def _trust(console: Console, report: Report) -> None:
    console.print()
    console.print(
        Text(
            "Every plan passed the independent checker; how good each stage is proven to be",
            style="bold",
        )
    )
    for strategy in report.strategies:
        own = f"; gaps as of {strategy.adopted_from}, whose plan it is" if strategy.adopted_from else ""
        console.print(Text(f"{strategy.name}: {strategy.verdict}{own}"))
        for gap in () if own else strategy.gaps:
            console.print(Padding(Text(gap, style="dim"), (0, 0, 0, 2), expand=False))
