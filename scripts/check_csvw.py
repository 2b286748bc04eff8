"""Reads metadata files (a JSON list of their paths, from standard input) and their tables with csvw; prints a JSON list
of the problems of each."""

import json
import sys
import warnings

from csvw.metadata import CSVW


def problems(metadata):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            table = CSVW(metadata, validate=True)
            found = [] if table.is_valid else ["is not valid"]
            list(table.tables[0].iterdicts(strict=True))
            found += [str(warning.message) for warning in table.warnings]
        except Exception as error:  # what a validator raises is its verdict
            return [f"{type(error).__name__}: {error}"]
    return found + [str(warning.message) for warning in caught]


print(json.dumps([problems(metadata) for metadata in json.load(sys.stdin)]))
