"""Mutated files of every kind at the doors they come in by; ``python -m tests.torture.mutants --count 10000 --seed 1``.

A door lets a file in, or refuses it with one sentence. Every other error, two seconds, or a crash is a failure. To be run
in a process of its own, whose memory is bounded: a file that asks for all of it is refused by the system.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

SLOW_S = 2.0
_LONGEST_SENTENCE = 1000
_MEMORY = 6 << 30


@dataclass(frozen=True)
class Door:
    """A kind of file and what opens it."""

    name: str
    file: Path
    """The whole one; a mutant stands in its place."""
    open: Callable[[Path], object]


class Stuck(BaseException):
    """No ``Exception``: a door that catches too much must not swallow it."""


def mutated(data: bytes, chance: random.Random) -> bytes:
    """One to four random changes, of bytes and of what text files are made of."""
    for _ in range(chance.randrange(1, 5)):
        change = chance.choice((_flip, _cut, _insert, _repeat, _zero, _number, _swap_lines, _hostile, _drop))
        data = change(data, chance)
    return data


def _place(data: bytes, chance: random.Random) -> int:
    # Headers are at the beginning, and are what readers believe.
    return chance.randrange(min(len(data), 2000) + 1 if chance.random() < 0.6 else len(data) + 1)


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 9)):
        if changed:
            changed[min(_place(data, chance), len(changed) - 1)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    return data[: _place(data, chance)] if chance.random() < 0.3 else data[: chance.randrange(len(data) + 1)]


def _insert(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    return data[:at] + chance.randbytes(chance.randrange(1, 30)) + data[at:]


def _repeat(data: bytes, chance: random.Random) -> bytes:
    at, length = _place(data, chance), chance.randrange(1, 300)
    return data[:at] + data[at : at + length] * chance.randrange(1, 5) + data[at:]


def _zero(data: bytes, chance: random.Random) -> bytes:
    at, length = _place(data, chance), chance.randrange(1, 60)
    return data[:at] + b"\0" * len(data[at : at + length]) + data[at + length :]


def _drop(data: bytes, chance: random.Random) -> bytes:
    at, length = _place(data, chance), chance.randrange(1, 300)
    return data[:at] + data[at + length :]


def _number(data: bytes, chance: random.Random) -> bytes:
    found = list(re.finditer(rb"-?\d+(\.\d+)?", data[:100_000]))
    if not found:
        return data
    one = chance.choice(found)
    odd = (
        b"0",
        b"-1",
        b"1e308",
        b"99999999999999999999",
        b"NaN",
        b"Infinity",
        b"null",
        b'"x"',
        b"[]",
        b"2147483648",
    )
    return data[: one.start()] + chance.choice(odd) + data[one.end() :]


def _swap_lines(data: bytes, chance: random.Random) -> bytes:
    lines = data.split(b"\n")
    a, b = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def _hostile(data: bytes, chance: random.Random) -> bytes:
    at = _place(data, chance)
    odd = (
        b"\0",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"../../../etc/passwd",
        b'"' * 50,
        b"[" * 3000,
        b"\xe2\x80\xae",
        b"\r",
    )
    return data[:at] + chance.choice(odd) + data[at:]


def doors(folder: Path) -> list[Door]:
    """Whole files in ``folder``, and what opens them."""
    import h5py  # noqa: F401  (its import is no part of a file's time)

    from elmo_explorer.bilm.checkpoint import read_model, read_pair
    from elmo_explorer.bilm.published import write_published
    from elmo_explorer.paths import resources_dir
    from elmo_explorer.recovery import left_behind, new_slot
    from elmo_explorer.session.carried import Cargo, carry, read_opened
    from elmo_explorer.session.figure_look import FigureLook
    from elmo_explorer.session.session_file import read_session, saved_session, write_session
    from elmo_explorer.tasks.config import read_task
    from elmo_explorer.tasks.results import read_result, write_result
    from elmo_explorer.text.readers import read_text_file
    from elmo_explorer.training.config import read_config
    from elmo_explorer.ui.settings import Entry, Settings
    from tests.conftest import _small_bilm, _task_result
    from tests.session.test_carried import PLAIN
    from tests.torture.session_made import session_made
    from tests.torture.training_made import CONFIG

    model = folder / "model"
    bilm = _small_bilm()
    bilm.save(model)
    options, weights = folder / "options.json", folder / "weights.hdf5"
    write_published(options, weights, bilm.network)

    def texts(name: str, text: str) -> Path:
        (folder / name).write_text(text, encoding="utf-8")
        return folder / name

    lines = [f"We sat on the bank number {n} of the river ." for n in range(12)]
    plain = texts("plain.txt", "\n".join(lines))
    table = texts("table.tsv", "sense\tsentence\n" + "\n".join(f"river\t{line}" for line in lines))
    commas = texts("table.csv", "sense,sentence\n" + "\n".join(f'river,"{line}"' for line in lines))
    result = folder / "task.json"
    write_result(_task_result(), result)
    task = folder / "task.toml"
    shutil.copy(resources_dir() / "tasks" / "en" / "dependency_relation.toml", task)
    training = texts("training.toml", CONFIG.format(tokens=100))
    texts("text.txt", "\n".join(lines))
    settings = folder / "settings.toml"
    kept = Settings(settings)
    kept.theme_mode, kept.zoom, kept.model, kept.tab = "dark", 1.2, "en", "layers"
    kept.set_size("left", 300)
    kept.save()
    session = folder / "talk.elmox"
    write_session(session, saved_session(session_made(), with_vectors=True))

    def read_settings(path: Path) -> object:
        found = Settings(path)
        names = (name for name, kind in vars(Settings).items() if isinstance(kind, property | Entry))
        return [getattr(found, name) for name in names]

    figures = []
    for kind, plain_figure in PLAIN.items():
        figures.append(folder / f"figure.{kind}")
        cargo = Cargo(session.read_bytes(), "PCA of 9 tokens.", FigureLook())
        figures[-1].write_bytes(carry(plain_figure, kind, cargo))
    slot = new_slot(folder / "recovery")
    slot.write(saved_session(session_made(), with_vectors=False), session)

    def read_kept(path: Path) -> object:
        (other,) = left_behind(path.parent)
        try:
            return other.document, read_session(other.file)
        finally:
            other.leave()

    slot.leave()

    document, picture = folder / "session.json", folder / "picture_tokens.npy"
    with zipfile.ZipFile(session) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    document.write_bytes(members[document.name])
    picture.write_bytes(members[picture.name])

    def read_packed(path: Path) -> object:
        """Damage behind the archive's own checksums."""
        with zipfile.ZipFile(folder / "packed.elmox", "w") as archive:
            for name, data in (members | {path.name: path.read_bytes()}).items():
                archive.writestr(name, data)
        return read_session(folder / "packed.elmox")

    return [
        Door("session", session, read_session),
        Door("session: inside", document, read_packed),
        Door("session: an array", picture, read_packed),
        *(Door(f"figure: {path.suffix}", path, read_opened) for path in figures),
        Door("kept after a crash", slot.file, read_kept),
        Door("kept after a crash: whose", slot.file.with_suffix(".json"), lambda _: read_kept(slot.file)),
        Door("model: config.json", model / "config.json", lambda path: read_model(path.parent)),
        Door("model: weights", next(model.glob("*.safetensors")), lambda path: read_model(path.parent)),
        Door("published: options.json", options, lambda path: read_pair(path, weights, _nobody)),
        Door("published: weights.hdf5", weights, lambda path: read_pair(options, path, _nobody)),
        Door("corpus: text", plain, read_text_file),
        Door("corpus: TSV", table, read_text_file),
        Door("corpus: CSV", commas, read_text_file),
        Door("task result", result, read_result),
        Door("task's TOML", task, read_task),
        Door("training's TOML", training, read_config),
        Door("settings", settings, read_settings),
    ]


def _nobody(_tensor: str, _read: int, _total: int) -> None:
    pass


def main(arguments: list[str] | None = None) -> int:
    """Try them and tell what happened as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--only", default="")
    args = parser.parse_args(arguments)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    with tempfile.TemporaryDirectory(prefix="elmo-torture-") as folder:
        print(
            json.dumps(_try(Path(folder), args.count, args.seed, args.seconds, args.only), ensure_ascii=True)
        )
    return 0


def _try(folder: Path, count: int, seed: int, seconds: float, only: str) -> dict[str, object]:
    def stuck(_number: int, _frame: FrameType | None) -> None:
        raise Stuck

    signal.signal(signal.SIGALRM, stuck)
    chance = random.Random(seed)
    tried, refused, let_in = 0, Counter[str](), Counter[str]()
    failures: list[str] = []
    slowest = 0.0
    ends = time.monotonic() + seconds
    entries = [door for door in doors(folder) if only in door.name]
    whole = {door.name: door.file.read_bytes() for door in entries}
    for door in entries:
        door.open(door.file)  # the whole one comes in
    outside = sorted(p for p in folder.parent.iterdir() if p != folder)
    while tried < count and time.monotonic() < ends:
        door = entries[tried % len(entries)]
        data = mutated(whole[door.name], chance)
        door.file.write_bytes(data)
        begun = time.monotonic()
        signal.setitimer(signal.ITIMER_REAL, 10 * SLOW_S)
        try:
            door.open(door.file)
            let_in[door.name] += 1
        except (ValueError, OSError) as error:
            refused[door.name] += 1
            fault = _fault(str(error))
            if fault:
                failures.append(f"{door.name}: {fault}: {str(error)[:300]!r} ({type(error).__name__})")
        except MemoryError:
            failures.append(f"{door.name}: asked for more than {_MEMORY >> 30} GiB")
        except Stuck:
            failures.append(f"{door.name}: not done after {10 * SLOW_S:.0f} s")
        except Exception:
            failures.append(f"{door.name}: {_last_lines(traceback.format_exc())}")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        took = time.monotonic() - begun
        slowest = max(slowest, took)
        if took > SLOW_S:
            failures.append(f"{door.name}: took {took:.1f} s")
        door.file.write_bytes(whole[door.name])
        tried += 1
    with suppress(OSError):
        new = sorted(p for p in folder.parent.iterdir() if p != folder)
        failures += [f"left outside its folder: {p}" for p in set(new) - set(outside) if "elmo" in p.name]
    return {
        "files": tried,
        "refused": dict(refused),
        "let in": dict(let_in),
        "n_failures": len(failures),
        "failures": [f"{n} times {text}" for text, n in Counter(failures).most_common(20)],
        "slowest": round(slowest, 2),
    }


def _last_lines(trace: str) -> str:
    """What was raised, and the last place in the program that it came through."""
    lines = trace.strip().splitlines()
    places = [line.strip() for line in lines if "elmo_explorer/" in line]
    return f"{lines[-1][:200]} at {places[-1] if places else 'no place of the program'}"


def _fault(sentence: str) -> str:
    """What is wrong with a refusal; "" where it is a sentence."""
    if not sentence.strip():
        return "no sentence"
    if "Traceback" in sentence or "\n" in sentence.strip():
        return "more than a sentence"
    return "too long" if len(sentence) > _LONGEST_SENTENCE else ""


if __name__ == "__main__":
    sys.exit(main())
