"""Han characters."""

import re

HAN = re.compile(r"[㐀-䶿一-鿿豈-﫿\U00020000-\U0003134f]")
"""One Han character."""
