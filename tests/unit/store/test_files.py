"""Files and folders are written whole or not at all, and nothing a planner made is lost."""

import errno
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.store.files import new_folder, refuse_existing, write_text, writing

MARKER = "run.json"


def _fill(folder: Path, text: str = "new") -> None:
    (folder / MARKER).write_text(text, encoding="utf-8")


def _make(target: Path, text: str = "new", *, force: bool = False, numbered: bool = False) -> Path:
    with new_folder(target, marker=MARKER, force=force, numbered=numbered) as folder:
        _fill(folder.path, text)
    return folder.target


def _refused(action: Callable[[], object]) -> tuple[str, str, str]:
    """Code, place and cause of the one finding."""
    with pytest.raises(InputError) as caught:
        action()
    (finding,) = caught.value.findings
    return finding.code, str(finding.place), finding.cause


def _names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def _fail(monkeypatch: pytest.MonkeyPatch, method: str, number: int, when: Callable[[Path], bool]) -> None:
    """Let a method of Path fail with an error of the operating system for some paths."""
    real = getattr(Path, method)

    def failing(path: Path, *rest: object, **options: object) -> object:
        if when(path):
            raise OSError(number, os.strerror(number), str(path))
        return real(path, *rest, **options)

    monkeypatch.setattr(Path, method, failing)


def test_text_is_written_with_its_folders(tmp_path: Path) -> None:
    """As UTF-8, line ends as they are, readable by whom the planner's settings let."""
    write_text(tmp_path / "a" / "b" / "plan.sol", "경로\r\n1\n")
    assert (tmp_path / "a/b/plan.sol").read_bytes() == "경로\r\n1\n".encode()
    (tmp_path / "plain").touch()
    assert (tmp_path / "a/b/plan.sol").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_text_replaces_a_file_unless_told_not_to(tmp_path: Path) -> None:
    """Without force a file stays, also one that appeared since the command began."""
    target = tmp_path / "plan.sol"
    write_text(target, "old")
    write_text(target, "new")
    assert target.read_text() == "new"
    assert _refused(lambda: write_text(target, "newer", force=False))[0] == "file-exists"
    assert target.read_text() == "new"
    assert _names(tmp_path) == ["plan.sol"]


def test_text_cannot_replace_a_folder(tmp_path: Path) -> None:
    """The place is named, and no temporary file stays."""
    (tmp_path / "plan.sol" / "mine").mkdir(parents=True)
    code, place, _ = _refused(lambda: write_text(tmp_path / "plan.sol", "text"))
    assert (code, place) == ("not-writable", str(tmp_path / "plan.sol"))
    assert _names(tmp_path) == ["plan.sol"]


def test_text_below_a_file(tmp_path: Path) -> None:
    """A path that leads through a file is told as such."""
    (tmp_path / "file").touch()
    for path in (tmp_path / "file" / "plan.sol", tmp_path / "file" / "deep" / "plan.sol"):
        code, _, cause = _refused(partial(write_text, path, "text"))
        assert (code, cause) == ("not-writable", f"cannot be written: {tmp_path / 'file'} is no folder")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES])
def test_text_on_a_disk_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    """The operating system's reason is told; the old file stays and nothing is added."""
    target = tmp_path / "plan.sol"
    write_text(target, "old")
    _fail(monkeypatch, "replace", number, lambda path: True)
    assert _refused(lambda: write_text(target, "new"))[2] == f"cannot be written: {os.strerror(number)}"
    assert _names(tmp_path) == ["plan.sol"]
    assert target.read_text() == "old"


def test_text_that_cannot_be_encoded_leaves_nothing(tmp_path: Path) -> None:
    """Whatever goes wrong in between."""
    with pytest.raises(UnicodeEncodeError):
        write_text(tmp_path / "plan.sol", "\ud800")
    assert _names(tmp_path) == []


def test_refusing_what_is_there(tmp_path: Path) -> None:
    """Files, and links that lead nowhere, unless they may be replaced; a free name is none of them."""
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "link"):
        refused = ("file-exists", str(path), "is there already")
        assert _refused(partial(refuse_existing, path)) == refused
        refuse_existing(path, force=True)
    refuse_existing(tmp_path / "free")


@pytest.mark.parametrize("force", [False, True])
def test_refusing_what_no_file_can_replace(tmp_path: Path, force: bool) -> None:
    """A folder or device of the name, and a file above it, are told before any work is done."""
    folder = ("file-exists", str(tmp_path), "is a folder, not a file")
    assert _refused(partial(refuse_existing, tmp_path, force=force)) == folder
    device = ("file-exists", "/dev/null", "is a device, which a file would replace")
    assert _refused(partial(refuse_existing, Path("/dev/null"), force=force)) == device
    (tmp_path / "file").touch()
    below = tmp_path / "file" / "plan.sol"
    assert _refused(partial(refuse_existing, below, force=force)) == (
        "not-writable",
        str(below),
        f"cannot be written: {tmp_path / 'file'} is no folder",
    )


def test_other_errors_pass_through_writing() -> None:
    """Only errors of the operating system are about writing."""
    with pytest.raises(ZeroDivisionError), writing(Path("x")):
        raise ZeroDivisionError


def test_a_folder_appears_when_it_is_complete(tmp_path: Path) -> None:
    """Nobody sees it half full, and it is open to whom the planner's settings let."""
    target = tmp_path / "runs" / "one"
    with new_folder(target, marker=MARKER) as folder:
        _fill(folder.path)
        (folder.path / "deep" / "er").mkdir(parents=True)
        (folder.path / "deep" / "er" / "file").write_text("text")
        assert not target.exists()
        assert folder.path.parent == target.parent
    assert folder.target == target
    assert _names(target.parent) == ["one"]
    assert (target / "deep/er/file").read_text() == "text"
    (tmp_path / "plain").mkdir()
    assert target.stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_an_existing_folder_stays_without_force(tmp_path: Path) -> None:
    """It is told before any work is done."""
    target = tmp_path / "one"
    _make(target, "old")
    assert _refused(lambda: _make(target)) == ("folder-exists", str(target), "the folder already exists")
    assert (target / MARKER).read_text() == "old"
    assert _names(tmp_path) == ["one"]


def test_force_replaces_a_folder_of_the_same_kind(tmp_path: Path) -> None:
    """Whole: no file of the old one stays."""
    target = tmp_path / "one"
    _make(target, "old")
    (target / "old.csv").touch()
    _make(target, force=True)
    assert _names(target) == [MARKER]
    assert (target / MARKER).read_text() == "new"
    assert _names(tmp_path) == ["one"]


def test_force_fills_an_empty_folder(tmp_path: Path) -> None:
    """There is nothing to lose in it."""
    (tmp_path / "one").mkdir()
    _make(tmp_path / "one", force=True)
    assert _names(tmp_path / "one") == [MARKER]


def _advice(action: Callable[[], object]) -> str:
    with pytest.raises(InputError) as caught:
        action()
    return caught.value.findings[0].action


def test_force_is_advised_only_where_it_helps(tmp_path: Path) -> None:
    """For a folder of the same kind and an empty one; never for other contents and files."""
    _make(tmp_path / "one", "old")
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    for name, helps in (("one", True), ("empty", True), ("full", False), ("full/file", False)):
        assert ("--force" in _advice(partial(_make, tmp_path / name))) == helps
    assert _refused(partial(_make, tmp_path / "empty"))[2] == "the folder already exists, empty"


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
@pytest.mark.parametrize("force", [True, False])
def test_force_replaces_nothing_else(tmp_path: Path, kind: str, force: bool) -> None:
    """A slip of the pen (`--out ~ --force`) does not cost a planner other files."""
    target = tmp_path / "thesis"
    if kind == "folder":
        (target / "chapters").mkdir(parents=True)
    elif kind == "file":
        target.write_text("chapter one")
    else:
        target.symlink_to(tmp_path / "nowhere")
    code, place, cause = _refused(lambda: _make(target, force=force))
    assert (code, place) == ("folder-exists", str(target))
    what = "a folder with other contents (no run.json in it)" if kind == "folder" else "a file, not a folder"
    assert cause == f"is {what}; no command replaces it"
    assert _names(tmp_path) == ["thesis"]


def test_force_on_a_link_keeps_what_it_leads_to(tmp_path: Path) -> None:
    """The link is replaced, the run elsewhere stays."""
    _make(tmp_path / "elsewhere", "old")
    (tmp_path / "one").symlink_to(tmp_path / "elsewhere")
    _make(tmp_path / "one", force=True)
    assert (tmp_path / "elsewhere" / MARKER).read_text() == "old"
    assert not (tmp_path / "one").is_symlink()
    assert _names(tmp_path) == ["elsewhere", "one"]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit, InputError])
def test_an_error_inside_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    """Also an interrupt; the error goes on."""

    def make() -> None:
        with new_folder(tmp_path / "one", marker=MARKER) as folder:
            _fill(folder.path)
            raise error([])

    with pytest.raises(error):
        make()
    assert _names(tmp_path) == []


def test_an_error_of_the_work_is_not_taken_for_one_of_writing(tmp_path: Path) -> None:
    """A solver that loses its connection has not filled the disk."""
    with pytest.raises(ConnectionError), new_folder(tmp_path / "one", marker=MARKER):
        raise ConnectionError


def test_a_target_that_appears_meanwhile(tmp_path: Path) -> None:
    """Somebody else's folder stays as it is."""
    target = tmp_path / "one"

    def make() -> None:
        with new_folder(target, marker=MARKER) as folder:
            _fill(folder.path)
            _make(target, "theirs")

    assert _refused(make)[0] == "folder-exists"
    assert (target / MARKER).read_text() == "theirs"
    assert _names(tmp_path) == ["one"]


def test_force_replaces_a_run_that_appears_meanwhile(tmp_path: Path) -> None:
    """It was to be replaced anyway."""
    target = tmp_path / "one"
    with new_folder(target, marker=MARKER, force=True) as folder:
        _fill(folder.path)
        _make(target, "theirs")
    assert (target / MARKER).read_text() == "new"
    assert _names(tmp_path) == ["one"]


def test_a_name_taken_at_the_last_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between looking and renaming: the operating system refuses, and that is understood."""
    target = tmp_path / "one"
    _make(target, "theirs")
    seen = iter([False, False])
    exists = os.path.lexists
    monkeypatch.setattr(os.path, "lexists", lambda path: next(seen, exists(path)))
    with pytest.raises(InputError, match="already exists"):
        _make(target)
    assert (target / MARKER).read_text() == "theirs"


def test_numbered_folders_make_room_for_each_other(tmp_path: Path) -> None:
    """Two commands that began in the same second both keep their result."""
    target = tmp_path / "runs" / "1200-seoul"
    with new_folder(target, marker=MARKER, numbered=True) as first:
        _fill(first.path, "first")
        assert _make(target, "second", numbered=True) == target
        assert _make(target, "third", numbered=True).name == "1200-seoul-2"
    assert first.target.name == "1200-seoul-3"
    assert (first.target / MARKER).read_text() == "first"
    assert len(_names(target.parent)) == 3


def test_a_parent_that_is_a_file(tmp_path: Path) -> None:
    """Told before any work is done."""
    (tmp_path / "runs").touch()
    code, place, _ = _refused(lambda: _make(tmp_path / "runs" / "one"))
    assert (code, place) == ("not-writable", str(tmp_path / "runs" / "one"))


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_parent_that_may_not_be_written_to(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """Told before any work is done, with the operating system's reason."""
    _fail(monkeypatch, "mkdir", number, lambda path: path.name.startswith(".new-"))
    assert _refused(lambda: _make(tmp_path / "one"))[2] == f"cannot be written: {os.strerror(number)}"
    assert _names(tmp_path) == []


def test_a_disk_full_while_writing(tmp_path: Path) -> None:
    """What was written so far is removed."""

    def make() -> None:
        with new_folder(tmp_path / "one", marker=MARKER) as folder, writing(folder.target):
            _fill(folder.path)
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    assert _refused(make)[2] == "cannot be written: No space left on device"
    assert _names(tmp_path) == []


def test_a_disk_that_fails_to_keep_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure that shows only when data is flushed is a failure."""

    def failing(number: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", failing)
    assert _refused(lambda: _make(tmp_path / "one"))[0] == "not-writable"
    assert _refused(lambda: write_text(tmp_path / "file", "text"))[0] == "not-writable"
    assert _names(tmp_path) == []


def test_a_parent_that_vanishes(tmp_path: Path) -> None:
    """Somebody removes the folder of runs while a command works."""

    def make() -> None:
        with new_folder(tmp_path / "runs" / "one", marker=MARKER) as folder:
            _fill(folder.path)
            (folder.path / MARKER).unlink()
            folder.path.rmdir()
            folder.path.parent.rmdir()

    assert _refused(make)[0] == "not-writable"
    assert _names(tmp_path) == []


@pytest.mark.parametrize("error", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
def test_the_old_folder_comes_back_when_replacing_it_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """Whether by the disk or by a second Ctrl-C in the moment between two renames."""
    target = tmp_path / "one"
    _make(target, "old")
    rename = Path.rename

    def failing(path: Path, to: Path) -> Path:
        if path.name.startswith(".new-"):
            raise error
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises((InputError, KeyboardInterrupt)):
        _make(target, force=True)
    assert (target / MARKER).read_text() == "old"
    assert _names(tmp_path) == ["one"]


@pytest.mark.parametrize("name", ["x" * 300, f"{'x' * 300}/plan.sol"])
def test_a_name_too_long_is_told(tmp_path: Path, name: str) -> None:
    """As a file or folder, before work and after it."""
    target = tmp_path / name
    for make in (
        lambda: refuse_existing(target),
        lambda: write_text(target, "text"),
        lambda: _make(target),
    ):
        assert _refused(make)[0] == "not-writable"
    assert _names(tmp_path) == []
