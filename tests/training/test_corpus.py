"""Text -> token cache -> corpus: with one process and several, killed, called twice, opened without a tokeniser."""

import dataclasses
import gzip
import json
import lzma
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.training import corpus_builder, tokenising
from elmo_explorer.training.config import Source, TrainingConfig
from elmo_explorer.training.corpus import Corpus, Sentences, load_corpus
from elmo_explorer.training.word_types import RARE, WordTypes

MODEL = ModelOptions(filters=((1, 4),), character_dim=4, projection_dim=4, cell_dim=4, n_layers=1)

COMMON = """
import sys
from pathlib import Path
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.training.config import Source, TrainingConfig
from elmo_explorer.training.corpus import load_corpus
from elmo_explorer.training import corpus_builder
def config(path, output, processes=1, language="en"):
    model = ModelOptions(filters=((1, 4),), character_dim=4, projection_dim=4, cell_dim=4, n_layers=1)
    return TrainingConfig("c", language, (Source(Path(path)),), Path(output), model, tokenizer_processes=processes)
"""


def _config(text: Path, **changes: object) -> TrainingConfig:
    config = TrainingConfig("c", "en", (Source(text),), text.parent / "run", MODEL, held_out=0.1)
    return dataclasses.replace(config, **changes)  # type: ignore[arg-type]


def _text(n_documents: int, seed: int = 0) -> str:
    rng = random.Random(seed)
    words = [f"{a}{b}" for a in ("cat", "dog", "ship", "tree") for b in ("s", "like", "man", "1")]
    return "\n\n".join(
        "\n".join(" ".join(rng.choices(words, k=rng.randint(1, 30))) + "." for _ in range(rng.randint(1, 6)))
        for _ in range(n_documents)
    )


def _words(corpus: Corpus, part: Sentences) -> list[list[str]]:
    return [
        [corpus.types[k] for k in part.ids[start:end]]
        for start, end in zip(part.starts[:-1], part.starts[1:], strict=True)
    ]


def _same(one: Corpus, two: Corpus) -> bool:
    return one.types == two.types and all(
        np.array_equal(getattr(a, field), getattr(b, field))
        for a, b in ((one.train, two.train), (one.held_out, two.held_out))
        for field in ("ids", "starts")
    )


def _start(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", COMMON + script, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_sentences_come_in_the_order_of_the_text_and_types_by_frequency(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The cat sat. The dog ran.\n\nThe the\n\nlast words\n", encoding="utf-8")
    corpus = load_corpus(_config(tmp_path / "a.txt"))
    assert _words(corpus, corpus.train) == [
        ["The", "cat", "sat", "."],
        ["The", "dog", "ran", "."],
        ["The", "the"],
    ]
    assert _words(corpus, corpus.held_out) == [["last", "words"]]
    assert corpus.types[:2] == ["The", "."]
    assert corpus.types[-2:] == ["last", "words"]
    assert isinstance(corpus.train.starts, np.memmap)


def test_long_sentences_are_cut_and_long_words_shortened(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        " ".join(["word"] * 200) + "\n\n" + "x" * 5000 + "\n\nlast\n", encoding="utf-8"
    )
    corpus = load_corpus(_config(tmp_path / "a.txt"))
    assert corpus.train.lengths.tolist() == [80, 80, 40, 1]
    assert corpus.types[1] == "x" * tokenising.MAX_WORD


@pytest.mark.parametrize("language", ["en", "zh"])
def test_several_processes_give_what_one_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setattr(tokenising, "CHUNK_CHARACTERS", 3000)
    monkeypatch.setattr(corpus_builder, "SMALL_TEXT", 0)
    folder = tmp_path / "text"
    folder.mkdir()
    for name, n, seed in (("a.txt", 60, 1), ("b.txt", 3, 2), ("c.txt", 120, 3)):
        (folder / name).write_text(_text(n, seed), encoding="utf-8")
    (tmp_path / "one.txt").write_text(_text(80, 4), encoding="utf-8")
    config = _config(
        folder, language=language, sources=(Source(folder, 3000), Source(tmp_path / "one.txt", 700))
    )
    one = load_corpus(dataclasses.replace(config, output=tmp_path / "run1", tokenizer_processes=1))
    two = load_corpus(dataclasses.replace(config, output=tmp_path / "run2", tokenizer_processes=2))
    assert _same(one, two)
    assert 3700 <= one.train.n_tokens < 3700 + 2 * 6 * 31
    assert one.held_out.n_tokens > 0


def test_max_tokens_takes_whole_documents_from_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(
        "\n\n".join(f"one two {k}\nfour five" for k in range(20)), encoding="utf-8"
    )
    config = _config(tmp_path / "a.txt")
    sources = (Source(tmp_path / "a.txt", max_tokens=11),)
    for size in (1, 1 << 18):
        monkeypatch.setattr(tokenising, "CHUNK_CHARACTERS", size)
        corpus = load_corpus(dataclasses.replace(config, sources=sources, output=tmp_path / f"run{size}"))
        assert corpus.train.n_tokens == 15
        assert _words(corpus, corpus.held_out)[0] == ["one", "two", "18"]


def test_of_many_small_files_the_last_are_held_out(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    for k in range(20):
        (folder / f"{k:02d}").mkdir(parents=True)
        (folder / f"{k:02d}" / "page.txt.gz").write_bytes(gzip.compress(f"page {k}\nand more".encode()))
    corpus = load_corpus(_config(folder))
    assert _words(corpus, corpus.held_out) == [
        ["page", "18"],
        ["and", "more"],
        ["page", "19"],
        ["and", "more"],
    ]
    assert len(corpus.train) == 36


def test_damage_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "text"
    folder.mkdir()
    (folder / "good.txt").write_text(_text(20), encoding="utf-8")
    packed = lzma.compress(os.urandom(5000).hex().encode() + b"\n")
    (folder / "cut.txt.xz").write_bytes(packed[:3000])
    (folder / "latin.txt").write_bytes(b"caf\xe9\nplain\nna\xefve\n")
    lines: list[str] = []
    config = _config(folder)
    corpus = load_corpus(config, lines.append)
    assert corpus.types.index("plain") >= 0
    assert any("latin.txt: 2 lines skipped that should be UTF-8 (first: line 1)" in line for line in lines)
    (facts,) = (config.output / "cache").glob("*/corpus.json")
    problems = json.loads(facts.read_text(encoding="utf-8"))["problems"]
    assert [Path(problem["file"]).name for problem in problems] == ["cut.txt.xz", "latin.txt"]


def test_a_text_without_anything_readable_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    config = _config(tmp_path / "a.txt")
    (tmp_path / "a.txt").write_text("the cat\nthe dog\n", encoding="utf-16")
    with pytest.raises(ValueError, match=r"no text to train on.*a\.txt: \d lines"):
        load_corpus(config)
    assert {path.name for path in (config.output / "cache").iterdir()} <= {".lock", "digests.json"}


def test_the_cache_belongs_to_the_content_not_to_name_or_size(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("the cat\n\nthe dog\n", encoding="utf-8")
    config = _config(path)
    assert "cat" in load_corpus(config).types
    path.write_text("the cow\n\nthe dog\n", encoding="utf-8")
    assert "cow" in load_corpus(config).types
    assert len(list((config.output / "cache").glob("*/corpus.json"))) == 2
    renamed = path.rename(tmp_path / "b.txt")
    lines: list[str] = []
    load_corpus(dataclasses.replace(config, sources=(Source(renamed),)), lines.append)
    assert lines == []  # nothing was tokenised


def test_without_its_text_a_cache_still_serves(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("the cat\n\nthe dog\n", encoding="utf-8")
    config = _config(path)
    before = load_corpus(config)
    path.unlink()
    lines: list[str] = []
    assert _same(before, load_corpus(config, lines.append))
    assert "There is no text at" in lines[0]
    with pytest.raises(ValueError, match="There is no text file or folder at"):
        load_corpus(dataclasses.replace(config, max_sentence=7))


def test_a_damaged_cache_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_text(20), encoding="utf-8")
    config = _config(tmp_path / "a.txt")
    load_corpus(config)
    (ids,) = (config.output / "cache").glob("*/train.ids.npy")
    ids.write_bytes(ids.read_bytes()[:-8])
    with pytest.raises(ValueError, match=r"The token cache .* is damaged"):
        load_corpus(config)


def test_a_cache_opens_with_numpy_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_text(20), encoding="utf-8")
    config = _config(tmp_path / "a.txt", held_out=0.01)
    n_tokens = load_corpus(config).train.n_tokens
    blocker = """
import sys
class OnlyNumPy:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] not in sys.stdlib_module_names | {"numpy", "elmo_explorer"}:
            raise ModuleNotFoundError(f"{name} should not be needed", name=name)
sys.meta_path.insert(0, OnlyNumPy())
"""
    script = blocker + COMMON + "print(load_corpus(config(sys.argv[1], sys.argv[2])).train.n_tokens)"
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.txt"), str(config.output)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout == f"{n_tokens}\n", done.stderr


def test_two_at_once_tokenise_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_text(500), encoding="utf-8")
    script = """
corpus = load_corpus(config(sys.argv[1], sys.argv[2]), print)
print("tokens", corpus.train.n_tokens)
"""
    both = [_start(script, tmp_path / "a.txt", tmp_path / "run") for _ in range(2)]
    try:
        outs = [process.communicate(timeout=300) for process in both]
    finally:
        for process in both:
            process.kill()
    assert [err for _, err in outs] == ["", ""]
    assert len({out.splitlines()[-1] for out, _ in outs}) == 1
    assert sum("to train on" in out for out, _ in outs) == 1


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_broken_off_reading_leaves_no_process_and_no_half_cache(tmp_path: Path, number: int) -> None:
    (tmp_path / "a.txt").write_text("the cat saw her .\n" * 1_000_000, encoding="utf-8")
    script = """
corpus_builder.SMALL_TEXT = 0
load_corpus(config(sys.argv[1], sys.argv[2], 2), print)
"""
    process = _start(script, tmp_path / "a.txt", tmp_path / "run")
    cache = tmp_path / "run" / "cache"
    try:
        while not any(raw.stat().st_size for raw in cache.glob("*.part/train.ids.raw")):
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        children = _children(process.pid)
        process.send_signal(number)
        process.communicate(timeout=60)
        deadline = time.monotonic() + 30
        while any(_alive(child) for child in children) and time.monotonic() < deadline:
            time.sleep(0.05)
        left = [child for child in children if _alive(child)]
    finally:
        process.kill()
    assert len(children) >= 2
    assert left == []
    if number == signal.SIGINT:
        assert not list(cache.glob("*.part"))
    assert not list(cache.glob("*/corpus.json"))


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def _peak(script: str, *arguments: object) -> int:
    """The most memory a process held, in MB."""
    # Not getrusage's ru_maxrss: a new process begins with its parent's.
    process = _start(script + "\nprint(Path('/proc/self/status').read_text())", *arguments)
    try:
        out, err = process.communicate(timeout=300)
    finally:
        process.kill()
    assert process.returncode == 0, err
    peak = re.search(r"VmHWM:\s*(\d+) kB", out)
    assert peak is not None
    return int(peak[1]) // 1024


def test_memory_does_not_grow_with_the_text(tmp_path: Path) -> None:
    rng = random.Random(0)
    words = ["".join(rng.choices("abcdefghij", k=150)) for _ in range(500)]  # the longer, the faster
    peaks = []
    for n_megabytes in (5, 25):
        lines = "".join(" ".join(rng.choices(words, k=10)) + "\n" for _ in range(n_megabytes * 66))
        path = tmp_path / f"{n_megabytes}.txt"
        with path.open("w", encoding="utf-8") as file:
            for half in (1, 2):  # two documents
                file.writelines([lines] * 5 + ["\n"] * half)
        assert path.stat().st_size > 0.9e6 * n_megabytes
        script = "load_corpus(config(sys.argv[1], sys.argv[2], language='zh'))"
        peaks.append(_peak(script, path, tmp_path / f"run{n_megabytes}"))
    assert peaks[1] - peaks[0] < 6


def test_memory_does_not_grow_with_the_tokens(tmp_path: Path) -> None:
    script = """
import numpy as np
from elmo_explorer.training.token_cache import PartWriter
folder = Path(sys.argv[1])
folder.mkdir()
new = np.arange(1000, dtype=np.uint32)[::-1].copy()
with PartWriter(folder, "train") as writer:
    for _ in range(int(sys.argv[2])):
        writer.add(np.arange(1000, dtype=np.uint32).repeat(100), np.full(10_000, 10))
    writer.renumber(new)
    writer.finish(new)
ids, starts = (np.load(folder / f"train.{name}.npy", mmap_mode="r") for name in ("ids", "starts"))
assert ids[150] == 1 and starts[-1] == len(ids)
"""
    small, large = (_peak(script, tmp_path / str(n), n) for n in (100, 400))  # 40 and 160 MB of ids
    assert large - small < 10


def test_the_table_of_types_gives_up_the_rarest_and_keeps_count() -> None:
    table = WordTypes(max_types=30)
    ids = [table.number([f"often{k}" for k in range(10)], np.full(10, 100), True)]
    ids.append(table.number([f"rare{k}" for k in range(25)], np.ones(25, dtype=np.int64), True))
    assert table.full
    new = table.give_up_rarest()
    assert not table.full
    assert len(table) == 21  # two thirds of the bound and the one that stands for the rest
    types, rank = table.ranked()
    assert types[:10] == [f"often{k}" for k in range(10)]
    assert types[-1] == RARE
    assert [types[k] for k in rank[new[ids[0]]]] == types[:10]
    assert [types[k] for k in rank[new[ids[1]]]].count(RARE) == 15
    again = table.number(["rare24", "often3"], np.array([500, 1]), True)
    assert table.ranked()[0][0] == "rare24"
    assert table.ranked()[0][rank_of(table, int(again[1]))] == "often3"


def rank_of(table: WordTypes, number: int) -> int:
    return int(table.ranked()[1][number])


def test_a_text_with_too_many_types_is_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokenising, "CHUNK_CHARACTERS", 200)
    monkeypatch.setattr(corpus_builder, "WordTypes", lambda: WordTypes(max_types=60))
    (tmp_path / "a.txt").write_text(
        "\n\n".join(f"the cat saw number{k}" for k in range(200)), encoding="utf-8"
    )
    corpus = load_corpus(_config(tmp_path / "a.txt"))
    assert corpus.train.n_tokens == 180 * 4
    assert len(corpus.types) <= 61 + 10
    sentences = _words(corpus, corpus.train)
    assert all(sentence[:3] == ["the", "cat", "saw"] for sentence in sentences)
    assert [sentence[3] for sentence in sentences].count(RARE) > 50
