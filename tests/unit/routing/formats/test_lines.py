"""Text files and their lines: what cannot be read is named."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.routing.formats import read
from optimizer.routing.formats.lines import (
    MOST_TOLD,
    FormatError,
    Line,
    Wrong,
    integer,
    numbers,
    read_text,
    split_lines,
)
from tests.helpers.routing_files import VRP


def _file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "problem.vrp"
    path.write_text(text, encoding="utf-8")
    return path


def _refused(path: Path) -> tuple[str, str, str]:
    """Code, cause and action of the one finding."""
    with pytest.raises(InputError) as caught:
        read(path)
    (finding,) = caught.value.findings
    return finding.code, finding.cause, finding.action


def test_unreadable_files_are_named(tmp_path: Path) -> None:
    """An empty and a binary file each give route-file-unreadable."""
    binary = tmp_path / "binary.vrp"
    binary.write_bytes(b"\xff\xfe\x00")
    for path in (_file(tmp_path, "  \n"), binary):
        with pytest.raises(InputError) as caught:
            read(path)
        assert caught.value.findings[0].code == "route-file-unreadable"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """One of a like name beside it is suggested."""
    _file(tmp_path, VRP)
    code, cause, action = _refused(tmp_path / "problm.vrp")
    assert (code, cause) == ("route-file-missing", "there is no such file")
    assert action == "Did you mean 'problem.vrp'?"
    assert _refused(tmp_path / "no" / "such.vrp")[2] == "Correct the path."


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A scenario's folder belongs to another command, which is named."""
    code, cause, action = _refused(tmp_path)
    assert (code, cause) == ("route-file-missing", "is a folder, not a file")
    assert "optimizer solve" not in action
    (tmp_path / "scenario.yaml").touch()
    assert "`optimizer solve`" in _refused(tmp_path)[2]


def test_lines_keep_their_numbers(tmp_path: Path) -> None:
    """Empty lines are left out and counted; a byte order mark is no part of the text."""
    path = tmp_path / "marked.vrp"
    path.write_bytes(b"\xef\xbb\xbfNAME : a\n\n  X  \n")
    assert split_lines(read_text(path)) == [Line(1, "NAME : a"), Line(3, "X")]


@pytest.mark.parametrize("word", ["x", "1_0", "nan", "inf", "-1", "1e30"])
def test_numbers_that_are_refused(word: str) -> None:
    """Text, underscores, what is not finite, negative or too large; each with its line."""
    with pytest.raises(FormatError) as caught:
        numbers(Line(4, word), [word], "file")
    (finding,) = caught.value.findings
    assert (finding.code, finding.place.row) == ("route-file-number", 4)


def test_numbers_within_bounds() -> None:
    """Negative ones where allowed, whole ones where asked for."""
    line = Line(1, "-1.5 2")
    assert numbers(line, line.words(), "file", minimum=None) == [-1.5, 2.0]
    assert integer(2.0, line, "file") == 2
    with pytest.raises(FormatError, match="whole"):
        integer(-1.5, line, "file")


def test_what_is_wrong_is_told_at_once() -> None:
    """Up to so many findings, after which no more lines are looked at; nothing is raised where nothing is wrong."""
    lines = [Line(number, "x") for number in range(2 * MOST_TOLD)]
    read = []

    def read_all(wrong: Wrong) -> None:
        for line in lines:
            with wrong.noted():
                read.append(line)
                numbers(line, line.words(), "file")

    with pytest.raises(InputError) as caught:
        read_all(Wrong())
    assert [one.place.row for one in caught.value.findings] == list(range(MOST_TOLD))
    assert len(read) == MOST_TOLD
    Wrong().refuse()
