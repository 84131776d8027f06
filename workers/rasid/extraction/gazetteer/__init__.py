"""Places under all their Arabic names: the shipped tables, and a local gazetteer imported from a dump."""

from rasid.extraction.gazetteer.dumps import GazetteerError
from rasid.extraction.gazetteer.local import ImportStats, import_gazetteer, use_gazetteer
from rasid.extraction.gazetteer.tables import COUNTRIES, Country, Entry, Named, capital_of, country_entry, names

__all__ = [
    "COUNTRIES",
    "Country",
    "Entry",
    "GazetteerError",
    "ImportStats",
    "Named",
    "capital_of",
    "country_entry",
    "import_gazetteer",
    "names",
    "use_gazetteer",
]
