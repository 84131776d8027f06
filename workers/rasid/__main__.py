"""`python -m rasid`: the command line."""

from rasid.cli import main

main()
