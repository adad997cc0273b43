"""The same model estimated by KenLM's lmplz (Heafield et al. 2013) and queried by its ``query``, built beside it."""

from __future__ import annotations

import math
import re
import subprocess
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.kneser_ney_counts import FALLBACK_DISCOUNTS
from benchmarks.kneser_ney_text import Text, Vocabulary

_SCORE = re.compile(rb"=\d+ \d+ (\S+)\t")
_BLOCK = 1_000_000


class LmplzModel:
    """An n-gram model of one direction, in an ARPA file."""

    def __init__(
        self, lmplz: Path, folder: Path, text: Text, vocabulary: Vocabulary, order: int, memory: str
    ) -> None:
        """Estimate from a text.

        Args:
            lmplz: the program; ``query`` must lie beside it.
            folder: where text, ARPA file and lmplz's own files go: about 100 bytes per token.
            text: what the model learns from.
            vocabulary: its words.
            order: words of the longest n-gram.
            memory: what lmplz may sort in, "4G" for instance.

        Raises:
            ValueError: a program is missing or fails; the sentence holds what it said last.
        """
        self._query = lmplz.with_name("query")
        for program in (lmplz, self._query):
            if not program.is_file():
                raise ValueError(f"There is no program {program}; build lmplz and query from KenLM's source.")
        self._folder = folder
        self._vocabulary = vocabulary
        source, self._arpa = folder / "train.txt", folder / "model.arpa"
        self._write(text, source)
        options = {
            "--order": order,
            "--memory": memory,
            "--temp_prefix": f"{folder}/",
            "--text": source,
            "--arpa": self._arpa,
            # A closed vocabulary: <unk> gets a fair share for each word that never occurs, and where all do, one share.
            "--vocab_pad": vocabulary.n_predicted,
            "--discount_fallback": " ".join(map(str, FALLBACK_DISCOUNTS)),
        }
        _run(
            [
                str(lmplz),
                *(part for name, value in options.items() for part in (name, *str(value).split(" "))),
            ]
        )
        source.unlink()

    @property
    def unknown_mass(self) -> float:
        """Unigram probability of KenLM's <unk>, a word that cannot come where every word of the vocabulary occurs."""
        with self._arpa.open(encoding="utf-8") as lines:
            for line in lines:
                if "\t<unk>" in line:
                    return float(10.0 ** float(line.split("\t")[0]))
        raise ValueError(f"{self._arpa} has no <unk>.")

    def probabilities(self, text: Text) -> NDArray[np.float64]:
        """Probability of each word after the words before it, (n_predicted,): the beginnings are left out."""
        held_out = self._folder / "held_out.txt"
        self._write(text, held_out)
        said = _run([str(self._query), "-v", "word", str(self._arpa)], held_out)
        logarithms = np.array(_SCORE.findall(said), dtype=np.float64)
        if len(logarithms) != int(text.predicted.sum()):
            raise ValueError(f"query scored {len(logarithms):,} words of {int(text.predicted.sum()):,}.")
        return np.exp(logarithms * math.log(10.0))

    def _write(self, text: Text, path: Path) -> None:
        """One sentence a line; words as w0, w1, …: lmplz has its own <s>, </s> and <unk> and refuses them in a text."""
        names = [f"w{k} " for k in range(self._vocabulary.n_types)] + ["UNK ", "\n", ""]
        with path.open("w", encoding="utf-8") as file:
            for start in range(0, len(text.words), _BLOCK):
                file.write("".join([names[k] for k in text.words[start : start + _BLOCK].tolist()]))


def _run(command: list[str], source: Path | None = None) -> bytes:
    with (source or Path("/dev/null")).open("rb") as stdin:
        done = subprocess.run(command, stdin=stdin, capture_output=True)
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().rsplit("\n", 1)[-1]
        raise ValueError(f"{command[0]} ended with status {done.returncode}: {last}")
    return done.stdout
