"""What Schemathesis is told beyond the contracts: OCMS's own formats, and which valid requests may be refused."""

import json
import os
import re
from datetime import datetime, timedelta

import schemathesis
from hypothesis import strategies

EXCEPTIONS = json.loads(os.environ["OCMS_JUDGES_EXCEPTIONS"])
NEEDED = {"refused": set(), "valid": set()}
# Of the past: an offence dated ahead is refused. The same on each day: else other requests would be made.
SECONDS = int((datetime(2026, 1, 1) - datetime(1950, 1, 1)).total_seconds())


def instant(seconds):
    return (datetime(1950, 1, 1) + timedelta(seconds=seconds)).isoformat()


schemathesis.openapi.format("instant", strategies.integers(0, SECONDS).map(instant))


@schemathesis.hook
def map_body(_context, body):
    """Amounts have two decimals, which no schema can say without refusing 19.99 (format money)."""
    if isinstance(body, dict):
        return {
            key: round(value, 2) if "mount" in key and isinstance(value, float) else map_body(_context, value)
            for key, value in body.items()
        }
    if isinstance(body, list):
        return [map_body(_context, each) for each in body]
    return body


def needed(kind, index):
    """Once each, in a file that the one who started this reads."""
    if index not in NEEDED[kind]:
        NEEDED[kind].add(index)
        with open("needed.txt", "a", encoding="utf-8") as file:
            file.write(f"{kind} {index}\n")


@schemathesis.check
def refused_for_a_reason(_context, response, case):
    """A valid request is refused only as exceptions.json says, and what it says is needed."""
    if response.status_code < 400 or not case.meta:
        return
    if not case.meta.generation.mode.is_positive:
        for index, each in enumerate(EXCEPTIONS["refused"]):
            if response.status_code in each["statuses"]:
                needed("refused", index)
        return
    operation = case.operation.definition.raw["operationId"]
    data = response.json()["data"]
    for told in [f"{each['path']} {each['message']}" for each in data.get("errors", [])] or [data["message"]]:
        for index, each in enumerate(EXCEPTIONS["valid"]):
            if (
                response.status_code in each["statuses"]
                and re.search(each["operations"], operation)
                and each.get("says", "") in told
            ):
                needed("valid", index)
                break
        else:
            raise AssertionError(f"refused, though valid: {response.status_code} {told}")
