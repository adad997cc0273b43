"""The biLM's equations in plain NumPy, float64, one word and one step at a time: the truth that the fast code is held against.

Works on the published tensors under their published names, so the conversion is tested with the arithmetic.
Written to be compared with Peters et al. (2018) and allenai/bilm-tf line by line, never to be fast.
"""

import json
from pathlib import Path

import h5py
import numpy as np

BEGIN_SENTENCE, END_SENTENCE, BEGIN_WORD, END_WORD, PADDING = 256, 257, 258, 259, 260


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def random_model(
    seed,
    *,
    n_layers=2,
    skip=True,
    cell_clip=None,
    proj_clip=None,
    activation="relu",
    n_highway=2,
    cell=12,
    projection=7,
    filters=((1, 4), (2, 5), (3, 6)),
    char_dim=4,
    scale=0.4,
):
    """A random biLM: (options, {published name: tensor})."""
    random = np.random.default_rng(seed)
    options = {
        "lstm": {
            "dim": cell,
            "projection_dim": projection,
            "n_layers": n_layers,
            "use_skip_connections": skip,
        },
        "char_cnn": {
            "embedding": {"dim": char_dim},
            "filters": [list(f) for f in filters],
            "n_highway": n_highway,
            "n_characters": 262,
            "max_characters_per_token": 50,
            "activation": activation,
        },
    }
    if cell_clip is not None:
        options["lstm"]["cell_clip"] = cell_clip
    if proj_clip is not None:
        options["lstm"]["proj_clip"] = proj_clip

    def draw(*shape):
        return (random.standard_normal(shape) * scale).astype(np.float32)

    n_filters = sum(n for _, n in filters)
    weights = {"char_embed": draw(261, char_dim)}
    for k, (width, n) in enumerate(filters):
        weights[f"CNN/W_cnn_{k}"] = draw(1, width, char_dim, n)
        weights[f"CNN/b_cnn_{k}"] = draw(n)
    for k in range(n_highway):
        for gate in ("carry", "transform"):
            weights[f"CNN_high_{k}/W_{gate}"] = draw(n_filters, n_filters)
            weights[f"CNN_high_{k}/b_{gate}"] = draw(n_filters)
    weights["CNN_proj/W_proj"] = draw(n_filters, projection)
    weights["CNN_proj/b_proj"] = draw(projection)
    for direction in range(2):
        for layer in range(n_layers):
            root = f"RNN_{direction}/RNN/MultiRNNCell/Cell{layer}/LSTMCell"
            weights[f"{root}/W_0"] = draw(2 * projection, 4 * cell)
            weights[f"{root}/B"] = draw(4 * cell)
            weights[f"{root}/W_P_0"] = draw(cell, projection)
    return options, weights


def write(folder, options, weights):
    """Write a published pair; returns the paths of its options and its weights."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "options.json").write_text(json.dumps(options))
    with h5py.File(folder / "weights.hdf5", "w") as file:
        for name, tensor in weights.items():
            file[name] = tensor
    return folder / "options.json", folder / "weights.hdf5"


def read(options_file, weights_file):
    """Read a published pair: (options, {published name: tensor})."""
    weights = {}

    def keep(name, item):
        if isinstance(item, h5py.Dataset):
            weights[name] = item[...]

    with h5py.File(weights_file, "r") as file:
        file.visititems(keep)
    return json.loads(Path(options_file).read_text()), weights


def characters(word):
    """The 50 character ids of a word, before they are shifted by one."""
    inside = list(word.encode("utf-8"))[:48]
    ids = [BEGIN_WORD, *inside, END_WORD]
    return ids + [PADDING] * (50 - len(ids))


def boundary(mark):
    return [BEGIN_WORD, mark, END_WORD] + [PADDING] * 47


def word_vector(ids, options, weights):
    """One word's context-free vector, (projection_dim,)."""
    cnn = options["char_cnn"]
    embedded = weights["char_embed"].astype(np.float64)[ids]  # (50, char_dim)
    pooled = []
    for k, (width, n) in enumerate(cnn["filters"]):
        kernel, bias = weights[f"CNN/W_cnn_{k}"].astype(np.float64)[0], weights[f"CNN/b_cnn_{k}"]
        best = np.full(n, -np.inf)
        for start in range(50 - width + 1):
            value = bias + np.einsum("wd,wdn->n", embedded[start : start + width], kernel)
            best = np.maximum(best, value)
        pooled.append(np.maximum(best, 0) if cnn["activation"] == "relu" else np.tanh(best))
    x = np.concatenate(pooled)
    for k in range(cnn.get("n_highway") or 0):
        high = {
            name: weights[f"CNN_high_{k}/{name}"]
            for name in ("W_carry", "b_carry", "W_transform", "b_transform")
        }
        carry = sigmoid(x @ high["W_carry"] + high["b_carry"])
        transformed = np.maximum(x @ high["W_transform"] + high["b_transform"], 0)
        x = carry * transformed + (1 - carry) * x
    if "CNN_proj/W_proj" in weights:
        x = x @ weights["CNN_proj/W_proj"] + weights["CNN_proj/b_proj"]
    return x


def lstm_step(x, state, options, weights, direction, layer, trace=None):
    """One step of one LSTM: (output, (hidden, cell)); ``trace`` takes sigmoid(i), tanh(j), sigmoid(f + 1), sigmoid(o), c."""
    hidden, cell = state
    lstm = options["lstm"]
    root = f"RNN_{direction}/RNN/MultiRNNCell/Cell{layer}/LSTMCell"
    gates = np.concatenate([x, hidden]) @ weights[f"{root}/W_0"].astype(np.float64) + weights[f"{root}/B"]
    i, j, f, o = np.split(gates, 4)
    i, j, f, o = sigmoid(i), np.tanh(j), sigmoid(f + 1.0), sigmoid(o)
    cell = f * cell + i * j
    if lstm.get("cell_clip"):
        cell = np.clip(cell, -lstm["cell_clip"], lstm["cell_clip"])
    if trace is not None:
        trace[:] = i, j, f, o, cell
    hidden = (o * np.tanh(cell)) @ weights[f"{root}/W_P_0"].astype(np.float64)
    if lstm.get("proj_clip"):
        hidden = np.clip(hidden, -lstm["proj_clip"], lstm["proj_clip"])
    output = hidden + x if lstm.get("use_skip_connections") and layer > 0 else hidden
    return output, (hidden, cell)


def zero_states(options):
    lstm = options["lstm"]
    return [
        [(np.zeros(lstm["projection_dim"]), np.zeros(lstm["dim"])) for _ in range(lstm["n_layers"])]
        for _ in range(2)
    ]


def embed(sentence, options, weights, states=None):
    """One sentence through both directions, sentence boundaries added and stripped.

    Args:
        sentence: its words.
        options: the published options.
        weights: the published tensors.
        states: [direction][layer] -> (hidden, cell) to start from; changed in place. None starts with zeros.

    Returns:
        (n_layers + 1, n_tokens, 2 * projection_dim)
    """
    return embed_with_boundaries(sentence, options, weights, states)[:, 1:-1]


def gates(sentence, options, weights):
    """Input gate, candidate, forget gate, output gate and cell: (5, n_layers, 2, n_tokens + 2, cell_dim)."""
    lstm = options["lstm"]
    trace = np.zeros((5, lstm["n_layers"], 2, len(sentence) + 2, lstm["dim"]))
    embed_with_boundaries(sentence, options, weights, trace=trace)
    return trace


def embed_with_boundaries(sentence, options, weights, states=None, trace=None):
    """As :func:`embed`, with the states of both boundaries: (n_layers + 1, n_tokens + 2, 2 * projection_dim).

    ``trace`` takes what :func:`gates` gives.
    """
    states = zero_states(options) if states is None else states
    ids = [boundary(BEGIN_SENTENCE), *(characters(word) for word in sentence), boundary(END_SENTENCE)]
    words = np.stack([word_vector(i, options, weights) for i in ids])
    layers = [np.concatenate([words, words], axis=1)]
    halves = [words, words]
    for layer in range(options["lstm"]["n_layers"]):
        for direction in range(2):
            order = range(len(ids)) if direction == 0 else range(len(ids) - 1, -1, -1)
            outputs = np.zeros((len(ids), options["lstm"]["projection_dim"]))
            for t in order:
                outputs[t], states[direction][layer] = lstm_step(
                    halves[direction][t],
                    states[direction][layer],
                    options,
                    weights,
                    direction,
                    layer,
                    trace[:, layer, direction, t] if trace is not None else None,
                )
            halves[direction] = outputs
        layers.append(np.concatenate(halves, axis=1))
    return np.stack(layers)


def log_probabilities(sentence, options, weights, softmax, vocabulary, states=None):
    """Every prediction of one sentence, one softmax at a time: (forward, backward), each of n_tokens + 1 numbers.

    Forward: each word given those before it, then the sentence's end. Backward: each word given those behind it, then
    the sentence's beginning.

    Args:
        sentence: its words.
        options: the published options.
        weights: the published tensors.
        softmax: (weight (n_words, projection_dim), bias (n_words,)).
        vocabulary: the output words; the first three are <S>, </S> and <UNK>.
        states: as for :func:`embed`.
    """
    top = embed_with_boundaries(sentence, options, weights, states)[-1]
    half = top.shape[1] // 2
    index = {word: k for k, word in enumerate(vocabulary) if k > 2}

    def log_probability(state, k):
        logits = softmax[0].astype(np.float64) @ state + softmax[1]
        return logits[k] - logits.max() - np.log(np.exp(logits - logits.max()).sum())

    forward, backward = [], []
    for place, word in enumerate(sentence):
        k = index.get(word, 2)
        forward.append(log_probability(top[place, :half], k))
        backward.append(log_probability(top[place + 2, half:], k))
    forward.append(log_probability(top[-2, :half], 1))
    backward.append(log_probability(top[1, half:], 0))
    return np.array(forward), np.array(backward)
