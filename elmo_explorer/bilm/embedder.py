"""Sentences -> every layer's states: the door to the biLM for everyone else."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from elmo_explorer.bilm.batching import batches_by_length, batches_in_order
from elmo_explorer.bilm.bilm import BiLMNetwork
from elmo_explorer.bilm.carried_states import CarriedStates
from elmo_explorer.bilm.checkpoint import read_model, read_pair, write_model
from elmo_explorer.bilm.cpu_reader import CpuReader
from elmo_explorer.bilm.devices import choose_device, is_out_of_memory
from elmo_explorer.bilm.errors import ModelFileError as ModelFileError
from elmo_explorer.bilm.errors import OutOfMemoryError as OutOfMemoryError
from elmo_explorer.bilm.facts import ModelFacts
from elmo_explorer.bilm.gate_trace import GateTrace, traced
from elmo_explorer.bilm.kept_readings import KeptReading, KeptReadings
from elmo_explorer.bilm.options import ModelOptions
from elmo_explorer.bilm.output_layer import OutputLayer
from elmo_explorer.bilm.precision import choose_precision
from elmo_explorer.bilm.published import published_pair, write_published
from elmo_explorer.bilm.readers import make_reader
from elmo_explorer.bilm.reading import Reader, Reading, States, WeightsVersion, joined_layers
from elmo_explorer.bilm.word_cache import BEGIN, END, WordCache
from elmo_explorer.paths import model_folder

Floats = NDArray[np.float32]
Progress = Callable[[int, int], None]
"""Told (sentences done, sentences in all) after each batch; may raise to stop."""

STATEFUL_BATCH = 32
"""Sentences at once where states are carried and nothing else was asked for."""
FEW = 3
"""Sentences that may have come out of one edit: of so many it is looked up what is known of them."""

OPTIONS, ENCODER, LSTM, WARM_UP = range(4)
"""The steps of opening a model; :func:`load_step` tells which one a report belongs to."""


class BiLM:
    """A biLM that is ready to read sentences.

    Stateless: the same sentence gives the same vectors, alone or in any batch, whatever was read before. With
    ``stateful=True`` each row of a batch goes on from where the same row of the batch before ended, as bilm-tf does.
    """

    def __init__(
        self,
        options: ModelOptions,
        network: BiLMNetwork,
        facts: ModelFacts,
        output_layer: OutputLayer | None = None,
        vocabulary: Sequence[str] = (),
        device: str = "auto",
        card: str = "",
        precision: str = "fp32",
    ) -> None:
        self.options = options
        self.facts = facts
        self.vocabulary = tuple(vocabulary)
        self.device = choose_device(device)
        self.precision = precision
        """What the LSTMs' products are made in, ``"fp32"`` or ``"bf16"``."""
        self._kind = choose_precision(precision, self.device)
        self.network = network.to(self.device).eval().requires_grad_(False)
        self.output_layer = (
            None if output_layer is None else output_layer.to(self.device).eval().requires_grad_(False)
        )
        self.card = card
        self._forget()

    def _forget(self) -> None:
        """Everything that was made with the weights as they were, where they were."""
        self._words: WordCache | None = None
        self._carried: CarriedStates | None = None
        self._reader: Reader | None = None
        self._version: WeightsVersion | None = None
        self._kept = KeptReadings()

    @staticmethod
    def load(
        source: str | Path | None = None,
        *,
        options: str | Path | None = None,
        weights: str | Path | None = None,
        device: str = "auto",
        precision: str = "fp32",
        report: Callable[[str, int, int], None] | None = None,
    ) -> BiLM:
        """Open a model.

        Args:
            source: the name of a bundled or imported model (``"en"``) or a model folder.
            options: a published ``options.json``, instead of ``source``.
            weights: the ``weights.hdf5`` that belongs to it.
            device: ``"auto"`` (CUDA, else MPS, else CPU), ``"cpu"``, ``"cuda"`` or ``"mps"``.
            precision: ``"bf16"`` makes the LSTMs' products in bfloat16, which is faster and changes every vector a little
                (cosine 0.9999 and more); cells and word vectors stay in float32.
            report: told ("options", 0, 0) first, (tensor, bytes read, bytes in all) as the weights are read, and
                ("warm up", bytes, bytes) before the first sentence is read; may raise to stop.

        Raises:
            ValueError: there is no such model, its files do not fit each other or are damaged
                (:class:`ModelFileError`), the device is not there, or it has no fast bfloat16; the sentence says which
                and what would be right.
        """
        if (source is None) == (options is None and weights is None) or (options is None) != (
            weights is None
        ):
            raise ValueError(
                "BiLM.load needs either a model's name or folder, or both options= and weights=."
            )
        chosen = choose_device(device)
        choose_precision(precision, chosen)
        read = 0

        def tell(name: str, done: int, total: int) -> None:
            nonlocal read
            read = done
            if report is not None:
                report(name, done, total)

        tell("options", 0, 0)
        if options is not None and weights is not None:
            stored = read_pair(Path(options), Path(weights), tell)
        else:
            assert source is not None
            folder = model_folder(source)
            pair = published_pair(folder)
            stored = read_model(folder, tell) if pair is None else read_pair(*pair, tell)
        tell("warm up", read, read)
        bilm = BiLM(
            stored.options,
            stored.network,
            stored.facts,
            stored.output_layer,
            stored.vocabulary,
            str(chosen),
            stored.card,
            precision,
        )
        bilm.embed([["warm", "up"]])
        return bilm

    @property
    def name(self) -> str:
        """What the model calls itself."""
        return self.facts.name

    @property
    def languages(self) -> tuple[str, ...]:
        """Languages it was trained on, such as ``("en",)``."""
        return self.facts.languages

    @property
    def n_layers(self) -> int:
        """Layers of a vector: the LSTM layers and the word vector below them, L + 1."""
        return self.options.n_layers + 1

    @property
    def dim(self) -> int:
        """Numbers per token and layer, 2 * projection_dim, the forward half first."""
        return self.options.dim

    @property
    def device_name(self) -> str:
        """The device's name for people."""
        if self.device.type == "cuda":
            return torch.cuda.get_device_name(self.device)
        return "Apple GPU" if self.device.type == "mps" else "CPU"

    def to(self, device: str) -> BiLM:
        """Move to another device; cached word vectors, carried states and kept sentences are forgotten.

        Raises:
            ValueError: the device is not there, or it has no fast bfloat16 where that was asked for.
        """
        chosen = choose_device(device)
        self._kind = choose_precision(self.precision, chosen)
        self.device = chosen
        self.network.to(self.device)
        if self.output_layer is not None:
            self.output_layer.to(self.device)
        self._forget()
        return self

    def save(self, folder: str | Path, dtype: torch.dtype = torch.float32) -> None:
        """Write a model folder; ``torch.float16`` halves it.

        Raises:
            OSError: the folder cannot be written.
        """
        write_model(
            Path(folder),
            self.options,
            self.network,
            self.facts,
            self.output_layer,
            self.vocabulary,
            self.card,
            dtype=dtype,
        )

    def save_published(self, options: str | Path, weights: str | Path) -> None:
        """Write the pair ``options.json`` and ``weights.hdf5`` that bilm-tf and AllenNLP read.

        The output layer and the vocabulary have no place in it.

        Raises:
            OSError: a file cannot be written.
        """
        write_published(Path(options), Path(weights), self.network)

    def embed(
        self,
        sentences: Sequence[Sequence[str]],
        *,
        batch_size: int | None = None,
        stateful: bool = False,
        progress: Progress | None = None,
    ) -> list[Floats]:
        """Every layer's vectors for every token.

        Args:
            sentences: tokens of each sentence; no boundary markers.
            batch_size: sentences at once; None takes as many as make about 4,096 tokens.
            stateful: carry each row's state from batch to batch; batches are then cut in the order given.
            progress: told (sentences done, sentences in all) after each batch; may raise to stop.

        Returns:
            Per sentence a read-only array (n_layers, n_tokens, dim), float32; a sentence without tokens gives none.

        Raises:
            OutOfMemoryError: the device's memory does not hold a batch; it carries what was finished before.
            TypeError: a sentence is a string instead of a list of tokens.
            ValueError: the batch size is no positive number.
        """
        for number, sentence in enumerate(sentences):
            if isinstance(sentence, str):
                raise TypeError(
                    f"Sentence {number} should be a list of tokens, got the string {sentence[:40]!r}."
                )
        if batch_size is not None and batch_size < 1:
            raise ValueError(f"The batch size should be 1 or more, got {batch_size}.")
        results: list[Floats | None] = [None] * len(sentences)
        done = 0
        for batch in (
            batches_in_order(len(sentences), batch_size or STATEFUL_BATCH)
            if stateful
            else batches_by_length([len(sentence) for sentence in sentences], batch_size)
        ):
            try:
                self._embed_batch(sentences, batch, stateful, results)
            except RuntimeError as error:
                if not is_out_of_memory(error):
                    raise
                if self.device.type == "cuda":
                    torch.cuda.empty_cache()
                longest = max(len(sentences[k]) for k in batch)
                raise OutOfMemoryError(
                    f"{self.device_name} has too little memory for a batch of {len(batch)} sentences with up to "
                    f"{longest} tokens ({str(error).splitlines()[0]}).",
                    done,
                    results,
                    len(batch),
                ) from error
            done += len(batch)
            if progress is not None:
                progress(done, len(sentences))
        return [result for result in results if result is not None]

    @torch.inference_mode()
    def trace(self, sentence: Sequence[str]) -> GateTrace:
        """Every gate and cell of the LSTMs while one sentence is read anew, and the vectors that come of it.

        On the CPU by the code that :meth:`embed` reads a new sentence with: its gates and vectors are those, to the
        last bit (those of a sentence in a batch, or after an edit, are the same numbers rounded otherwise). Elsewhere by
        the network's plain loop, which may differ from the device's faster readers by their rounding.
        """
        reader = self._current_reader()
        words = self.word_vectors([sentence], len(sentence) + 2)
        return traced(reader if isinstance(reader, CpuReader) else None, self.network, words)

    def forget(self) -> None:
        """Drop the word vectors and sentences that are kept to save time; no vector changes."""
        self._words = None
        self._kept = KeptReadings()

    def reset_states(self) -> None:
        """Forget what ``stateful`` runs carried: the next one starts from zeros."""
        self._carried = None

    def read(self, words: Tensor, lengths: list[int], states: States | None = None) -> Reading:
        """Read word vectors in both directions; the arguments are those of :meth:`Reader.read`."""
        with torch.inference_mode():
            return self._current_reader().read(words, lengths, states)

    def _current_reader(self) -> Reader:
        """What reads with the network's weights of this moment."""
        if self._reader is None or self._version is None or not self._version.is_of(self.network):
            self._forget()
            self._reader = make_reader(self.network, self._kind)
            self._version = WeightsVersion(self.network)
        return self._reader

    @torch.inference_mode()
    def _embed_batch(
        self,
        sentences: Sequence[Sequence[str]],
        batch: list[int],
        stateful: bool,
        results: list[Floats | None],
    ) -> None:
        """Read the sentences ``batch`` names and put their layers into ``results``."""
        if not stateful and self._are_read_alone([sentences[k] for k in batch]):
            for k in batch:
                results[k] = self._embed_alone(sentences[k])
            return
        order = sorted(range(len(batch)), key=lambda row: -len(sentences[batch[row]]))
        rows = [sentences[batch[row]] for row in order]
        lengths = [len(row) + 2 for row in rows]
        states = None
        if stateful:
            self._carried = self._carried or CarriedStates(self.network)
            states = self._carried.take(order)
        reading = self.read(self.word_vectors(rows, lengths[0]), lengths, states)
        if self._carried is not None and stateful:
            self._carried.keep(reading.last, order)
        forward, backward = (
            stack.float().cpu().numpy() for stack in (reading.forward, reading.reversed_backward)
        )  # (L + 1, T, B, projection_dim)
        for column, row in enumerate(order):
            results[batch[row]] = joined_layers(
                forward[:, :, column], backward[:, :, column], len(rows[column])
            )

    def _are_read_alone(self, rows: list[Sequence[str]]) -> bool:
        """Whether it takes less to read the sentences one by one: a new one, or a few of which half is known."""
        if len(rows) == 1:
            return True
        return len(rows) <= FEW and all(self._kept.known_share(row) >= 0.5 for row in rows)

    def _embed_alone(self, sentence: Sequence[str]) -> Floats:
        """One sentence from zero states; what an earlier one shares with it is not computed again."""
        reader = self._current_reader()
        words = self.word_vectors([sentence], len(sentence) + 2)
        if not isinstance(reader, CpuReader):
            reading = reader.read(words, [len(words)])
            one, other = (
                stack.squeeze(2).float().cpu().numpy()
                for stack in (reading.forward, reading.reversed_backward)
            )
            return joined_layers(one, other, len(sentence))
        tokens = tuple(sentence)
        (forward, forward_steps), (backward, backward_steps) = reader.read_alone(
            words.squeeze(1), *self._kept.known_steps(tokens)
        )
        self._kept.keep(KeptReading(tokens, forward_steps, backward_steps))
        return joined_layers(forward.numpy(), backward.numpy(), len(tokens))

    def word_vectors(self, rows: list[Sequence[str]], n_steps: int) -> Tensor:
        """The word vectors of a batch between its boundaries, (T, B, projection_dim); each new word type is encoded once."""
        self._current_reader()  # forgets word vectors of other weights
        if self._words is None:
            self._words = WordCache(
                self.network.char_encoder,
                self.options.projection_dim,
                self.options.max_characters,
                self.device,
            )
        place_of = self._words.rows(itertools.chain.from_iterable(rows))
        places = np.full((n_steps, len(rows)), END, dtype=np.int64)
        places[0] = BEGIN
        for column, row in enumerate(rows):
            places[1 : len(row) + 1, column] = [place_of[word] for word in row]
        return torch.nn.functional.embedding(torch.from_numpy(places).to(self.device), self._words.table)


def load_step(name: str) -> int:
    """The step that a report of :meth:`BiLM.load` belongs to: OPTIONS, ENCODER, LSTM or WARM_UP."""
    if name == "options":
        return OPTIONS
    if name == "warm up":
        return WARM_UP
    return ENCODER if name.startswith(("char_embed", "CNN", "network.char_encoder")) else LSTM
