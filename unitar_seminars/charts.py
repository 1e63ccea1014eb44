"""Where the marks of a drawing stand: seats and bars, in pixels and per cent.

Widths are per cent and heights pixels, so that text keeps its size on a phone. From
right to left every x is counted from the other edge.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SEATS_PER_ROW, MOST_SEATS = 20, 200
FULL_WIDTH = 84  # per cent; the rest is for the number at the bar's end
LABEL_HEIGHT, BAR_HEIGHT, ROW_GAP = 19, 18, 12


@dataclass(frozen=True)
class Dot:
    """One seat."""

    x: str
    y: int
    is_free: bool


@dataclass(frozen=True)
class Bar:
    """One figure; `value` is None where it is hidden."""

    y: int
    x: str
    width: str
    tip: str
    value: object
    is_before: bool


@dataclass(frozen=True)
class Row:
    """A label and the bars under it."""

    label: str
    y: int
    bottom: int
    bars: list[Bar]


def seat_dots(taken: int, total: int, *, mirrored: bool) -> list[Dot]:
    """Place one dot for each seat; none where there are too many to be counted."""
    if total > MOST_SEATS:
        return []
    step = 100 / SEATS_PER_ROW
    return [
        Dot(
            x=_at((seat % SEATS_PER_ROW + 0.5) * step, mirrored=mirrored),
            y=7 + 13 * (seat // SEATS_PER_ROW),
            is_free=seat >= taken,
        )
        for seat in range(total)
    ]


def bar_rows(
    rows: Iterable[tuple[str, Sequence[int | None]]], *, mirrored: bool
) -> list[Row]:
    """Place the bars of each row; the longest takes the full width."""
    rows = list(rows)
    most = max((v for _, values in rows for v in values if v is not None), default=0)
    placed, top = [], 0
    for label, values in rows:
        bottom = top + LABEL_HEIGHT + BAR_HEIGHT * len(values)
        bars = [
            _bar(value, most, top + LABEL_HEIGHT + BAR_HEIGHT * nth, mirrored=mirrored)
            | {"is_before": nth < len(values) - 1}
            for nth, value in enumerate(values)
        ]
        placed.append(Row(str(label), top, bottom, [Bar(**bar) for bar in bars]))
        top = bottom + ROW_GAP
    return placed


def _bar(value: int | None, most: int, top: int, *, mirrored: bool) -> dict:
    width = FULL_WIDTH * (value or 0) / (most or 1)
    return {
        "y": top,
        "x": _at(width, mirrored=True) if mirrored else "0%",
        "width": f"{width:.2f}%",
        "tip": _at(width, mirrored=mirrored),
        "value": value,
    }


def _at(per_cent: float, *, mirrored: bool) -> str:
    return f"{100 - per_cent if mirrored else per_cent:.2f}%"
