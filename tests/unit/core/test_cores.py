"""Cores that may be used."""

import os

import pytest

from optimizer.core.cores import usable_cores


def test_cores_that_the_process_may_use(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those that are kept from it; all of them where the system does not say, and one where it says nothing."""
    monkeypatch.setattr(
        os, "sched_getaffinity", lambda process: {3, 5, 8} if process == 0 else set(), raising=False
    )
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert usable_cores() == 3
    monkeypatch.delattr(os, "sched_getaffinity")
    assert usable_cores() == 64
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert usable_cores() == 1
