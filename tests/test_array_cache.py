"""Arrays kept on disk: what is damaged, foreign or unfinished is never believed; what cannot be written costs nothing else."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer.array_cache import ArrayCache

KEY, OTHER = "a" * 64, "b" * 64
MUCH = 64 << 20
ARRAY = np.arange(6000, dtype=np.float32).reshape(60, 100)


@pytest.fixture
def cache(tmp_path: Path) -> ArrayCache:
    return ArrayCache(tmp_path / "deep" / "kept", MUCH)


def files(cache: ArrayCache) -> list[Path]:
    return sorted(cache.folder.iterdir()) if cache.folder.is_dir() else []


def test_what_is_kept_comes_back_mapped_and_read_only(cache: ArrayCache) -> None:
    assert cache.load(KEY) is None
    cache.store(KEY, ARRAY)
    kept = ArrayCache(cache.folder, MUCH).load(KEY)
    assert isinstance(kept, np.memmap)
    np.testing.assert_array_equal(kept, ARRAY)
    with pytest.raises(ValueError, match="read-only"):
        kept[0, 0] = 1
    assert cache.load(OTHER) is None
    assert len(files(cache)) == 1


@pytest.mark.parametrize("damage", ["a flipped bit", "cut short", "empty", "of another array"])
def test_a_damaged_file_is_removed_and_made_anew(cache: ArrayCache, damage: str) -> None:
    cache.store(KEY, ARRAY)
    (path,) = files(cache)
    content = bytearray(path.read_bytes())
    if damage == "a flipped bit":
        content[-1] ^= 1
        path.write_bytes(content)
    elif damage == "of another array":
        np.save(path, ARRAY + 1)
    else:
        path.write_bytes(content[: len(content) // 2] if damage == "cut short" else b"")
    assert cache.load(KEY) is None
    assert not files(cache)
    cache.store(KEY, ARRAY)
    np.testing.assert_array_equal(cache.load(KEY), ARRAY)


def test_what_somebody_else_put_there_is_not_believed(cache: ArrayCache) -> None:
    cache.folder.mkdir(parents=True)
    np.save(cache.folder / f"{KEY}-{'0' * 64}.npy", ARRAY)
    (cache.folder / f"{KEY}-notes.npy").write_text("not an array")
    (cache.folder / "notes.txt").write_text("mine")
    assert cache.load(KEY) is None
    assert [path.name for path in files(cache)] == ["notes.txt"]


def test_the_newest_of_a_key_takes_the_place_of_the_one_before(cache: ArrayCache) -> None:
    cache.store(KEY, ARRAY)
    cache.store(KEY, ARRAY + 1)
    np.testing.assert_array_equal(cache.load(KEY), ARRAY + 1)
    assert len(files(cache)) == 1


def test_what_was_used_longest_ago_goes_when_the_folder_is_full(tmp_path: Path) -> None:
    cache = ArrayCache(tmp_path, 3 * ARRAY.nbytes)
    for number, key in enumerate((KEY, OTHER)):
        cache.store(key, ARRAY)
        (path,) = tmp_path.glob(f"{key}-*")
        os.utime(path, (number + 1, number + 1))
    assert cache.load(KEY) is not None  # which counts as used
    cache.store("c" * 64, ARRAY)
    assert cache.load(OTHER) is None
    assert cache.load(KEY) is not None
    assert sum(path.stat().st_size for path in files(cache)) <= 3 * ARRAY.nbytes


def test_a_folder_that_cannot_be_made_is_an_error_for_the_caller_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = ArrayCache(tmp_path / "file" / "kept", MUCH)
    assert cache.load(KEY) is None
    with pytest.raises(NotADirectoryError):
        cache.store(KEY, ARRAY)


_STORE = """
import sys, numpy as np, pathlib
from elmo_explorer.array_cache import ArrayCache
cache = ArrayCache(pathlib.Path(sys.argv[1]), 1 << 40)
array = np.full((8 << 20,), 7, np.float32)
"""


def test_a_file_that_finds_no_room_leaves_nothing(tmp_path: Path) -> None:
    code = _STORE + (
        "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        f"try: cache.store({KEY!r}, array)\n"
        "except OSError: print('refused')\n"
    )
    if sys.platform == "win32":
        pytest.skip("Windows has no bound for a file's size.")
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout == "refused\n"
    assert not list(tmp_path.iterdir())


def test_killed_midway_nothing_half_done_is_believed(tmp_path: Path) -> None:
    code = _STORE + f"while True: cache.store({KEY!r}, array)\n"
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    try:
        end = time.monotonic() + 60
        while not list(tmp_path.glob(".*.part")) and time.monotonic() < end:
            assert process.poll() is None
    finally:
        process.send_signal(signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
        process.wait()
    cache = ArrayCache(tmp_path, 1 << 40)
    kept = cache.load(KEY)
    assert kept is None or (kept.shape == (8 << 20,) and bool((kept == 7).all()))
    leftover = tmp_path / ".left.part"
    leftover.write_bytes(b"x")
    for part in tmp_path.glob(".*.part"):
        os.utime(part, (1, 1))  # so long ago that its process is gone
    cache.store(OTHER, ARRAY)
    assert not list(tmp_path.glob(".*.part"))


def test_two_processes_at_once_do_no_harm(tmp_path: Path) -> None:
    code = _STORE + f"for k in range(5): cache.store({KEY!r}, array); cache.load({KEY!r})\n"
    command = [sys.executable, "-c", code, str(tmp_path)]
    both = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    for process in both:
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    kept = ArrayCache(tmp_path, 1 << 40).load(KEY)
    assert kept is not None
    assert bool((kept == 7).all())
    assert len(list(tmp_path.iterdir())) == 1
