"""What components, figures, stages and endings are called in front of a planner."""

from collections.abc import Mapping

from optimizer.core.cost import Component
from optimizer.core.status import Status
from optimizer.report.tables import Kind

#: Label and meaning of every cost component.
COMPONENTS: Mapping[Component, tuple[str, str]] = {
    Component.PROCUREMENT_FREIGHT: ("Freight from suppliers", "bringing goods in from suppliers and plants"),
    Component.REPLENISHMENT: ("Replenishment", "moving stock between own sites before orders are known"),
    Component.LINEHAUL: ("Linehaul", "taking orders to collection points"),
    Component.SITE_HANDLING: ("Picking and packing", "preparing orders at the sites"),
    Component.SITE_FIXED: ("Site days", "fixed cost of each day on which a site is used"),
    Component.HOLDING: ("Holding stock", "capital and space for goods lying at the sites"),
    Component.FLEET_FIXED: ("Vans: fixed", "vehicle and set-up of each route"),
    Component.FLEET_DISTANCE: ("Vans: distance", "kilometres driven"),
    Component.FLEET_TIME: ("Vans: time", "drivers' hours from leaving to returning"),
    Component.FLEET_OVERTIME: ("Vans: overtime", "drivers' hours beyond the shift"),
    Component.CARRIER: ("Carriers", "parcels, couriers and freight by the rate card"),
    Component.PICKUP_HANDLING: ("Handing over", "handing over collected orders"),
    Component.PARTNER_COMMISSION: ("Partner commission", "what partners keep of the goods' value"),
    Component.EXPECTED_RETURNS: ("Expected returns", "goods expected back, times the cost of one"),
    Component.LATENESS: ("Lateness", "hours after the promise, where it may be broken"),
    Component.UNSERVED: ("Unserved orders", "lost margin and penalty of orders not served"),
    Component.CO2: ("CO2", "emissions at the scenario's price"),
}

#: How a search ended.
STATUSES: Mapping[str, str] = {
    Status.OPTIMAL: "proven best within the gap",
    Status.FEASIBLE: "ended by its own rule",
    Status.TIME_LIMIT: "stopped by the time limit or an interrupt",
    Status.INFEASIBLE: "not everything could be served",
    Status.ERROR: "failed",
}

#: Field of :class:`~optimizer.strategy.figures.Figures`, label, kind and meaning, in the order shown.
FIGURES: tuple[tuple[str, str, Kind, str], ...] = (
    ("total", "Total cost", Kind.MONEY, "sum of all cost lines"),
    ("cost_per_order", "Cost per order", Kind.MONEY, "total over all orders, served or not"),
    ("orders", "Orders", Kind.COUNT, "orders placed in the horizon"),
    ("orders_served", "Orders served in full", Kind.COUNT, "every unit handed over"),
    ("order_fill_rate", "Orders served in full, share", Kind.SHARE, "order fill rate"),
    ("units", "Units ordered", Kind.COUNT, ""),
    ("units_served", "Units served", Kind.COUNT, ""),
    ("unit_fill_rate", "Units served, share", Kind.SHARE, "unit fill rate"),
    ("hours.mean", "Hours, mean", Kind.HOURS, "from order to last hand-over, over the orders served"),
    ("hours.p50", "Hours, half of the orders within", Kind.HOURS, "p50"),
    ("hours.p90", "Hours, 90% of the orders within", Kind.HOURS, "p90"),
    ("hours.p95", "Hours, 95% of the orders within", Kind.HOURS, "p95"),
    ("on_time_rate", "On time", Kind.SHARE, "served and every hand-over within its promise"),
    ("same_day_rate", "Same day", Kind.SHARE, "handed over on the day of the order"),
    ("next_day_rate", "Next day", Kind.SHARE, "handed over on the day after"),
    ("split_rate", "In several shipments", Kind.SHARE, "of the orders served"),
    ("requested", "Orders asking for an option", Kind.COUNT, ""),
    ("requested_met", "- served as asked", Kind.COUNT, ""),
    ("requested_not_offered", "- asking for one not offered", Kind.COUNT, "by this strategy"),
    ("windows", "Orders with a delivery window", Kind.COUNT, "left out of the hours above"),
    ("kept_windows", "- handed over within it", Kind.COUNT, ""),
    ("window_deviation_h", "- hours outside it, mean", Kind.HOURS, "of those served"),
    ("revenue", "Revenue", Kind.AMOUNT, "goods' value of the units served"),
    ("margin", "Margin before serving", Kind.AMOUNT, "value less purchase cost of the units served"),
    ("co2_kg", "CO2, kg", Kind.KG, "vans, parcels, lanes"),
    ("routes", "Van routes", Kind.COUNT, ""),
    ("stops", "Van stops", Kind.COUNT, ""),
    ("km", "Van kilometres", Kind.KM, ""),
    ("load_utilisation", "Vans' weight used", Kind.SHARE, "mean over the routes"),
    ("time_utilisation", "Vans' time used", Kind.SHARE, "of the wave and shift, mean over the routes"),
    ("units_moved", "Units replenished", Kind.COUNT, "moved before orders were known"),
    ("on_hand_start", "Units on hand at the start", Kind.COUNT, "all sites"),
    ("on_hand_end", "Units on hand at the end", Kind.COUNT, "all sites"),
)


def component_label(name: str) -> str:
    """Label of a component by its name."""
    return COMPONENTS[Component(name)][0]
