"""CSV files as texts."""

from pathlib import Path

import pytest

from optimizer.core.errors import InputError
from optimizer.scenario.read_csv import read_csv
from optimizer.scenario.sheet import TextSheet


def read(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> TextSheet:
    """Read a file of that content as the table sites."""
    path = tmp_path / "sites.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return read_csv(path, "sites", encoding)


def refused(tmp_path: Path, content: str | bytes, encoding: str = "utf-8") -> str:
    """Read a file that must be refused, and return its only finding."""
    path = tmp_path / "sites.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(InputError) as caught:
        read_csv(path, "sites", encoding)
    (finding,) = caught.value.findings
    return str(finding)


def cells(sheet: TextSheet) -> dict[str, list[str]]:
    return {name: list(column) for name, column in sheet.columns.items()}


def test_cells_are_texts(tmp_path: Path) -> None:
    """Zeros in front, `NA` and `nan` stay; spaces around a cell go."""
    sheet = read(tmp_path, 'id,name\n00123, NA \nnan,"a, b"\n')
    assert cells(sheet) == {"id": ["00123", "nan"], "name": ["NA", "a, b"]}
    assert sheet.rows.tolist() == [2, 3]


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path: Path) -> None:
    """Rows without text are skipped and counted; a line break in a cell makes no row."""
    sheet = read(tmp_path, 'id,name\r\nA,"two\r\nlines"\r\n\r\n,\r\nB,b\r\n\r\n')
    assert sheet.rows.tolist() == [2, 5]
    assert cells(sheet) == {"id": ["A", "B"], "name": ["two\r\nlines", "b"]}


def test_many_rows_keep_their_order(tmp_path: Path) -> None:
    """Files are read in portions; what is at the seams stays where it was."""
    lines = [f"{number},x" for number in range(4500)]
    lines[2000] = ""
    sheet = read(tmp_path, "id,name\n" + "\n".join(lines) + "\n")
    assert len(sheet.rows) == 4499
    assert [int(text) for text in sheet.columns["id"]] == (sheet.rows - 2).tolist()


def test_a_bom_is_accepted_whatever_the_encoding(tmp_path: Path) -> None:
    """A file marked as UTF-8 is read so, though the scenario's other files are in cp949."""
    sheet = read(tmp_path, "id,name\nA,가\n".encode("utf-8-sig"), "cp949")
    assert cells(sheet) == {"id": ["A"], "name": ["가"]}


def test_korean_spreadsheets(tmp_path: Path) -> None:
    """The encoding of the settings is used."""
    assert cells(read(tmp_path, "id,name\nA,창고\n", "cp949"))["name"] == ["창고"]


def test_bytes_in_another_encoding(tmp_path: Path) -> None:
    """The finding names line, byte, cp949 and the key encoding."""
    told = refused(tmp_path, "id,name\nA,x\nB,서울\n".encode("cp949"))
    assert told.startswith("wrong-encoding: sites.csv row 3: line 3 (byte 15 of the file) is not utf-8 text")
    assert "`encoding: cp949` in scenario.yaml" in told


def test_utf8_where_cp949_is_said(tmp_path: Path) -> None:
    """The finding suggests the encoding in which the file can be read."""
    assert "`encoding: utf-8`" in refused(tmp_path, "id,name\nA,서\n", "cp949")


def test_utf8_that_cp949_can_read_too(tmp_path: Path) -> None:
    """Text that is read without an error and may yet be garbled is warned of; plain ASCII is not."""
    path = tmp_path / "sites.csv"
    path.write_bytes("id,name\nA,é\n".encode())
    (finding,) = read_csv(path, "sites", "cp949").findings
    assert str(finding.place) == "sites.csv"
    assert (finding.code, str(finding.severity)) == ("ambiguous-encoding", "warning")
    assert read(tmp_path, "id,name\nA,e\n", "cp949").findings == ()


def test_bytes_in_no_known_encoding(tmp_path: Path) -> None:
    """Where neither fits, both ways out are named."""
    told = refused(tmp_path, b"id,name\nA,\xff\xff\n")
    assert "CSV UTF-8" in told
    assert "encoding: cp949" in told


def test_a_spreadsheet_s_unicode_text(tmp_path: Path) -> None:
    """UTF-16 is named, and the way out of it."""
    told = refused(tmp_path, "id\tname\nA\t서울\n".encode("utf-16"))
    assert told.startswith("wrong-encoding: sites.csv row 1: ")
    assert told.endswith("It is UTF-16 (a spreadsheet's 'Unicode Text'): save the file as 'CSV UTF-8'")


@pytest.mark.parametrize("content", [b"PK\x03\x04\x14\x00", b"\xd0\xcf\x11\xe0\xa1"])
@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_workbook_that_was_renamed(tmp_path: Path, content: bytes, encoding: str) -> None:
    """It is told as such, also where the encoding can read any bytes."""
    told = refused(tmp_path, content, encoding)
    assert told.startswith("bad-csv: sites.csv: it is a workbook, not a CSV file. ")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file(tmp_path: Path, content: str) -> None:
    """A file without a single letter is empty."""
    assert refused(tmp_path, content).startswith("empty-file: sites.csv:")


def test_an_empty_first_row(tmp_path: Path) -> None:
    """The header is in row 1."""
    assert refused(tmp_path, "\nid,name\nA,b\n").startswith("no-header: sites.csv row 1:")


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    """A file that is gone when it is read is a finding, not a crash."""
    with pytest.raises(InputError, match=r"missing-file: sites\.csv: the file vanished"):
        read_csv(tmp_path / "sites.csv", "sites", "utf-8")


def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    """A folder named like a table is a finding, not a crash."""
    (tmp_path / "sites.csv").mkdir()
    with pytest.raises(InputError, match=r"unreadable-file: sites\.csv: it is a folder"):
        read_csv(tmp_path / "sites.csv", "sites", "utf-8")


def test_a_column_that_comes_twice(tmp_path: Path) -> None:
    """Which of the two counts is not guessed."""
    told = refused(tmp_path, "id,name, id\nA,b,c\n")
    assert told.startswith("duplicate-column: sites.csv row 1, column id: the column 'id' comes 2 times")


@pytest.mark.parametrize(("sign", "word"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_other_delimiters(tmp_path: Path, sign: str, word: str) -> None:
    """A file of another delimiter is not taken for one column."""
    told = refused(tmp_path, f"id{sign}name\nA{sign}b\n")
    assert told.startswith(f"wrong-delimiter: sites.csv row 1: cells are separated by {word}")


@pytest.mark.parametrize(("content", "line"), [('id,name\nA,"b\nC,d\n', 3), ('id,name\nA,b\n"B"x,c\n', 3)])
def test_quotes_that_do_not_close(tmp_path: Path, content: str, line: int) -> None:
    """The finding names the line at which the file cannot be split."""
    assert refused(tmp_path, content).startswith(f"bad-csv: sites.csv row {line}:")


def test_rows_of_another_width(tmp_path: Path) -> None:
    """They are left out and reported, each with both widths; the others stay."""
    sheet = read(tmp_path, "id,name\nA,b,c\nB,b\nC\n")
    assert cells(sheet) == {"id": ["B"], "name": ["b"]}
    assert [str(finding) for finding in sheet.findings] == [
        f"ragged-row: sites.csv row {row}: the row has {count}, the header 2. "
        "Put texts that hold commas in quotes, write decimals with a point, and keep a comma for each empty cell"
        for row, count in ((2, "3 cells"), (4, "1 cell"))
    ]


def test_many_rows_of_another_width_are_counted(tmp_path: Path) -> None:
    """After twenty, one finding counts the rest."""
    for count, words in ((25, "and 5 more rows"), (21, "and 1 more row ")):
        sheet = read(tmp_path, "id,name\n" + "A\n" * count)
        assert len(sheet.findings) == 21
        assert words in sheet.findings[-1].cause


def test_the_empty_edge_of_a_spreadsheet(tmp_path: Path) -> None:
    """Columns without header and text are dropped; with text they have a name of their own."""
    assert list(read(tmp_path, "id,name,,\nA,b,,\n").columns) == ["id", "name"]
    assert list(read(tmp_path, "id,name,,\nA,b,,c\n").columns) == ["id", "name", "(column 4)"]
