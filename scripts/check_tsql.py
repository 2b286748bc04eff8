"""Reads a JSON array of T-SQL statements and prints, for each, null or why the parser refuses it."""

import json
import logging
import sys

import sqlglot
from sqlglot import exp
from sqlglot.errors import ErrorLevel, ParseError, TokenError

# What the parser does not know it keeps as an unread command, with a warning: that is no check.
logging.disable(logging.WARNING)


def problem(sql):
    try:
        statements = sqlglot.parse(sql, read="tsql", error_level=ErrorLevel.IMMEDIATE)
    except (ParseError, TokenError) as error:
        return str(error)
    for statement in statements:
        if statement is None:
            return "empty statement"
        unread = statement.find(exp.Command)
        if unread is not None:
            return f"not understood: {unread.sql(dialect='tsql')[:80]}"
    return None


print(json.dumps([problem(sql) for sql in json.load(sys.stdin)]))
