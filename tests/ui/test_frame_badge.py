from elmo_explorer.ui.widgets.frame_badge import FrameBadge


def test_the_badge_says_the_median_of_the_last_ten_frames(qtbot):
    badge = FrameBadge()
    qtbot.addWidget(badge)
    assert badge.text == "mix → view"
    for seconds in (0.2, *[0.006] * 6, 0.3, *[0.006] * 3):
        badge.add(seconds)
    assert badge.text == "mix → view 6 ms"
    assert not badge.slow
    badge.set_source("layer 1")
    assert badge.text == "layer 1 → view 6 ms"


def test_slow_frames_thin_the_background(qtbot):
    badge = FrameBadge()
    qtbot.addWidget(badge)
    for _ in range(10):
        badge.add(0.06)
    assert badge.slow
    assert badge.text == "drawing every 2nd point"
