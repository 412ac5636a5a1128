"""Text for files that a spreadsheet opens."""

from __future__ import annotations

import re

# Where a formula would begin: at the start of a cell, and wherever a spreadsheet that splits at
# semicolons or tabs would start a cell or a row inside the text, quotation marks or not.
# Source: OWASP, "CSV Injection".
_FORMULA = re.compile(r"""((?:^|[;\t\r\n])[\s"]*)(?=[=+\-@＝＋－＠])""")


def inert(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would take for a formula."""
    return _FORMULA.sub(r"\1'", text)
