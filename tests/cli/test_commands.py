"""The real command, as a planner's shell runs it."""

import json
import re
import resource
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from optimizer.cli.route import EXAMPLE
from optimizer.store.check_run import check_run
from tests.helpers.cli import REPOSITORY, TINY, VRP, command, environment
from tests.helpers.scenarios import changed, small_rows, write_small_scenario

HEAVY = (
    *("highspy", "networkx", "numpy", "openpyxl", "ortools", "pandas", "pandera", "plotly", "pulp"),
    *("pyarrow", "pydantic", "pyvrp", "scipy", "yaml"),
)


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_whole_way(tmp_path: Path) -> None:
    """Make, validate, solve, compare and check a retailer with Korean names and spaces in its path."""
    home = tmp_path / "나의 매장들"
    home.mkdir()
    assert command("new", "서울 1호", "--orders", "20", "--quiet", cwd=home).stdout == "서울 1호\n"
    settings = yaml.safe_load((home / "서울 1호" / "scenario.yaml").read_text(encoding="utf-8"))
    settings["name"] = "서울 봄"
    settings["strategies"] = {
        "새벽 배송": settings["strategies"]["dc_parcel"],
        "퀵": settings["strategies"]["dc_vans"],
    }
    settings["baseline"] = "새벽 배송"
    text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
    (home / "서울 1호" / "scenario.yaml").write_text(text, encoding="utf-8")
    assert command("validate", "서울 1호", cwd=home).returncode == 0
    compared = command("compare", "서울 1호", "--json", "--threads", "2", cwd=home)
    assert (compared.returncode, compared.stderr) == (0, "")
    document = json.loads(compared.stdout)
    assert list(document["strategies"]) == ["새벽 배송", "퀵"]
    assert re.fullmatch(r"runs/\d{8}-\d{6}-서울 봄", Path(document["run"]).as_posix())
    checked = command("check", document["run"], cwd=home)
    assert (checked.returncode, checked.stdout) == (0, "check passed\n")
    assert "새벽 배송: 20 orders" in checked.stderr
    solved = command("solve", "서울 1호", "--strategy", "퀵", "--out", "결과", "-q", cwd=home)
    assert solved.returncode == 0
    assert _names(home) == ["runs", "결과", "서울 1호"]


def test_help_imports_nothing_heavy() -> None:
    """So that it is there at once."""
    script = f"import sys, optimizer.cli; print([name for name in {HEAVY!r} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_the_installed_command_is_the_module() -> None:
    """`optimizer` and `python -m optimizer` are one."""
    installed = Path(sys.executable).parent / "optimizer"
    shown = subprocess.run([installed, "--version"], capture_output=True, text=True, check=True).stdout
    assert shown == command("--version", cwd=REPOSITORY).stdout


@pytest.mark.parametrize(("columns", "wide"), [("80", False), ("140", True)])
def test_findings_fit_the_terminal(tmp_path: Path, columns: str, wide: bool) -> None:
    """A table where there is room, else one block per finding; exit code 2."""
    orders = changed("orders", "O1", customer_id="C9")
    folder = write_small_scenario(tmp_path / "small", orders=orders)
    result = command("validate", folder, cwd=tmp_path, env={"COLUMNS": columns})
    assert (result.returncode, result.stdout) == (2, "")
    assert ("┃ code" in result.stderr) == wide
    assert max(len(line) for line in result.stderr.splitlines()) <= int(columns)
    assert "orders.csv row 2, column customer_id" in " ".join(result.stderr.split())


@pytest.mark.parametrize("name", ["validate", "compare", "solve"])
def test_findings_for_machines_are_alone_on_standard_output(tmp_path: Path, name: str) -> None:
    """One document, exit code 2, nothing on standard error."""
    lines = [{**row, "product_id": "riec", "quantity": -1} for row in small_rows("order_lines")]
    folder = write_small_scenario(tmp_path / "small", order_lines=lines)
    result = command(name, folder, "--json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (2, "")
    codes = {one["code"] for one in json.loads(result.stdout)["findings"]}
    assert {"unknown-product", "out-of-range"} <= codes
    assert _names(tmp_path) == ["small"]


def test_a_terminal_without_korean_letters(tmp_path: Path) -> None:
    """Names are written in escapes rather than ending the command; JSON stays JSON."""
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    folder = write_small_scenario(tmp_path / "small", orders=changed("orders", "O1", customer_id="고객"))
    shown = command("validate", folder, cwd=tmp_path, env=plain)
    assert shown.returncode == 2
    assert "\\uace0\\uac1d" in shown.stderr
    document = json.loads(command("validate", folder, "--json", cwd=tmp_path, env=plain).stdout)
    assert "고객" in document["findings"][0]["cause"]


def test_routes_of_a_file(tmp_path: Path) -> None:
    """Within a limit of time; written where told."""
    (tmp_path / "small one.vrp").write_text(VRP, encoding="utf-8")
    result = command("route", "small one.vrp", "--time", "0.5", "--out", "plan.sol", "--json", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert json.loads(result.stdout)["cost"] == 11
    assert (tmp_path / "plan.sol").read_text(encoding="utf-8").endswith("Cost 11\n")
    again = command("route", "small one.vrp", "--out", "plan.sol", cwd=tmp_path)
    assert again.returncode == 2
    assert "file-exists" in again.stderr


def test_the_line_of_the_help(tmp_path: Path) -> None:
    """A file, limits, rules, a plan to start from, a plan and a page out: as `route --help` shows it, for a second."""
    (tmp_path / "X-n101-k25.vrp").write_text(VRP, encoding="utf-8")
    (tmp_path / "old.sol").write_text("Route #1: 2\nRoute #2: 1\nCost 12\n", encoding="utf-8")
    line = EXAMPLE.removeprefix("Example: optimizer ").replace("--time 60", "--time 1")
    options = "--time 1 --seed 1 --rules rules.yaml --start old.sol --out plan.sol --plot plan.html"
    assert line == f"route X-n101-k25.vrp {options}"
    (tmp_path / "rules.yaml").write_text("overtime: {after: 10, cost_per_time: 3}\n", encoding="utf-8")
    result = command(*line.split(), cwd=tmp_path)
    assert result.returncode == 0
    assert result.stdout == "small: time_limit, cost 12, 2 routes, 0 unserved, checked\n"
    assert "2 of 2 visits of the start plan were used\n" in result.stderr
    plan = (tmp_path / "plan.sol").read_text(encoding="utf-8").splitlines()
    assert {line.partition(": ")[2] for line in plan[:2]} == {"1", "2"}
    assert plan[2:] == ["Cost 12"]
    page = (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert page.count('<path class="route"') == 2
    again = command(
        "route", "X-n101-k25.vrp", "--iterations", "5", "--start", "plan.sol", "--json", cwd=tmp_path
    )
    assert json.loads(again.stdout)["start"] == {"used": 2, "visits": 2}


def test_a_limit_of_time(tmp_path: Path) -> None:
    """It is kept with a plan that holds."""
    result = command("compare", TINY, "--time", "5", "--out", "out", "--quiet", cwd=tmp_path)
    assert result.returncode == 0
    assert json.loads((tmp_path / "out" / "run.json").read_text())["time_limit_s"] == 5
    assert check_run(tmp_path / "out").count == 0


def test_a_disk_without_room(tmp_path: Path) -> None:
    """The operating system refuses files beyond a size: a coded error, and nothing stays behind."""
    result = subprocess.run(
        [sys.executable, "-m", "optimizer", "compare", str(TINY), "--out", "out", "--json", "--threads", "1"],
        cwd=tmp_path,
        env=environment(PYTHONDONTWRITEBYTECODE="1", COVERAGE_PROCESS_START="", COVERAGE_PROCESS_CONFIG=""),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        check=False,
    )
    (finding,) = json.loads(result.stdout)["findings"]
    assert result.returncode == 2
    assert (finding["code"], finding["file"]) == ("not-writable", "out")
    assert finding["cause"] == "cannot be written: File too large"
    assert _names(tmp_path) == []


def test_an_existing_run(tmp_path: Path) -> None:
    """It stays unless force is given; other folders stay in any case."""
    shutil.copytree(TINY, tmp_path / "tiny")
    arguments = ("solve", "tiny", "--quiet", "--threads", "1")
    assert command(*arguments, "--out", "out", cwd=tmp_path).returncode == 0
    before = (tmp_path / "out" / "run.json").stat().st_mtime_ns
    assert command(*arguments, "--out", "out", cwd=tmp_path).returncode == 2
    assert (tmp_path / "out" / "run.json").stat().st_mtime_ns == before
    assert command(*arguments, "--out", "out", "--force", cwd=tmp_path).returncode == 0
    assert (tmp_path / "out" / "run.json").stat().st_mtime_ns != before
    assert command(*arguments, "--out", "tiny", "--force", cwd=tmp_path).returncode == 2
    assert (tmp_path / "tiny" / "scenario.yaml").is_file()


def test_two_commands_at_once(tmp_path: Path) -> None:
    """In one folder, begun in the same second: both runs are kept and hold."""
    arguments = [sys.executable, "-m", "optimizer", "solve", str(TINY), "--quiet", "--threads", "1"]
    commands = [
        subprocess.Popen(arguments, cwd=tmp_path, env=environment(), stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]
    assert [one.wait(300) for one in commands] == [0, 0]
    runs = sorted((tmp_path / "runs").iterdir())
    assert len(runs) == 2
    assert [check_run(run).count for run in runs] == [0, 0]


@pytest.mark.parametrize("words", [("schema",), ("compare", str(TINY), "--threads", "1")])
def test_a_reader_that_goes_away(tmp_path: Path, words: tuple[str, ...]) -> None:
    """`optimizer ... | head` ends without a word, and with the exit code that a closed pipe has anywhere."""
    process = subprocess.Popen(
        [sys.executable, "-m", "optimizer", *words],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(300) == 128 + signal.SIGPIPE
