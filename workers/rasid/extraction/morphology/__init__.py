"""Arabic word formation: clitics taken off, verbs and nouns inflected, and indexes that find the inflected words.

All forms are folded (`rasid.text.folding.fold`), without vowels: what newsrooms write. The rules are those of the
reference grammars (Wright, *A Grammar of the Arabic Language*; Ryding, *A Reference Grammar of Modern Standard Arabic*).
"""

from rasid.extraction.morphology.clitics import Split, split_clitics
from rasid.extraction.morphology.features import Features, Forms, NounFeatures, Tense, VerbFeatures, Voice, literal_forms
from rasid.extraction.morphology.index import Hit, Lexicon, Openers, Phrase, PhraseIndex
from rasid.extraction.morphology.nouns import masdar_forms, noun_forms, participle_forms
from rasid.extraction.morphology.verbs import Verb, verb_forms

__all__ = [
    "Features",
    "Forms",
    "Hit",
    "Lexicon",
    "NounFeatures",
    "Openers",
    "Phrase",
    "PhraseIndex",
    "Split",
    "Tense",
    "Verb",
    "VerbFeatures",
    "Voice",
    "literal_forms",
    "masdar_forms",
    "noun_forms",
    "participle_forms",
    "split_clitics",
    "verb_forms",
]
