"""Text files of every kind, whole and damaged, read without a tokeniser."""

import gzip
import lzma
import os
from pathlib import Path

import pytest
from backports import zstd

from elmo_explorer.training.corpus_builder import documents_trained_on
from elmo_explorer.training.digests import content_digests
from elmo_explorer.training.text_files import MAX_LINE_BYTES, numbered_lines, survey, text_files

TEXT = "\n\n".join(f"first line of {k}\nsecond line of {k}" for k in range(2000)) + "\n"
PACK = {".txt": bytes, ".txt.xz": lzma.compress, ".txt.gz": gzip.compress, ".txt.zst": zstd.compress}


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def _lines(path: Path) -> list[tuple[int, str]]:
    return list(numbered_lines(path, survey(path).one_a_line))


@pytest.mark.parametrize("suffix", PACK)
def test_every_kind_of_file_gives_the_same_documents(tmp_path: Path, suffix: str) -> None:
    path = _file(tmp_path, f"a{suffix}", PACK[suffix](TEXT.encode()))
    assert survey(path).n_documents == 2000
    assert survey(path).problems == ()
    lines = _lines(path)
    assert lines[2:4] == [(1, "first line of 1"), (1, "second line of 1")]
    assert len(lines) == 4000


@pytest.mark.parametrize("suffix", [".txt.xz", ".txt.gz", ".txt.zst"])
def test_what_comes_before_the_end_of_a_cut_file_is_read_and_the_end_is_named(
    tmp_path: Path, suffix: str
) -> None:
    packed = PACK[suffix]("\n".join(f"{k} {k * 7919 % 104729}" for k in range(100_000)).encode())
    path = _file(tmp_path, f"a{suffix}", packed[: len(packed) * 3 // 4])
    lines = _lines(path)
    (problem,) = survey(path).problems
    assert 0 < len(lines) < 100_000
    assert lines[-1][1] == f"{len(lines) - 1} {(len(lines) - 1) * 7919 % 104729}"
    assert "damaged or cut short" in str(problem)
    assert problem.first_line == len(lines) + 1


@pytest.mark.parametrize("suffix", [".txt.xz", ".txt.gz", ".txt.zst"])
def test_a_packed_file_that_is_none_has_no_documents(tmp_path: Path, suffix: str) -> None:
    found = survey(_file(tmp_path, f"a{suffix}", b"this was never packed, whatever its name says\n"))
    assert found.n_documents == 0
    assert "damaged" in str(found.problems[0])


def test_bad_lines_are_skipped_counted_and_named(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", b"\xef\xbb\xbfone\nna\xefve\ntw\0o\nthree\n\xff\n\n\xfe\xfa\n")
    assert [line for _, line in _lines(path)] == ["one", "three"]
    utf8, nul = survey(path).problems
    assert (utf8.lines, utf8.first_line, utf8.file) == (3, 2, str(path))
    assert (nul.lines, nul.first_line) == (1, 3)
    assert str(nul) == f"{path}: 1 line with a NUL byte skipped (first: line 3)"


@pytest.mark.parametrize("word", ["word ", "字"])
def test_an_absurdly_long_line_is_read_in_pieces(tmp_path: Path, word: str) -> None:
    long = (word * (3 * MAX_LINE_BYTES // len(word.encode()))).strip()
    path = _file(tmp_path, "a.txt", f"before\n{long}\nafter\n".encode())
    lines = [line for _, line in _lines(path)]
    assert lines[0] == "before"
    assert lines[-1] == "after"
    assert (" " if word.endswith(" ") else "").join(lines[1:-1]) == long
    assert max(len(line.encode()) for line in lines) <= MAX_LINE_BYTES * 3 / 2
    (problem,) = survey(path).problems
    assert (problem.lines, problem.first_line) == (1, 2)


def test_lines_are_documents_where_no_empty_line_parts_them(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.txt", b"\n\none\ntwo\nthree\n\n")
    assert _lines(path) == [(0, "one"), (1, "two"), (2, "three")]


def test_a_folder_is_read_in_sorted_order_without_what_is_no_text(tmp_path: Path) -> None:
    for name in (
        "b/2.txt",
        "b/10.txt.gz",
        "a.txt.xz",
        "c.txt.zst",
        "notes.md",
        ".hidden.txt",
        "run/types.txt",
    ):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "gone.txt")
    os.mkfifo(tmp_path / "pipe.txt")  # reading it would never end
    said: list[str] = []
    found = text_files(tmp_path, leave_out=tmp_path / "run", report=said.append)
    assert sorted(said) == [
        f"{tmp_path / 'dangling.txt'} is a link to nothing: it is passed over.",
        f"{tmp_path / 'pipe.txt'} is no file: it is passed over.",
    ]
    assert [str(path.relative_to(tmp_path)) for path in found] == [
        "a.txt.xz", "b/10.txt.gz", "b/2.txt", "c.txt.zst",
    ]  # fmt: skip


def test_what_is_no_text_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ValueError, match="There is no text file or folder at"):
        text_files(tmp_path / "gone")
    with pytest.raises(ValueError, match=r"holds no text: .* \.txt, \.txt\.xz, \.txt\.gz or \.txt\.zst"):
        text_files(tmp_path / "empty")
    with pytest.raises(ValueError, match="is not a text file"):
        text_files(_file(tmp_path, "a.pdf", b"%PDF"))


@pytest.mark.parametrize(
    ("n_documents", "trained_on"),
    [
        ([1000], [990]),
        ([3], [2]),
        ([1000, 200], [990, 198]),
        ([1] * 300, [1] * 297 + [0] * 3),
        ([50, 50, 50, 50], [50, 50, 50, 48]),
        ([1000, 1, 1], [990, 1, 1]),
        ([0, 2, 0], [0, 1, 0]),
    ],
)
def test_the_last_documents_are_held_out(n_documents: list[int], trained_on: list[int]) -> None:
    assert documents_trained_on(n_documents, 0.01) == trained_on
    assert documents_trained_on(n_documents, 0.0) == n_documents


def test_digests_know_the_content_and_not_the_name(tmp_path: Path) -> None:
    memory = tmp_path / "memory" / "digests.json"
    one, two = _file(tmp_path, "one.txt", b"same"), _file(tmp_path, "two.txt", b"same")
    first = content_digests([one, two], memory)
    assert first[0] == first[1]
    one.write_bytes(b"diff")
    assert content_digests([one, two], memory) != first
