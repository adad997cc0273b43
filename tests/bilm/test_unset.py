import subprocess
import sys

import torch
from torch import nn

from elmo_explorer.bilm.highway import Highway
from elmo_explorer.bilm.unset import unset_weights


def test_what_is_built_inside_has_shapes_alone():
    torch.manual_seed(0)
    state = torch.get_rng_state()
    with unset_weights():
        layer, words = Highway(5), nn.Embedding(7, 3)
    assert {p.device.type for p in (*layer.parameters(), *words.parameters())} == {"meta"}
    assert words.weight.shape == (7, 3)
    assert torch.equal(torch.get_rng_state(), state)
    assert not Highway(5).carry.bias.is_meta


def test_opening_a_model_does_not_import_torchs_compiler():
    code = (
        "import sys; from elmo_explorer import BiLM; BiLM.load('en', device='cpu').embed([['a', 'bank']]);"
        "sys.exit('torch._dynamo' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0
