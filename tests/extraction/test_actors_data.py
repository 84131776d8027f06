"""The tables of actors hold together."""

from collections import defaultdict

from rasid.extraction.actors.persons import persons
from rasid.extraction.actors.sides import sides
from rasid.extraction.gazetteer import COUNTRIES
from rasid.extraction.lexicon import load
from rasid.text.folding import fold

SECTORS = {"GOV", "MIL", "OPP", "REB", "PRM", "CVL", "LEG", "JUD", "REL", "STC", "KRD", "MED"}
ORGANISATIONS = set(load("actors-organisations")) | set(load("actors-outlets"))


def known(code: str) -> bool:
    base, _, sector = code.partition(":")
    return (base in COUNTRIES or base in ORGANISATIONS) and (not sector or sector in SECTORS)


def bare(name: str) -> str:
    return fold(name.lstrip("~"))


def test_every_code_is_a_country_or_a_listed_organisation() -> None:
    codes = {term.code for person in persons() for term in person.terms}
    codes |= {code for side in load("actors-sides")["kinds"].values() for code in side.get("countries", {}).values() if code}
    codes |= {code for code in ORGANISATIONS if ":" in code}
    assert [code for code in sorted(codes) if not known(code)] == []


def test_organisations_are_named_as_in_the_codebook() -> None:
    listed = {
        "UNO", "UNSC", "EU", "NATO", "ARABLEAGUE", "GCC", "ISSG", "ICRC", "WHO", "AMNESTY", "HRW", "SOHR", "SNHR", "WHITEHELMETS",
        "ISIS", "NUSRA", "HEZBOLLAH", "HAMAS", "SDF", "PKK", "HOUTHI", "COALITION_USA", "COALITION_SAU", "OPCW", "WEST", "EUROPE",
        "ARAB_STATES", "ISLAMIC_STATES", "AU", "GULF",
    }  # fmt: skip
    assert listed <= ORGANISATIONS


def test_years_of_office_are_in_order() -> None:
    for person in persons():
        first = [term.first for term in person.terms if term.first is not None]
        assert first == sorted(first), person
        for term in person.terms:
            assert (term.first or 0) <= (term.last or 9999), person
            assert all(1945 <= year <= 2026 for year in (term.first, term.last) if year is not None), person


def test_no_name_stands_for_two_codes() -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for table in ("actors-organisations", "actors-outlets"):
        for code, text in load(table).items():
            for name in text.split(" / "):
                owners[bare(name)].add(code)
    for person in persons():
        for name in person.names:
            owners[bare(name)].add(f"person {person.name}")
    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_the_tables_reach_far_enough() -> None:
    assert len(persons()) >= 400
    assert len(ORGANISATIONS) >= 180


def test_sides_know_where_they_stand_alone() -> None:
    assert {side.alone for side in sides().values()} <= {"any", "host", "listed", "never"}
    for kind, side in sides().items():
        assert side.alone != "listed" or side.countries, kind
        assert set(side.countries) <= set(COUNTRIES), kind


def test_every_state_has_a_demonym_or_a_name_in_the_gazetteer() -> None:
    assert set(load("actors-states")) <= set(COUNTRIES)
