"""Cleaning, folding with offsets, tokens and sentences: from delivered strings to a `Document`."""
