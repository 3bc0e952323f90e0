"""Tables of one strategy: who was served how, by which site, and at what cost."""

from collections import Counter
from collections.abc import Mapping

# a plan names reasons of these rooms; importing them registers what their codes mean
import optimizer.fulfilment.reasons
import optimizer.options.reasons
import optimizer.routing.reasons  # noqa: F401
from optimizer.core.cost import Component
from optimizer.core.errors import registered_codes
from optimizer.report.comparing import bounded
from optimizer.report.goods import Goods
from optimizer.report.labels import COMPONENTS
from optimizer.report.tables import Cell, Column, Kind, Table
from optimizer.strategy.figures import GroupFigures
from optimizer.strategy.outcome import Outcome
from optimizer.strategy.plan import Plan, UnservedLine

_GROUP = (
    Column("orders", "Orders", Kind.COUNT),
    Column("served", "Served", Kind.COUNT),
    Column("fill_rate", "Fill rate", Kind.SHARE),
    Column("mean", "Mean hours", Kind.HOURS),
    Column("p95", "p95 hours", Kind.HOURS),
    Column("cost", "Cost", Kind.MONEY),
    Column("cost_per_order", "Per order", Kind.MONEY),
    Column("revenue", "Revenue", Kind.AMOUNT),
    Column("margin", "Margin", Kind.AMOUNT),
)
_SHARED = (
    "Cost holds the lines of the orders themselves and their share of what orders share: routes, lanes, site days, "
    "stock. The shares add up to the total cost. Margin is the value of the units served less their purchase cost."
)


def group_tables(goods: Goods, outcome: Outcome) -> tuple[Table, ...]:
    """Orders by channel, segment, district and the option that served them."""
    figures = outcome.figures
    return (
        _groups("channel", "Sales channel", figures.by_channel, {}),
        _groups("segment", "Segment", figures.by_segment, goods.segment_name),
        _groups("district", "District", figures.by_district, {}),
        _groups("option", "Fulfilment option", figures.by_option, goods.option_name),
    )


def _groups(key: str, title: str, groups: Mapping[str, GroupFigures], names: Mapping[str, str]) -> Table:
    def row(name: str, one: GroupFigures) -> tuple[Cell, ...]:
        return (
            names.get(name, name),
            one.orders,
            one.served,
            one.served / one.orders if one.orders else None,
            one.hours.mean,
            bounded(one.hours.p95, one.hours),
            one.cost,
            one.cost / one.orders if one.orders else None,
            one.revenue,
            one.margin,
        )

    return Table(
        key=key,
        title=f"By {title[0].lower()}{title[1:]}",
        note=_SHARED,
        columns=(Column(key, title), *_GROUP),
        rows=tuple(row(name, one) for name, one in groups.items()),
    )


def site_table(goods: Goods, outcome: Outcome) -> Table:
    """List what each site in use sent and handed over."""
    plan = outcome.plan
    units: Counter[str] = Counter()
    for line in plan.lines:
        units[line.source] += line.quantity
    sent = Counter(shipment.source for shipment in plan.shipments)
    collected = Counter(shipment.point for shipment in plan.shipments if shipment.point)
    workload = outcome.figures.site_workload
    used = [site for site in goods.scenario.sites if sent[site.id] or collected[site.id]]
    return Table(
        key="sites",
        title="Site workload",
        note=(
            "Sites that send orders or hand them over. Busiest day: units sent on that day against what the site can "
            "send per day; a site without such a limit has none."
        ),
        columns=(
            Column("site", "Site"),
            Column("id", "Id"),
            Column("kind", "Kind"),
            Column("shipments", "Shipments sent", Kind.COUNT),
            Column("units", "Units sent", Kind.COUNT),
            Column("workload", "Busiest day", Kind.SHARE),
            Column("collected", "Collected here", Kind.COUNT),
        ),
        rows=tuple(
            (
                site.name or site.id,
                site.id,
                str(site.kind).replace("_", " "),
                sent[site.id],
                units[site.id],
                workload.get(site.id),
                collected[site.id],
            )
            for site in used
        ),
    )


def cost_line_table(plan: Plan) -> Table:
    """Cost lines, counted and summed per component and what they are booked on."""
    count: Counter[tuple[Component, str]] = Counter()
    amount: Counter[tuple[Component, str]] = Counter()
    for line in plan.cost_lines:
        count[line.component, line.kind] += 1
        amount[line.component, line.kind] += line.amount
    order, total = list(Component), plan.total
    rows: list[tuple[Cell, ...]] = [
        (
            COMPONENTS[component][0],
            str(component),
            kind,
            count[component, kind],
            amount[component, kind],
            amount[component, kind] / total if total else None,
        )
        for component, kind in sorted(count, key=lambda pair: (order.index(pair[0]), pair[1]))
    ]
    rows.append(("Total", "", "", len(plan.cost_lines), total, 1.0 if total else None))
    return Table(
        key="cost_lines",
        title="Cost lines",
        note="The total cost is the sum of these lines, each rounded once when it is booked.",
        columns=(
            Column("component", "Component"),
            Column("code", "In the file"),
            Column("kind", "Booked on"),
            Column("lines", "Lines", Kind.COUNT),
            Column("amount", "Amount", Kind.MONEY),
            Column("share", "Share", Kind.SHARE),
        ),
        rows=tuple(rows),
        file="cost_lines.csv",
        total=True,
    )


def reason_table(plan: Plan) -> Table:
    """Why orders were not served, most frequent reason first, each with an example."""
    meaning = {entry.code: entry.meaning for entry in registered_codes()}
    lines: dict[str, list[UnservedLine]] = {}
    for line in plan.unserved:
        lines.setdefault(line.reason, []).append(line)
    orders = {reason: len({line.order for line in group}) for reason, group in lines.items()}
    return Table(
        key="reasons",
        title="Why orders were not served",
        note="One row per reason, with one order as an example and the smallest change that would serve it.",
        columns=(
            Column("reason", "Reason"),
            Column("orders", "Orders", Kind.COUNT),
            Column("units", "Units", Kind.COUNT),
            Column("example", "For example"),
            Column("fix", "What would serve it"),
            Column("meaning", "Meaning"),
        ),
        rows=tuple(
            (
                reason,
                orders[reason],
                sum(line.quantity for line in lines[reason]),
                _example(lines[reason][0]),
                lines[reason][0].fix,
                meaning.get(reason, ""),
            )
            for reason in sorted(lines, key=lambda reason: (-orders[reason], reason))
        ),
    )


def unserved_table(plan: Plan) -> Table:
    """Every line that is not served in full."""
    return Table(
        key="unserved",
        title="Unserved orders",
        note="Each order line with units that are not served, why, and the smallest change that would serve it.",
        columns=(
            Column("order", "Order"),
            Column("line", "Line"),
            Column("quantity", "Units", Kind.COUNT),
            Column("reason", "Reason"),
            Column("detail", "In detail"),
            Column("fix", "What would serve it"),
        ),
        rows=tuple(
            (line.order, line.line, line.quantity, line.reason, line.detail, line.fix)
            for line in plan.unserved
        ),
        file="unserved.csv",
    )


def _example(line: UnservedLine) -> str:
    return f"{line.order}: {line.detail}" if line.detail else line.order
