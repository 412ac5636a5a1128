"""Plots as SVG text: a frame with axes, and the marks in it. No colours here: classes only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape

WIDTH, HEIGHT = 380, 220
LEFT, RIGHT, TOP, BOTTOM = 42, 12, 12, 38


@dataclass(slots=True)
class Plot:
    """A plot of x in ``x_range`` and y in ``y_range``; marks are drawn in the order of calls."""

    label: str  # what a screen reader says
    x_range: tuple[float, float] = (0.0, 1.0)
    y_range: tuple[float, float] = (0.0, 1.0)
    parts: list[str] = field(default_factory=list)

    def x(self, value: float) -> float:
        low, high = self.x_range
        return LEFT + (WIDTH - LEFT - RIGHT) * (value - low) / ((high - low) or 1)

    def y(self, value: float) -> float:
        low, high = self.y_range
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / ((high - low) or 1)

    def axes(
        self,
        x_title: str,
        x_ticks: Sequence[tuple[float, str]],
        y_ticks: Sequence[tuple[float, str]],
    ) -> None:
        """Grid lines across, tick labels on both axes, and the name of the x axis."""
        for value, text in y_ticks:
            y = self.y(value)
            self.line((LEFT, y), (WIDTH - RIGHT, y), "grid")
            self.text(LEFT - 6, y + 4, text, "end")
        for value, text in x_ticks:
            self.text(self.x(value), HEIGHT - BOTTOM + 16, text, "middle")
        self.text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 5, x_title, "middle", "title")

    def line(self, start: tuple[float, float], end: tuple[float, float], kind: str) -> None:
        """A straight line between two points of the picture."""
        (x1, y1), (x2, y2) = start, end
        self.parts.append(
            f'<line class="{kind}" x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"/>'
        )

    def curve(self, points: Sequence[tuple[float, float]], kind: str = "a") -> None:
        """A line through points of the data."""
        path = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        self.parts.append(f'<polyline class="curve {kind}" points="{path}"/>')

    def dot(self, x: float, y: float, tip: str, kind: str = "a") -> None:
        self.parts.append(
            f'<circle class="dot {kind}" cx="{self.x(x):.1f}" cy="{self.y(y):.1f}" r="4">'
            f"<title>{escape(tip)}</title></circle>"
        )

    def box(self, x: float, y: float, width: float, height: float, kind: str, tip: str) -> None:
        """A rectangle in the picture's own units."""
        self.parts.append(
            f'<rect class="{kind}" x="{x:.1f}" y="{y:.1f}" width="{max(width, 0):.1f}" '
            f'height="{max(height, 0):.1f}"><title>{escape(tip)}</title></rect>'
        )

    def text(self, x: float, y: float, text: str, anchor: str, kind: str = "tick") -> None:
        self.parts.append(
            f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">'
            f"{escape(text)}</text>"
        )

    def svg(self, height: int = HEIGHT) -> str:
        body = "".join(self.parts)
        return (
            f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{escape(self.label)}">'
            f"{body}</svg>"
        )


def bars(
    label: str, rows: Sequence[tuple[str, float, float, float, str]], shown: Callable[[float], str]
) -> str:
    """Horizontal bars: (name, value, low, high, tip) with values from 0 to 1, and whiskers.

    The picture grows with the rows; low and high are NaN where there is no interval.
    """
    plot = Plot(label)
    left, right, step = 138, 42, 22
    width = WIDTH - left - right
    for number, (name, value, low, high, tip) in enumerate(rows):
        y = number * step + 4
        short = name if len(name) < 24 else name[:22] + "…"
        plot.text(left - 8, y + 13, short, "end", "name")
        plot.box(left, y + 2, width, step - 8, "track", tip)
        plot.box(left, y + 2, width * value, step - 8, "bar", tip)
        if low == low:
            middle = y + 2 + (step - 8) / 2
            plot.line((left + width * low, middle), (left + width * high, middle), "whisker")
        plot.text(WIDTH, y + 13, shown(value), "end", "value")
    return plot.svg(len(rows) * step + 6)
