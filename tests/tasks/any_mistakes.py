"""All kinds of mistakes, by name: one or more for each rule of the catalogue."""

from tests.tasks.drawn import cell_mistakes, row_mistakes, sum_mistakes
from tests.tasks.drawn.planting import MISTAKES, Planted

__all__ = ["MISTAKES", "Planted", "cell_mistakes", "row_mistakes", "sum_mistakes"]
