"""report.html: a run as one file that opens offline."""

from __future__ import annotations

from assistant.evaluate.report.page import report_html

__all__ = ["report_html"]
