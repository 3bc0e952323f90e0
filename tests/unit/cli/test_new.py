"""``optimizer new``."""

import errno
import os
from pathlib import Path

import pytest

from optimizer.generate.template import FEWEST, MOST
from optimizer.scenario.load import load
from tests.helpers.cli import found_by, invoke, invoke_json


def test_a_scenario_to_start_from(tmp_path: Path) -> None:
    """It is complete and valid; the folder is the result, what to do next goes to people."""
    target = tmp_path / "my-retailer"
    result = invoke("new", target, "--orders", 40, "--seed", 7)
    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert result.stderr == f"40 orders. Next: optimizer compare {target}\n"
    assert len(load(target).orders) == 40


def test_a_seed_decides_everything(tmp_path: Path) -> None:
    """The same seed gives the same files, another one others."""
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        assert invoke("new", tmp_path / name, "--orders", 40, "--seed", seed, "-q").exit_code == 0
    orders = [(tmp_path / name / "orders.csv").read_bytes() for name in "abc"]
    assert orders[0] == orders[1] != orders[2]


def test_quiet_prints_the_folder_alone(tmp_path: Path) -> None:
    """For scripts."""
    result = invoke("new", tmp_path / "서울 매장", "--orders", 20, "--quiet")
    assert (result.stdout, result.stderr) == (f"{tmp_path / '서울 매장'}\n", "")


def test_an_edited_scenario_is_not_overwritten(tmp_path: Path) -> None:
    """Only force does that, and then it is a scenario that is replaced."""
    target = tmp_path / "mine"
    invoke("new", target, "--orders", 20)
    (target / "scenario.yaml").write_text("mine", encoding="utf-8")
    refused = invoke("new", target, "--orders", 20)
    assert refused.exit_code == 2
    assert "folder-exists" in refused.stderr
    assert (target / "scenario.yaml").read_text(encoding="utf-8") == "mine"
    assert invoke("new", target, "--orders", 20, "--force").exit_code == 0
    assert len(load(target).orders) == 20


def test_force_does_not_replace_another_folder(tmp_path: Path) -> None:
    """A slip of the pen costs nobody a folder of photographs."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "one.jpg").touch()
    result = invoke("new", tmp_path / "photos", "--force")
    assert result.exit_code == 2
    assert (tmp_path / "photos" / "one.jpg").exists()


def test_an_unknown_template(tmp_path: Path) -> None:
    """The like one is suggested."""
    result = invoke("new", tmp_path / "x", "--template", "soul")
    assert result.exit_code == 2
    assert "unknown-template" in result.stderr
    assert "Did you mean 'seoul'?" in result.stderr
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("서울 1호", "서울 1호"),
        (".hidden", "seoul-omnichannel"),
        ("a|b", "seoul-omnichannel"),
        ("con", "seoul-omnichannel"),
    ],
)
def test_a_scenario_is_called_as_its_folder(tmp_path: Path, folder: str, name: str) -> None:
    """Unless that is no name for the folders of its runs; it is valid in any case."""
    assert invoke("new", tmp_path / folder, "--orders", 20).exit_code == 0
    assert load(tmp_path / folder).settings.name == name


def test_a_document_for_machines(tmp_path: Path) -> None:
    """What was made, and where."""
    exit_code, document = invoke_json("new", tmp_path / "x", "--orders", 20, "--seed", 3)
    assert exit_code == 0
    assert document == {"folder": str(tmp_path / "x"), "template": "seoul", "orders": 20, "seed": 3}
    assert found_by("new", tmp_path / "x", "--orders", 20)[0] == 2


@pytest.mark.parametrize("orders", [FEWEST - 1, 0, -5, MOST + 1, "many"])
def test_a_size_that_no_template_has(tmp_path: Path, orders: object) -> None:
    """Told before anything is made."""
    result = invoke("new", tmp_path / "x", "--orders", str(orders))
    assert result.exit_code == 2
    assert "--orders" in result.stderr


def test_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told in a sentence; nothing half written stays."""

    def full(path: Path, data: bytes) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = invoke("new", tmp_path / "x", "--orders", 20)
    assert result.exit_code == 2
    assert "cannot be written: No space left on device" in result.stderr
    assert list(tmp_path.iterdir()) == []
