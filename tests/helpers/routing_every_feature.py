"""Random routing problems that use any features together."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from optimizer.routing.matrix import Traffic
from optimizer.routing.problem import (
    UNLIMITED,
    Backhauls,
    Break,
    Client,
    Depot,
    Group,
    Matrix,
    Problem,
    Shipment,
    Stability,
    VehicleType,
    Window,
)

_HORIZON = 400


@dataclass(frozen=True)
class Mixture:
    """Draws a problem; each feature is used with probability ``share``.

    Parameters
    ----------
    seed
        Of the random numbers.
    clients
        How many.
    share
        0 for a plain problem, 1 for every feature at once.
    without
        Names of features (methods' arguments below) that are left out.
    """

    seed: int
    clients: int = 8
    share: float = 0.4
    without: frozenset[str] = frozenset()

    def problem(self) -> Problem:
        """Return the problem."""
        rng = np.random.default_rng(self.seed)
        used = {name: name not in self.without and rng.random() < self.share for name in FEATURES}
        return _Draw(rng, used, self.clients).problem()


FEATURES = (
    "asymmetric",
    "backhauls",
    "balance",
    "blocked",
    "breaks",
    "depot_windows",
    "durations",
    "groups",
    "limits",
    "loading",
    "measures",
    "open_ends",
    "optional",
    "pickups",
    "prefix",
    "profiles",
    "releases",
    "reloads",
    "several_windows",
    "shifts",
    "shipments",
    "skills",
    "stability",
    "traffic",
    "vehicles",
    "windows",
)


class _Draw:
    def __init__(self, rng: np.random.Generator, used: dict[str, bool], count: int) -> None:
        self.rng, self.used, self.count = rng, used, count
        self.measures = 2 if used["measures"] else 1

    def integer(self, low: int, high: int) -> int:
        return int(self.rng.integers(low, high + 1))

    def chance(self, feature: str, share: float = 0.5) -> bool:
        return self.used[feature] and bool(self.rng.random() < share)

    def problem(self) -> Problem:
        matrices = {"default": self.matrix()}
        if self.used["profiles"]:
            matrices["bike"] = self.matrix()
        clients = [self.client(number) for number in range(self.count)]
        clients, shipments = self.shipped(clients)
        clients, groups = self.grouped(clients, len(shipments) * 2)
        kinds = [self.kind(number) for number in range(1 + 2 * self.used["vehicles"])]
        if self.used["prefix"]:
            kinds.append(VehicleType("bound", 1, (60,) * self.measures, "D", prefix=(clients[-1].id,)))
            clients[-1] = Client(clients[-1].id, clients[-1].location, required=clients[-1].required)
        return Problem(
            (Depot("D", 0, *self.depot()), Depot("E", 1, *self.depot())),
            tuple(clients),
            tuple(kinds),
            matrices,
            measures=("kg", "m3")[: self.measures],
            shipments=shipments,
            groups=groups,
            backhauls=(Backhauls.LAST, Backhauls.LAST_AFTER_DELIVERY)[self.integer(0, 1)]
            if self.used["backhauls"]
            else Backhauls.MIXED,
            stability=self.stability(clients, kinds) if self.used["stability"] else None,
            longest_route_cost=self.integer(1, 3) if self.used["balance"] else 0,
        )

    def matrix(self) -> Matrix:
        size = self.count + 2
        places = self.rng.integers(0, 40, (size, 2))
        distance = np.abs(places[:, None] - places).sum(axis=2)
        if self.used["asymmetric"]:
            distance = distance + self.rng.integers(0, 9, (size, size)) * (1 - np.eye(size, dtype=np.int64))
        duration = distance * self.integer(1, 2)
        if self.used["blocked"]:
            shut = self.rng.random((size, size)) < 0.05
            np.fill_diagonal(shut, val=False)
            distance, duration = np.where(shut, UNLIMITED, distance), np.where(shut, UNLIMITED, duration)
        starts = tuple(sorted({0, self.integer(1, 200), self.integer(1, 200)}))
        rates = tuple(self.integer(4, 15) * 100 for _ in starts)
        return Matrix(distance, duration, Traffic(starts, rates) if self.used["traffic"] else None)

    def client(self, number: int) -> Client:
        amounts = tuple(self.integer(0, 20) for _ in range(self.measures))
        collected = self.chance("pickups")
        return Client(
            f"c{number}",
            number + 2,
            delivery=() if collected else amounts,
            pickup=amounts if collected else (),
            service_s=self.integer(0, 5),
            windows=self.windows(),
            release_s=self.integer(1, 80) if self.chance("releases") else 0,
            required=not self.chance("optional"),
            prize=self.integer(0, 80),
            skills=frozenset({"lift"}) if self.chance("skills", 0.2) else frozenset(),
        )

    def windows(self) -> tuple[Window, ...]:
        if self.chance("several_windows"):
            a, b, c, d = sorted(self.rng.choice(_HORIZON, 4, replace=False).tolist())
            return (a, b), (c, d)
        if self.chance("windows"):
            opens = self.integer(0, _HORIZON - 100)
            return ((opens, opens + self.integer(20, 100)),)
        return ()

    def depot(self) -> tuple[Window, int]:
        window = (
            (self.integer(0, 30), _HORIZON + self.integer(0, 50))
            if self.used["depot_windows"]
            else (0, UNLIMITED)
        )
        return window, self.integer(0, 10) if self.used["loading"] else 0

    def shipped(self, clients: list[Client]) -> tuple[list[Client], tuple[Shipment, ...]]:
        if not self.used["shipments"]:
            return clients, ()
        pairs = max(1, self.count // 4)
        plain = [
            Client(
                one.id, one.location, service_s=one.service_s, windows=one.windows, release_s=one.release_s
            )
            for one in clients[: 2 * pairs]
        ]
        shipments = tuple(
            Shipment(plain[at].id, plain[at + 1].id, tuple(self.integer(0, 30) for _ in range(self.measures)))
            for at in range(0, 2 * pairs, 2)
        )
        return plain + clients[2 * pairs :], shipments

    def grouped(self, clients: list[Client], since: int) -> tuple[list[Client], tuple[Group, ...]]:
        if not self.used["groups"] or since + 2 >= self.count:
            return clients, ()
        changed = list(clients)
        for at in (since, since + 1):
            one = clients[at]
            changed[at] = Client(
                one.id,
                one.location,
                one.delivery,
                one.pickup,
                windows=one.windows,
                required=False,
                prize=one.prize,
            )
        ids = changed[since].id, changed[since + 1].id
        return changed, (Group("either", ids, required=self.integer(0, 1) == 1),)

    def kind(self, number: int) -> VehicleType:
        fields: dict[str, Any] = {}
        if self.used["durations"]:
            after = self.integer(50, 150)
            fields.update(cost_per_duration=self.integer(1, 2), overtime_after=after, cost_per_overtime=2)
        if self.used["limits"]:
            fields.update(max_distance=self.integer(100, 250), max_duration=self.integer(150, 400))
        if self.used["reloads"]:
            fields.update(reload_depots=("D", "E")[: self.integer(1, 2)], max_reloads=self.integer(1, 3))
        if self.used["breaks"]:
            opens = self.integer(20, 80)
            fields.update(breaks=(Break("noon", self.integer(5, 20), (opens, opens + self.integer(10, 60))),))
        if self.used["shifts"]:
            fields.update(shift=(self.integer(0, 40), self.integer(300, 500)))
        return VehicleType(
            f"v{number}",
            self.integer(1, 3),
            tuple(self.integer(40, 80) for _ in range(self.measures)),
            "E" if self.chance("vehicles", 0.3) else "D",
            end_depot="D" if self.chance("vehicles", 0.3) else None,
            fixed_cost=self.integer(0, 50),
            open_end=self.chance("open_ends"),
            skills=frozenset({"lift"}) if number == 0 else frozenset(),
            profile="bike" if self.chance("profiles") else "default",
            **fields,
        )

    def stability(self, clients: list[Client], kinds: list[VehicleType]) -> Stability:
        previous = {
            one.id: (kinds[self.integer(0, len(kinds) - 1)].id, self.integer(0, _HORIZON))
            for one in clients
            if self.rng.random() < 0.6
        }
        return Stability(previous, self.integer(0, 20), self.integer(0, 2), self.integer(0, 30))
