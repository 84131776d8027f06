"""Numbers in digits and words, with their hedges, as the codebook's low, best and high."""

from rasid.extraction.numbers.finder import find_numbers
from rasid.extraction.numbers.reading import number_at, ordinal_at

__all__ = ["find_numbers", "number_at", "ordinal_at"]
