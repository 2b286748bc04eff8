"""What Schemathesis is told beyond the contracts: OCMS's own formats, and which valid requests may be refused."""

import json
import os
import re
from datetime import datetime, timedelta

import schemathesis
from hypothesis import strategies

ALLOWED = json.loads(os.environ["OCMS_JUDGES_VALID"])
SECONDS = int((datetime.now() - timedelta(days=2) - datetime(1950, 1, 1)).total_seconds())


def instant(seconds):
    return (datetime(1950, 1, 1) + timedelta(seconds=seconds)).isoformat()


# Of the past: an offence dated ahead is refused.
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


@schemathesis.check
def refused_for_a_reason(_context, response, case):
    """A valid request is refused only as exceptions.json says."""
    if response.status_code < 400 or not case.meta or not case.meta.generation.mode.is_positive:
        return
    operation = case.operation.definition.raw["operationId"]
    data = response.json()["data"]
    for told in [f"{each['path']} {each['message']}" for each in data.get("errors", [])] or [data["message"]]:
        if not any(
            response.status_code in each["statuses"]
            and re.search(each["operations"], operation)
            and each.get("says", "") in told
            for each in ALLOWED
        ):
            raise AssertionError(f"refused, though valid: {response.status_code} {told}")
