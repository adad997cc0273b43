"""Whatever happens while a file is written, there is the old one or the new one, and nothing beside it."""

import os
import subprocess
import sys

import pytest

from elmo_explorer.written_aside import write_whole, written_aside


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.txt"
    write_whole(path, "old\r\n潮水")
    return path


def test_text_is_written_as_it_is_and_a_link_stays_one(file, tmp_path):
    assert file.read_bytes() == "old\r\n潮水".encode()
    link = tmp_path / "link.txt"
    link.symlink_to(file)
    write_whole(link, b"new")
    assert link.is_symlink()
    assert file.read_bytes() == b"new"
    assert sorted(tmp_path.iterdir()) == [file, link]


def test_an_error_on_the_way_leaves_the_old_one(file):
    def half():
        with written_aside(file) as aside:
            aside.write_text("half")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        half()
    assert [path.name for path in file.parent.iterdir()] == ["a.txt"]
    assert file.read_bytes().startswith(b"old")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_disk_that_ends_in_the_midst_is_told_with_the_files_name(file):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, before[1]))
    try:
        with pytest.raises(OSError, match="too large") as caught:
            write_whole(file, b"x" * 20_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert caught.value.filename == str(file)
    assert caught.value.strerror
    assert [path.name for path in file.parent.iterdir()] == ["a.txt"]
    assert file.read_bytes().startswith(b"old")


def test_what_a_killed_process_left_goes_with_the_next_writing(file):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = file.with_name(f".a.txt.{gone.pid}-0.part")
    alive = file.with_name(f".a.txt.{os.getppid()}-0.part")
    others = [
        file.with_name(".a.txt.x.part"),
        file.with_name(".b.txt.1-0.part"),
        file.with_name("a.txt.1-0.part"),
    ]
    for path in (left, alive, *others):
        path.write_text("half")
    write_whole(file, "new")
    assert left.exists()  # as fresh as if somebody elsewhere were still at it
    os.utime(left, (1, 1))
    write_whole(file, "new")
    assert not left.exists()
    assert alive.exists()
    assert all(path.exists() for path in others)


def test_a_folder_that_is_not_there_is_told_with_the_files_name(tmp_path):
    with pytest.raises(FileNotFoundError) as caught:
        write_whole(tmp_path / "none" / "a.txt", "x")
    assert caught.value.filename == str(tmp_path / "none" / "a.txt")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows other permissions")
def test_permissions_stay_and_a_closed_file_is_not_replaced(file, monkeypatch):
    file.chmod(0o640)
    write_whole(file, "new")
    assert file.stat().st_mode & 0o777 == 0o640
    file.chmod(0o444)
    monkeypatch.setattr(
        os, "access", lambda path, mode: bool(os.stat(path).st_mode & 0o200)
    )  # for administrators too
    with pytest.raises(PermissionError) as caught:
        write_whole(file, "newer")
    assert caught.value.filename == str(file)
    assert file.read_text() == "new"
