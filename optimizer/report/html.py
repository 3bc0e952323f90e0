"""The report as one HTML file that opens without network."""

from importlib import resources

from optimizer.report.charts import FONT, PALETTE, cost_bars
from optimizer.report.counting import counted
from optimizer.report.formats import NONE, hours, share, with_currency
from optimizer.report.markup import label, script_data, table_html, text
from optimizer.report.model import Report, StrategyReport
from optimizer.report.tables import Table
from optimizer.report.trade_off import has_hours, trade_off

#: Tables of a strategy that are open from the start; the others are opened by a click.
_OPEN = ("option", "sites", "cost_lines")
#: Only what is in the file may run, and nothing may be fetched.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def render(report: Report) -> str:
    """Write the whole page.

    Parameters
    ----------
    report
        What to show.

    Returns
    -------
    str
        HTML with styles, scripts and data inside.
    """
    from plotly.offline import get_plotlyjs

    body = "".join(
        (
            _opening(report),
            _costs(report),
            _map(report),
            _side_by_side(report),
            _details(report),
            _trust(report),
        )
    )
    title = text(f"{report.scenario}: {'strategies compared' if report.compared else report.headline.title}")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>:root{{--font:{FONT}}}\n{_asset('report.css')}</style>\n</head>\n<body>\n"
        f"{_header(report)}<main>{body}</main>\n"
        f'<script type="application/json" id="report-data">{script_data(_data(report))}</script>\n'
        f"<script>{get_plotlyjs()}</script>\n<script>{_asset('report.js')}</script>\n</body>\n</html>\n"
    )


def _asset(name: str) -> str:
    return resources.files("optimizer.report").joinpath("assets", name).read_text(encoding="utf-8")


def _data(report: Report) -> dict[str, object]:
    """Charts and places for the script."""
    atlas, several = report.atlas, len(report.strategies) > 1
    return {
        "charts": {
            "cost-bars": cost_bars(report),
            **({"trade-off": trade_off(report)} if several else {}),
        },
        "narrow": {"trade-off": trade_off(report, narrow=True)} if several else {},
        "font": FONT,
        "palette": PALETTE,
        "places": {
            "id": [label(name) for name in atlas.ids],
            "x": [round(x, 3) for x in atlas.x],
            "y": [round(y, 3) for y in atlas.y],
        },
        "sites": [[mark.place, mark.kind, label(mark.name)] for mark in atlas.sites],
        "districts": [[label(mark.name), round(mark.x, 3), round(mark.y, 3)] for mark in atlas.districts],
        "strategies": [
            {
                "routes": [
                    [label(route.id), route.wave, label(route.label), route.places]
                    for route in one.drawing.routes
                ],
                "served": [[label(name), places] for name, places in one.drawing.served],
                "unserved": one.drawing.unserved,
            }
            for one in report.strategies
        ],
    }


def _header(report: Report) -> str:
    links = (
        ("costs", "Costs"),
        ("map", "Map"),
        ("tables", "Side by side"),
        ("details", "In detail"),
        ("trust", "Trust"),
    )
    nav = "".join(f'<a href="#{anchor}">{title}</a>' for anchor, title in links)
    about = f"{report.description} · {report.horizon} · {report.zone} · money in {report.currency}"
    return (
        f'<header><div><p class="name">{text(report.scenario)}</p><p class="about">{text(about.strip(" ·"))}</p></div>'
        f"<nav>{nav}</nav></header>\n"
    )


def _opening(report: Report) -> str:
    headline = report.headline
    rule = f'<p class="how">{text(report.rule)} {text(report.limits)}</p>' if report.compared else ""
    stopped = f'<p class="note">{text(report.stopped)}</p>' if report.stopped else ""
    chart = _trade_off(report) if len(report.strategies) > 1 else ""
    return (
        f'<section id="opening" class="{"opening" if chart else "opening alone"}">'
        f'<div class="verdict card"><p class="eyebrow">{text(headline.kind)}</p><h1>{text(headline.title)}</h1>'
        f'<p class="sentence">{text(headline.sentence)}</p><dl class="tiles">{_tiles(report)}</dl>'
        f"<p>{text(headline.reason)}</p>{rule}{stopped}</div>{chart}</section>"
        '<noscript><p class="note">The charts need JavaScript; all figures are in the tables below.</p></noscript>'
    )


def _trade_off(report: Report) -> str:
    if has_hours(report):
        title = "Cost against delivery time"
        how = (
            "Each mark is a strategy; further down is cheaper, further left is faster. On the dotted line, the Pareto "
            "front, nothing can be had cheaper without being slower. A star is recommended, a square is the baseline, "
            "hollow marks are dominated: another strategy costs no more and is no slower. The axes do not begin at "
            "zero."
        )
    else:
        title = "Cost against orders not served"
        how = (
            "No strategy has hours to be compared by: 95% of the orders are handed over by none, or all have a "
            "delivery window. Each mark is a strategy; further down is cheaper, further left leaves fewer orders "
            "unserved. A star is recommended, a square is the baseline, hollow marks are dominated by a cheaper one."
        )
    return f'<figure class="card"><h2>{title}</h2><p class="how">{how}</p><div id="trade-off"></div></figure>'


def _tiles(report: Report) -> str:
    headline, currency = report.headline, report.currency
    row = dict(
        zip(
            (column.key for column in report.comparison.columns),
            next(row for row in report.comparison.rows if row[0] == headline.strategy),
            strict=True,
        )
    )
    tiles = []
    if headline.saving is not None:
        word = "Saves" if headline.saving >= 0 else "Costs more"
        relative = "" if headline.saving_share is None else f"{share(abs(headline.saving_share))} "
        than = f"{relative}{'less' if headline.saving >= 0 else 'more'} than {report.baseline}"
        tiles.append((word, with_currency(abs(headline.saving), currency), than))
    else:
        saved = row["naive_share"]
        shown_share = share(saved) if isinstance(saved, int | float) else NONE
        tiles.append(("Planning saves", shown_share, "of serving in turn from the nearest site"))
    per_order = row["cost_per_order"]
    each = f"{with_currency(per_order, currency)} per order" if isinstance(per_order, int | float) else ""
    tiles.append(("Costs", with_currency(headline.total, currency), each))
    p95 = hours(headline.p95_hours)
    tiles.append(("95% of orders within", f"{p95} h" if p95[0].isdigit() else p95, "from order to hand-over"))
    unserved = headline.unserved_orders / headline.orders if headline.orders else None
    tiles.append(
        ("Not served", f"{headline.unserved_orders:,} of {headline.orders:,}", f"{share(unserved)} of orders")
    )
    return "".join(
        f'<div><dt>{text(name)}</dt><dd>{text(value)}</dd><dd class="sub">{text(note)}</dd></div>'
        for name, value, note in tiles
    )


def _costs(report: Report) -> str:
    return (
        '<section id="costs"><h2>What the money is spent on</h2>'
        '<p class="how">One bar per strategy; its length is the total cost, its colours are the components, those that '
        'cost most first. Point at a colour to see its amount.</p><div class="card"><div id="cost-bars"></div>'
        f"</div>{_folded(report, report.components)}</section>"
    )


def _map(report: Report) -> str:
    return (
        '<section id="map"><h2>Who is served how, and the vans\' routes</h2>'
        '<p class="how">Drawn to scale in kilometres, without a background map. Choose a strategy, and what to see: '
        "every address in the colour of the option that serves it, or the routes of one day and wave. Names in grey "
        "are districts, at the middle of their addresses. Drag to move; point at a mark for its name.</p>"
        f'<div class="pickers">{_picker(report, "map-strategy")}'
        '<label>Show <select id="map-view"></select></label></div>'
        '<div class="card"><div id="map-chart"></div></div></section>'
    )


def _picker(report: Report, anchor: str) -> str:
    chosen = report.headline.strategy
    options = "".join(
        f'<option value="{number}"{" selected" if one.name == chosen else ""}>{text(one.name)}</option>'
        for number, one in enumerate(report.strategies)
    )
    return f'<label>Strategy <select id="{anchor}" data-strategies>{options}</select></label>'


def _side_by_side(report: Report) -> str:
    best = report.headline.strategy if report.headline.recommended else ""
    comparison = report.comparison
    if not report.compared:
        alone = ("strategy", "total", "cost_per_order", "naive_total", "naive_share", "limits_missed")
        comparison = comparison.select(alone)
    to_win = _titled(report, report.to_win) if report.to_win else ""
    title = "Strategies side by side" if report.compared else "Figures"
    return (
        f'<section id="tables"><h2>{title}</h2>{_titled(report, comparison, best)}{to_win}'
        f"{_titled(report, report.figures)}</section>"
    )


def _titled(report: Report, table: Table, best: str = "") -> str:
    how = f'<p class="how">{text(table.note)}</p>'
    return f"<h3>{text(table.title)}</h3>{how}{table_html(table, report.currency, best=best)}"


def _folded(report: Report, table: Table, folder: str = "", *, is_open: bool = False) -> str:
    rows = len(table.rows) - table.total
    return (
        f"<details{' open' if is_open and rows else ''}><summary>{text(table.title)} "
        f'<span class="count">{counted(rows, "row")}</span></summary>'
        f'<p class="how">{text(table.note)}</p>{table_html(table, report.currency, folder=folder)}</details>'
    )


def _details(report: Report) -> str:
    blocks = "".join(_detail(report, number, one) for number, one in enumerate(report.strategies))
    return (
        '<section id="details"><h2>One strategy in detail</h2><p class="how">Choose a strategy; the map above follows. '
        'Click a line to open its table.</p><div class="pickers">'
        f"{_picker(report, 'detail-strategy')}</div>{blocks}</section>"
    )


def _detail(report: Report, number: int, one: StrategyReport) -> str:
    folder = f"strategies/{one.name}"
    notes = "".join(f'<p class="note">{text(note[0].upper() + note[1:])}.</p>' for note in one.notes)
    standing = f" <small>{text(one.standing)}</small>" if one.standing else ""
    about = f"<p>{text(one.description)}</p>" if one.description else ""
    tables = (one.reasons, *one.tables) if one.reasons.rows else one.tables
    folded = "".join(
        _folded(report, table, folder, is_open=table.key in (*_OPEN, "reasons")) for table in tables
    )
    heading = f"<h3>{text(one.name)}{standing}</h3>"
    return f'<div class="strategy" data-strategy="{number}">{heading}{about}{notes}{folded}</div>'


def _trust(report: Report) -> str:
    gaps = "".join(
        f"<li><b>{text(one.name)}</b>: {text('; '.join(one.gaps) or 'no stage')}</li>"
        for one in report.strategies
    )
    parts = " · ".join(f"{name} {version}" for name, version in report.versions)
    return (
        '<section id="trust"><h2>What the figures may be trusted for</h2>'
        '<p class="how">Costs and hours follow from the scenario: tariffs, speeds and times as they were given. What '
        "was recomputed, and how much better each step could be at most, stands here. Run <code>optimizer check</code> "
        "on the run folder to repeat the check.</p>"
        f"{''.join(_titled(report, table) for table in report.trust[:1])}<h3>Gaps, stage by stage</h3><ul>{gaps}</ul>"
        f"{''.join(_folded(report, table) for table in report.trust[1:])}"
        f'<p class="how">Seed {report.seed} · {text(parts)}</p></section>'
    )
