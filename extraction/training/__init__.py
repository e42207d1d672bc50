"""How the model in `extraction/model/` was made: `python -m extraction.training --help`, docs/training.md.

It needs the optional dependencies `[train]`, and every file it reads is named by an argument.
"""
