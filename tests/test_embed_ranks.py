"""``embed`` under torchrun: two real processes on the CPU write what one writes."""

import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import numpy_bilm
import pytest

from elmo_explorer.cli import run
from elmo_explorer.embed_file import Share, count_lines
from elmo_explorer.embed_ranks import EmbedRanks, part_file, remove_parts, share_of

TORCHRUN = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m"]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    options, weights = numpy_bilm.write(tmp_path_factory.mktemp("model"), *numpy_bilm.random_model(9))
    return ["--options", str(options), "--weights", str(weights), "--device", "cpu", "--tokenized"]


def _torchrun(*arguments: object) -> subprocess.CompletedProcess[str]:
    with subprocess.Popen(
        [*TORCHRUN, "elmo_explorer", "embed", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            out, err = process.communicate(timeout=300)
        finally:
            process.kill()
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _lines(n: int) -> list[str]:
    return ["" if k % 7 == 3 else " ".join(f"word{k * j % 13}" for j in range(k % 9 + 1)) for k in range(n)]


class _Alone(EmbedRanks):
    def gather(self, value: int) -> list[int]:
        return [value] * self.count


@pytest.mark.parametrize("text", ["", "one", "one\n", "\n\n", "a\nlonger line\n\nb", "\n".join(_lines(100))])
@pytest.mark.parametrize("count", [1, 2, 3, 7])
def test_each_line_lies_in_one_share(tmp_path: Path, text: str, count: int) -> None:
    path = tmp_path / "in.txt"
    path.write_text(text, encoding="utf-8")
    shares: list[Share] = [share_of(path, _Alone(rank, count)) for rank in range(count)]
    assert shares[0].start == 0
    assert [share.end for share in shares] == [*(share.start for share in shares[1:]), len(text.encode())]
    assert sum(share.n_lines for share in shares) == count_lines(path)


def test_shares_of_killed_processes_are_taken_away(tmp_path: Path) -> None:
    output = tmp_path / "out[1].hdf5"
    part = part_file(output, 3)
    for path in (part, part.with_name(f".{part.name}.part"), output, tmp_path / "other.hdf5"):
        path.touch()
    remove_parts(output)
    assert {path.name for path in tmp_path.iterdir()} == {"out[1].hdf5", "other.hdf5"}


def test_two_processes_write_what_one_writes(tmp_path: Path, published: list[str]) -> None:
    (tmp_path / "in.txt").write_text("\n".join(_lines(61)), encoding="utf-8")
    done = _torchrun(tmp_path / "in.txt", tmp_path / "two.hdf5", *published)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("process 1 of 2") >= 1
    assert "process 2 of 2" not in done.stderr
    assert run(["embed", str(tmp_path / "in.txt"), str(tmp_path / "one.hdf5"), *published]) == 0
    with h5py.File(tmp_path / "one.hdf5") as one, h5py.File(tmp_path / "two.hdf5") as two:
        assert list(one) == list(two)
        assert len(two) == 61
        for name in one:
            assert one[name].dtype == two[name].dtype
            np.testing.assert_allclose(one[name][...], two[name][...], atol=1e-6)
    assert {path.name for path in tmp_path.iterdir()} == {"in.txt", "one.hdf5", "two.hdf5"}


def test_a_process_that_fails_fails_the_whole_and_leaves_nothing(
    tmp_path: Path, published: list[str]
) -> None:
    (tmp_path / "in.txt").write_bytes("\n".join(_lines(40)).encode() + b"\nna\xefve\n")
    (tmp_path / "out.hdf5").write_bytes(b"what stood here before")
    done = _torchrun(tmp_path / "in.txt", tmp_path / "out.hdf5", *published)
    assert done.returncode == 1
    assert done.stderr.count("in.txt, line 41 should be UTF-8 text, found the byte 0xef at place 3.") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"in.txt", "out.hdf5"}
    assert (tmp_path / "out.hdf5").read_bytes() == b"what stood here before"


def test_what_several_processes_cannot_do_is_said_once(tmp_path: Path, published: list[str]) -> None:
    (tmp_path / "in.txt").write_text("one\n", encoding="utf-8")
    done = _torchrun(tmp_path / "in.txt", tmp_path / "out.hdf5", "--stateful", *published)
    assert done.returncode == 1
    assert done.stderr.count("--stateful reads the text as one long run") == 1
    assert {path.name for path in tmp_path.iterdir()} == {"in.txt"}
