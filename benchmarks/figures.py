"""A figure, the target it is held to, and the line that says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import eq, ge, le
from statistics import median, quantiles

COMPARISONS: dict[str, Callable[[float, float], bool]] = {">=": ge, "<=": le, "=": eq}


@dataclass(frozen=True)
class Figure:
    """One measured value; without a comparison it is only told."""

    name: str
    value: float
    unit: str
    comparison: str = ""
    target: float = 0

    @property
    def is_reached(self) -> bool:
        if not self.comparison:
            return True
        return COMPARISONS[self.comparison](self.value, self.target)

    def line(self, benchmark: str) -> str:
        target = f"{self.comparison}{self.target:g}" if self.comparison else "-"
        verdict = "ok" if self.is_reached else "short"
        said = f"{self.value:.0f}" if self.value == int(self.value) else self.decimals
        return f"bench {benchmark} {self.name} {said} {self.unit} {target} {verdict}"

    @property
    def decimals(self) -> str:
        return f"{self.value:.1f}" if self.value >= 100 else f"{self.value:.3f}"


def told(name: str, values: Sequence[float], unit: str) -> list[Figure]:
    """Tell a median and how far its middle half spreads, in percent of it."""
    middle = median(values)
    low, _, high = quantiles(values, n=4)
    spread = round(100 * (high - low) / middle)
    return [Figure(name, middle, unit), Figure(f"{name}_spread", spread, "%")]
