"""Jobs and shipments of a problem in VROOM's format."""

from dataclasses import dataclass
from itertools import pairwise

from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.routing_file import Task
from optimizer.routing.formats.vroom_places import Places
from optimizer.routing.problem import Shipment, Window

_STEP = ("id", "description", "location", "location_index", "setup", "service", "time_windows")
_PER_TYPE = "a task takes as long for every vehicle type"
_UNSUPPORTED = {"setup_per_type": _PER_TYPE, "service_per_type": _PER_TYPE}
_HIGHEST = 100


@dataclass(frozen=True)
class Stop:
    """A job, or one end of a shipment.

    Parameters
    ----------
    key
        Where the file says it.
    client
        Its id in the problem.
    task
        How the file calls it.
    location
        Row of the matrices.
    delivery, pickup
        Amounts as given; empty: none.
    service_s
        Setup and service.
    windows
        Of the start.
    skills
        What a vehicle must have.
    """

    key: Key
    client: str
    task: Task
    location: int
    delivery: tuple[int, ...]
    pickup: tuple[int, ...]
    service_s: int
    windows: tuple[Window, ...]
    skills: frozenset[str]


@dataclass(frozen=True)
class Tasks:
    """Everything there is to do, and where the file says each shipment."""

    stops: tuple[Stop, ...]
    shipments: tuple[Shipment, ...]
    shipment_keys: tuple[Key, ...]

    def by_name(self) -> dict[tuple[str, int | str], str]:
        """Client id by kind and id of a task."""
        return {(stop.task.kind, stop.task.id): stop.client for stop in self.stops}


def read_tasks(root: Key, places: Places) -> Tasks:
    """Read jobs and shipments.

    A job's client has the job's id; those of a shipment are called ``pickup-<id>`` and ``delivery-<id>``.

    Raises
    ------
    FormatError
        Naming the key.
    """
    stops = [_job(job, places) for job in root.items("jobs")]
    shipments = []
    shipment_keys = tuple(root.items("shipments"))
    for key in shipment_keys:
        key.object(("id", "description", "pickup", "delivery", "amount", "skills", "priority"))
        ends = [_end(key, kind, places) for kind in ("pickup", "delivery")]
        stops += ends
        shipments.append(Shipment(ends[0].client, ends[1].client, key.optional("amount", Key.wholes, ())))
    seen: dict[str, Stop] = {}
    for stop in stops:
        if stop.client in seen:
            cause = f"the id is also that of {seen[stop.client].key.path}"
            raise stop.key.need("id").contradiction(cause, "Give each its own id.")
        seen[stop.client] = stop
    _refuse_setup_at_shared_places(stops)
    return Tasks(tuple(stops), tuple(shipments), shipment_keys)


def read_skills(owner: Key) -> frozenset[str]:
    """Skills of a task or vehicle."""
    return frozenset(map(str, owner.optional("skills", Key.wholes, ())))


def _job(key: Key, places: Places) -> Stop:
    key.object((*_STEP, "amount", "delivery", "pickup", "skills", "priority"), _UNSUPPORTED)
    amount = key.get("amount")
    if amount is not None and any(key.get(name) is not None for name in ("delivery", "pickup")):
        cause = "amount is an old name of delivery, for jobs without delivery and pickup"
        raise amount.contradiction(cause, "Write delivery.")
    deliver = amount if amount is not None else key.get("delivery")
    return _stop(
        key,
        key,
        "job",
        places,
        delivery=() if deliver is None else deliver.wholes(),
        pickup=key.optional("pickup", Key.wholes, ()),
    )


def _end(shipment: Key, kind: str, places: Places) -> Stop:
    return _stop(shipment.need(kind).object(_STEP, _UNSUPPORTED), shipment, kind, places)


def _stop(
    key: Key,
    shared: Key,
    kind: str,
    places: Places,
    delivery: tuple[int, ...] = (),
    pickup: tuple[int, ...] = (),
) -> Stop:
    """Read what jobs and the ends of shipments have alike; ``shared`` holds skills and priority."""
    ident = key.need("id").ident()
    task = Task(
        kind,
        ident,
        key.optional("setup", Key.whole, 0),
        shared.optional("priority", _priority, 0),
        key.optional("description", Key.text, ""),
    )
    return Stop(
        key,
        str(ident) if kind == "job" else f"{kind}-{ident}",
        task,
        places.row(key),
        delivery,
        pickup,
        task.setup_s + key.optional("service", Key.whole, 0),
        _windows(key),
        read_skills(shared),
    )


def _priority(key: Key) -> int:
    return key.whole(_HIGHEST)


def _windows(owner: Key) -> tuple[Window, ...]:
    keys = sorted(owner.items("time_windows"), key=Key.window)
    windows = tuple(key.window() for key in keys)
    for key, (before, after) in zip(keys[1:], pairwise(windows), strict=True):
        if after[0] <= before[1]:
            cause = f"it begins at {after[0]}, before the one before it has ended at {before[1]}"
            raise key.contradiction(cause, "Join windows that overlap.")
    return windows


def _refuse_setup_at_shared_places(stops: list[Stop]) -> None:
    """Refuse what setup means with several tasks at a place: there it is due once, not once per task."""
    first: dict[int, Stop] = {}
    for stop in stops:
        other = first.setdefault(stop.location, stop)
        if other is stop or not (stop.task.setup_s or other.task.setup_s):
            continue
        setup = (stop if stop.task.setup_s else other).key.need("setup")
        cause = (
            f"{other.key.path} and {stop.key.path} are at one place, where setup would be due once for both"
        )
        raise setup.unsupported(cause, "Add the setup to the service of the tasks, or join them to one.")
