"""Which lanes and stores products compete for, and what a limit means in units of one product."""

import numpy as np
import numpy.typing as npt

from optimizer.inventory.problem import FloatArray, Problem

#: Keeps 0.3 kg / 0.1 kg from being two units.
_ROUNDING = 1e-9


def shared_lanes(problem: Problem) -> npt.NDArray[np.bool_]:
    """Lanes whose weight limit two or more products compete for, shape (L,)."""
    heavy = np.isfinite(problem.lanes.unit_cost) & (problem.weight_kg > 0)
    shared: npt.NDArray[np.bool_] = np.isfinite(problem.lanes.capacity_kg) & (heavy.sum(axis=1) > 1)
    return shared


def shared_storage(problem: Problem) -> npt.NDArray[np.bool_]:
    """Sites whose storage two or more products compete for, shape (S,)."""
    several = np.count_nonzero(problem.volume_l > 0) > 1
    shared: npt.NDArray[np.bool_] = np.isfinite(problem.storage_l) & ~problem.unlimited & several
    return shared


def lane_units(problem: Problem, product: int, capacity_kg: FloatArray | None = None) -> FloatArray:
    """Units of one product a departure can carry if it carries nothing else, ``inf`` for no limit.

    Parameters
    ----------
    problem
        Gives the weight.
    product
        Index of the product.
    capacity_kg
        Weight limits of any shape; default the lanes' own per day, shape (L, D).
    """
    if capacity_kg is None:
        capacity_kg = np.repeat(problem.lanes.capacity_kg[:, None], problem.days, axis=1)
    return whole_units(capacity_kg, float(problem.weight_kg[product]))


def storage_units(problem: Problem, product: int, storage_l: FloatArray | None = None) -> FloatArray:
    """Units of one product a site can keep overnight if it keeps nothing else, ``inf`` for no limit.

    Parameters
    ----------
    problem
        Gives the volume.
    product
        Index of the product.
    storage_l
        Volume limits of any shape; default the sites' own per day, shape (S, D).
    """
    if storage_l is None:
        storage_l = np.repeat(problem.storage_l[:, None], problem.days, axis=1)
    return whole_units(storage_l, float(problem.volume_l[product]))


def whole_units(limit: FloatArray, per_unit: float) -> FloatArray:
    """Whole units of size ``per_unit`` that fit into each limit; ``inf`` for units of no size."""
    if per_unit == 0:
        return np.full(limit.shape, np.inf)
    units: FloatArray = np.floor(np.maximum(limit, 0.0) / per_unit + _ROUNDING)
    return units
