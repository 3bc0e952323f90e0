"""Vehicles of a problem in VROOM's format."""

from dataclasses import dataclass

from optimizer.routing.formats.json_keys import Key
from optimizer.routing.formats.vroom_places import DEFAULT_PROFILE, Places
from optimizer.routing.formats.vroom_tasks import read_skills
from optimizer.routing.matrix import UNLIMITED
from optimizer.routing.problem import Break, Window
from optimizer.routing.rules import MOST_BREAKS

_KEYS = (
    *("id", "profile", "description", "start", "start_index", "end", "end_index", "capacity", "costs"),
    *("skills", "type", "time_window", "breaks", "speed_factor", "max_tasks", "max_travel_time"),
    *("max_distance", "steps"),
)
_STEP_KEYS = ("type", "id", "description", "service_at", "service_after", "service_before")
_STEP_TYPES = ("start", "job", "pickup", "delivery", "break", "end")
#: Largest number that VROOM itself holds.
_UINT32 = 2**32 - 1


@dataclass(frozen=True)
class Terms:
    """Everything by which vehicles differ for planning; equal terms make one vehicle type.

    Parameters
    ----------
    profile, speed
        Profile, and hundredths of its speed.
    start, end
        Rows of the matrices; None: anywhere.
    capacity
        As given; empty: none.
    fixed, per_hour, per_km
        Cost of using it, of an hour and of a kilometre of travel.
    skills, window, breaks
        What it has, when it works and when its driver rests.
    max_tasks, max_travel_time, max_distance
        Limits of a route; None: none.
    """

    profile: str
    speed: int
    start: int | None
    end: int | None
    capacity: tuple[int, ...]
    fixed: int
    per_hour: int
    per_km: int
    skills: frozenset[str]
    window: Window
    breaks: tuple[Break, ...]
    max_tasks: int | None
    max_travel_time: int | None
    max_distance: int | None


@dataclass(frozen=True)
class Vehicle:
    """One vehicle: where the file says it, its id, description, terms, and tasks of its earlier route."""

    key: Key
    id: int | str
    description: str
    terms: Terms
    steps: tuple[tuple[str, Key], ...]


def read_vehicles(root: Key, places: Places) -> list[Vehicle]:
    """Read the vehicles.

    Raises
    ------
    FormatError
        Naming the key.
    """
    vehicles = [_vehicle(key, places) for key in root.items("vehicles")]
    seen: dict[str, Vehicle] = {}
    for vehicle in vehicles:
        if str(vehicle.id) in seen:
            cause = f"the id is also that of {seen[str(vehicle.id)].key.path}"
            raise vehicle.key.need("id").contradiction(cause, "Give each its own id.")
        seen[str(vehicle.id)] = vehicle
    return vehicles


def _vehicle(key: Key, places: Places) -> Vehicle:
    key.object(_KEYS)
    costs = key.optional("costs", _costs, {"fixed": 0, "per_hour": 3600, "per_km": 0})
    start, end = (
        places.row(key, name, f"{name}_index") if key.get(name) or key.get(f"{name}_index") else None
        for name in ("start", "end")
    )
    if start is None and end is None:
        cause = "has neither a start nor an end"
        raise key.fail(cause, "Add one of them.")
    terms = Terms(
        profile=key.optional("profile", Key.text, DEFAULT_PROFILE),
        speed=key.optional("speed_factor", _hundredths, 100),
        start=start,
        end=end,
        capacity=key.optional("capacity", Key.wholes, ()),
        skills=read_skills(key),
        window=key.optional("time_window", Key.window, (0, UNLIMITED)),
        breaks=_breaks(key),
        max_tasks=key.optional("max_tasks", Key.whole, None),
        max_travel_time=key.optional("max_travel_time", Key.whole, None),
        max_distance=key.optional("max_distance", Key.whole, None),
        **costs,
    )
    return Vehicle(key, key.need("id").ident(), key.optional("description", Key.text, ""), terms, _steps(key))


def _hundredths(key: Key) -> int:
    factor = round(100 * key.number(0, 5))
    if factor < 1:
        cause = f"{key.value} is too slow"
        raise key.fail(cause, "Write at least 0.01.")
    return factor


def _costs(key: Key) -> dict[str, int]:
    key.object(("fixed", "per_hour", "per_km", "per_task_hour"))
    task_hour = key.get("per_task_hour")
    if task_hour is not None and task_hour.whole():
        cause = "time at tasks has no price of its own"
        raise task_hour.unsupported(cause, "Do without per_task_hour.")

    def whole(name: str, default: int) -> int:
        found = key.get(name)
        return default if found is None else found.whole(_UINT32)

    return {"fixed": whole("fixed", 0), "per_hour": whole("per_hour", 3600), "per_km": whole("per_km", 0)}


def _breaks(owner: Key) -> tuple[Break, ...]:
    keys = owner.items("breaks")
    if len(keys) > MOST_BREAKS:
        cause = f"there are {len(keys)} breaks, and a route has at most {MOST_BREAKS}"
        raise owner.need("breaks").unsupported(cause, "Leave some out.")
    breaks = sorted((_break(key) for key in keys), key=lambda one: one.window)
    if len({one.id for one in breaks}) < len(breaks):
        cause = "two breaks have the same id"
        raise owner.need("breaks").contradiction(cause, "Give each its own id.")
    return tuple(breaks)


def _break(key: Key) -> Break:
    reason = {"max_load": "a break does not depend on the load"}
    key.object(("id", "description", "service", "time_windows"), reason)
    key.optional("description", Key.text, "")
    windows = key.items("time_windows")
    if len(windows) != 1:
        cause = f"the break has {len(windows)} time windows, and it needs one"
        raise key.unsupported(cause, "Write one time window in which it begins.")
    return Break(str(key.need("id").ident()), key.optional("service", Key.whole, 0), windows[0].window())


def _steps(owner: Key) -> tuple[tuple[str, Key], ...]:
    """Kind and id of the tasks of an earlier route; VROOM too heeds the times of steps only in its plan mode."""
    steps = []
    for key in owner.items("steps"):
        key.object(_STEP_KEYS)
        kind = key.need("type").text()
        if kind not in _STEP_TYPES:
            cause = f"{kind!r} is no step"
            raise key.need("type").fail(cause, f"Write one of {', '.join(_STEP_TYPES)}.")
        if kind in ("job", "pickup", "delivery"):
            steps.append((kind, key.need("id")))
    return tuple(steps)
