"""The card's picture of a run."""

from xml.etree import ElementTree

import pytest

from elmo_explorer.training.curve_picture import curve_picture

HEAD = "step,tokens,loss,tokens_per_second,forward_perplexity,backward_perplexity\n"


def test_falling_perplexity_is_drawn_falling_and_read_off_the_axes() -> None:
    svg = curve_picture(HEAD + "1,1000000,6,9,400,500\n2,2000000,5,9,200,250\n3,10000000,4,9,100,100\n")
    assert svg is not None
    root = ElementTree.fromstring(svg)
    name = "{http://www.w3.org/2000/svg}"
    lines = [
        [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]
        for line in root.iter(f"{name}polyline")
    ]
    assert len(lines) == 2
    for line in lines:
        assert [x for x, _ in line] == sorted(x for x, _ in line)
        assert [y for _, y in line] == sorted(y for _, y in line)  # y grows downwards
    assert lines[0][-1] == lines[1][-1]
    texts = {text.text for text in root.iter(f"{name}text")}
    assert {"100", "200", "500", "1M", "2M", "10M", "forward", "backward"} <= texts


@pytest.mark.parametrize("rows", ["", "1,1000,6,9,400,500\n", "1,1000,6,9,nan,nan\n2,2000,5,9,nan,nan\n"])
def test_no_curve_no_picture(rows: str) -> None:
    assert curve_picture(HEAD + rows) is None
