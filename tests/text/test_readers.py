"""Reading text files: what goes in, and what is said about what does not."""

from pathlib import Path

import pytest

from elmo_explorer.examples import list_examples
from elmo_explorer.text.readers import MAX_LINE_CHARACTERS, Problem, Row, read_text_file


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_each_line_of_a_text_file_is_a_row(tmp_path: Path) -> None:
    result = read_text_file(write(tmp_path, "a.txt", "One.\r\n\r\n  Two. \rThree."))
    assert result.rows == [Row("One."), Row("Two."), Row("Three.")]
    assert result.problems == []


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    assert read_text_file(write(tmp_path, "a.txt", b"\xef\xbb\xbfOne.")).rows == [Row("One.")]


def test_utf_16_with_its_mark_is_read(tmp_path: Path) -> None:
    assert read_text_file(write(tmp_path, "a.txt", "潮水。\n退了。".encode("utf-16"))).rows == [
        Row("潮水。"),
        Row("退了。"),
    ]


def test_broken_utf_16_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.txt begins as UTF-16, but its byte \d+ .*UTF-8"):
        read_text_file(write(tmp_path, "a.txt", b"\xff\xfea\x00b"))


def test_western_encoding_is_refused_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"a\.txt, line 2, byte 4: 0xE9 is not UTF-8.*Windows-1252.*UTF-8"):
        read_text_file(write(tmp_path, "a.txt", "One.\ncafé au lait".encode("cp1252")))


def test_chinese_encoding_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"line 1, byte 1: .*GB18030"):
        read_text_file(write(tmp_path, "a.txt", "潮水退了就知道谁没穿裤子".encode("gb18030")))


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 \xe2\xe3", b"PK\x03\x04abc", bytes(range(256)) * 8, b"a\x00b\x00" * 99]
)
def test_binary_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ValueError, match=r"^a\.txt is .*not .*text.*\.$"):
        read_text_file(write(tmp_path, "a.txt", content))


def test_line_with_a_nul_is_named_and_the_others_are_kept(tmp_path: Path) -> None:
    result = read_text_file(write(tmp_path, "a.txt", "One.\nT\x00wo.\nThree."))
    assert result.rows == [Row("One."), Row("Three.")]
    assert [problem.line for problem in result.problems] == [2]
    assert "NUL" in result.problems[0].fault


def test_overlong_line_is_named(tmp_path: Path) -> None:
    result = read_text_file(write(tmp_path, "a.txt", "One.\n" + "x" * (MAX_LINE_CHARACTERS + 1)))
    assert result.rows == [Row("One.")]
    assert result.problems == [Problem(2, "it has 100,001 characters; up to 100,000 are read.")]


def test_absent_file_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_text_file(tmp_path / "absent.txt")


def test_empty_file_has_no_rows(tmp_path: Path) -> None:
    assert read_text_file(write(tmp_path, "a.csv", "")).rows == []


def test_table_of_senses(tmp_path: Path) -> None:
    content = 'word\tsense\tsentence\ttarget_index\nbank\triver\tThe " bank was steep\t2\n'
    assert read_text_file(write(tmp_path, "a.tsv", content)).rows == [
        Row('The " bank was steep', "river", "bank", 2)
    ]


def test_bundled_examples_are_such_tables() -> None:
    for example in list_examples()[:3]:
        result = read_text_file(example.path)
        assert len(result.rows) == example.n_sentences
        assert result.problems == []


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_of_a_csv_is_found(tmp_path: Path, separator: str) -> None:
    content = f'text{separator}label\n"One, two; three."{separator}x\n'
    assert read_text_file(write(tmp_path, "a.csv", content)).rows == [Row("One, two; three.", "x")]


def test_single_column_needs_no_header(tmp_path: Path) -> None:
    content = 'He came, he saw.\nOne.\n"Two, three."\n'
    assert [row.text for row in read_text_file(write(tmp_path, "a.csv", content)).rows] == [
        "He came, he saw.",
        "One.",
        "Two, three.",
    ]


def test_columns_without_names_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r'2 columns and no header; name .*"sentence"'):
        read_text_file(write(tmp_path, "a.csv", "One.,x\nTwo.,y\n"))


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="line 1: two columns are named 'text'"):
        read_text_file(write(tmp_path, "a.csv", "text,text\nOne.,x\n"))


def test_every_bad_line_is_named_and_the_good_ones_are_kept(tmp_path: Path) -> None:
    content = (
        "sentence,sense,target_index\n"
        "The bank is steep,river,1\n"
        "Too,many,1,cells\n"
        ",river,0\n"
        "The bank,river,first\n"
        "The bank,river,2\n"
        '"It never closes,river,0\n'
        "A good bank,money,2\n"
    )
    result = read_text_file(write(tmp_path, "a.csv", content))
    assert [row.text for row in result.rows] == ["The bank is steep", "A good bank"]
    assert [problem.line for problem in result.problems] == [3, 4, 5, 6, 7]
    assert result.problems[0].fault == "expected 3 columns, found 4."
    assert "last token is 1" in result.problems[3].fault
    assert "quote" in result.problems[4].fault


def test_quoted_cell_may_span_lines(tmp_path: Path) -> None:
    content = 'text,label\n"One\ntwo ""three"".",x\nFour.,y\n'
    assert read_text_file(write(tmp_path, "a.csv", content)).rows == [
        Row('One two "three".', "x"),
        Row("Four.", "y"),
    ]
