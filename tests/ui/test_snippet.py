from elmo_explorer.ui.snippet import snippet


def test_two_words_on_each_side_and_an_ellipsis_where_it_is_cut():
    text = "The boat drifted to the bank of the river."
    tokens = ["The", "boat", "drifted", "to", "the", "bank", "of", "the", "river", "."]
    assert snippet(text, tokens, 5) == ("…to the ", "bank", " of the…")


def test_whole_sides_carry_no_ellipsis_and_punctuation_does_not_count():
    tokens = ["Do", "not", "bank", "on", "good", "weather", "."]
    assert snippet("Do not bank on good weather.", tokens, 2) == ("Do not ", "bank", " on good…")
    assert snippet("Do not bank, please!", ["Do", "not", "bank", ",", "please", "!"], 2).after == ", please"


def test_chinese_keeps_its_spacing_as_typed():
    tokens = ["潮水", "退了", "就", "知道", "谁", "没穿", "裤子"]
    assert str(snippet("潮水退了就知道谁没穿裤子", tokens, 3)) == "…退了就知道谁没穿…"
    assert str(snippet("潮水 退了 就 知道 谁 没穿 裤子", tokens, 0)) == "潮水 退了 就…"


def test_tokens_that_are_not_in_the_text_are_joined_by_spaces():
    assert str(snippet("cannot", ["can", "not", "x"], 0, around=None)) == "can not x"


def test_the_whole_sentence():
    assert snippet("a bank, b", ["a", "bank", ",", "b"], 1, around=None) == ("a ", "bank", ", b")
