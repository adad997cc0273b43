import pytest
import torch
from torch import Tensor

from elmo_explorer.bilm.projected_lstm import ProjectedLstm


def _autograd_run(lstm: ProjectedLstm, x: Tensor, sizes: list[int]) -> tuple[Tensor, Tensor, Tensor]:
    """The same equations step by step, left to autograd."""
    hidden = torch.zeros(x.shape[1], lstm.projection_dim)
    cell = torch.zeros(x.shape[1], lstm.cell_dim)
    outputs = []
    for step, n in enumerate(sizes):
        gates = x[step, :n] @ lstm.input_weight.t() + lstm.bias + hidden[:n] @ lstm.recurrent_weight.t()
        i, j, f, o = gates.chunk(4, dim=1)
        c = torch.sigmoid(f + 1) * cell[:n] + torch.sigmoid(i) * torch.tanh(j)
        if lstm.cell_clip is not None:
            c = c.clamp(-lstm.cell_clip, lstm.cell_clip)
        h = (torch.sigmoid(o) * torch.tanh(c)) @ lstm.projection_weight.t()
        if lstm.proj_clip is not None:
            h = h.clamp(-lstm.proj_clip, lstm.proj_clip)
        hidden = torch.cat([h, hidden[n:]])
        cell = torch.cat([c, cell[n:]])
        outputs.append(torch.cat([h, torch.zeros(x.shape[1] - n, lstm.projection_dim)]))
    return torch.stack(outputs), hidden, cell


@pytest.mark.parametrize("clips", [(None, None), (0.5, 0.2), (0.5, None), (None, 0.2)])
def test_own_gradient_equals_autograds(clips: tuple[float | None, float | None]) -> None:
    torch.manual_seed(0)
    lstm = ProjectedLstm(5, 6, 4, *clips)
    with torch.no_grad():
        for parameter in lstm.parameters():
            parameter.uniform_(-1, 1)
    x = torch.randn(7, 3, 5, requires_grad=True)
    sizes = [3, 3, 2, 2, 2, 1, 1]
    weights = torch.randn(7, 3, 4)
    found = []
    for run in (lambda: lstm(x, sizes), lambda: _autograd_run(lstm, x, sizes)):
        result = run()
        outputs, (hidden, cell) = result if len(result) == 2 else (result[0], result[1:])
        lstm.zero_grad()
        x.grad = None
        ((outputs * weights).sum() + hidden.square().sum() + cell.sum()).backward()
        assert x.grad is not None
        gradients = [p.grad.clone() for p in lstm.parameters() if p.grad is not None]
        found.append([outputs.detach(), hidden.detach(), cell.detach(), x.grad.clone(), *gradients])
    assert len(found[0]) == 8
    for own, expected in zip(*found, strict=True):
        torch.testing.assert_close(own, expected, atol=2e-6, rtol=1e-5)


def test_inference_equals_training() -> None:
    torch.manual_seed(1)
    lstm = ProjectedLstm(5, 6, 4, 0.4, 0.3)
    x = torch.randn(9, 4, 5)
    sizes = [4, 4, 4, 3, 2, 2, 2, 1, 1]
    trained, trained_state = lstm(x, sizes)
    with torch.inference_mode():
        inferred, inferred_state = lstm(x, sizes)
    torch.testing.assert_close(inferred, trained.detach(), atol=1e-6, rtol=1e-6)
    torch.testing.assert_close(inferred_state.cell, trained_state.cell.detach(), atol=1e-6, rtol=1e-6)


def test_sequences_that_start_anew_forget_what_was_before_and_pass_no_gradient_back() -> None:
    torch.manual_seed(2)
    lstm = ProjectedLstm(5, 6, 4)
    x = torch.randn(8, 2, 5, requires_grad=True)
    keep = torch.ones(8, 2)
    keep[3, 0] = 0
    outputs, (_, cell) = lstm(x, keep=keep)
    anew, state = lstm(x[3:, :1])
    whole, _ = lstm(x[:, 1:])
    torch.testing.assert_close(outputs[3:, :1], anew)
    torch.testing.assert_close(outputs[:, 1:], whole)
    torch.testing.assert_close(cell[:1], state.cell)
    weights = torch.randn(5, 1, 4)
    parameters = [*lstm.parameters(), x]
    found = torch.autograd.grad((outputs[3:, :1] * weights).sum(), parameters)
    expected = torch.autograd.grad((anew * weights).sum(), parameters)
    for own, other in zip(found, expected, strict=True):
        torch.testing.assert_close(own, other, atol=1e-6, rtol=1e-5)
    assert not found[-1][:3].any()
