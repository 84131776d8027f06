"""Actors: states, sides, organisations and office holders, resolved by what the article is about."""

from rasid.extraction.actors.finding import find_actors, read_actors

__all__ = ["find_actors", "read_actors"]
