"""That `breaking.py` finds what breaks, and nothing else."""

import copy
import json
from pathlib import Path

import pytest

from breaking import between

NOW = json.loads((Path(__file__).resolve().parent.parent.parent / "docs/openapi.json").read_text())
SEND = NOW["paths"]["/api/channels/{channel}/messages"]["post"]


def without(document, *keys):
    changed = copy.deepcopy(document)
    part = changed
    for key in keys[:-1]:
        part = part[key]
    del part[keys[-1]]
    return changed


def with_value(document, value, *keys):
    changed = copy.deepcopy(document)
    part = changed
    for key in keys[:-1]:
        part = part[key]
    part[keys[-1]] = value
    return changed


BODY = ["paths", "/api/channels/{channel}/messages", "post", "requestBody", "content", "application/json", "schema"]
MESSAGE = ["components", "schemas", "Message"]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (without(NOW, "paths", "/api/hubs", "get"), "GET /api/hubs is gone"),
        (without(NOW, *BODY, "properties", "nonce"), "POST /api/channels/{channel}/messages takes no nonce any more"),
        (with_value(NOW, ["content", "nonce"], *BODY, "required"), "POST /api/channels/{channel}/messages wants nonce"),
        (
            with_value(NOW, {"type": "integer"}, *BODY, "properties", "content"),
            "POST /api/channels/{channel}/messages: content may be string no more",
        ),
        (without(NOW, *MESSAGE, "properties", "seq"), "POST /api/channels/{channel}/messages answers without seq"),
        (
            with_value(NOW, ["id"], *MESSAGE, "required"),
            "GET /api/channels/{channel}/messages: messages, each may answer without seq",
        ),
        (
            with_value(NOW, {"type": "string"}, *MESSAGE, "properties", "seq"),
            "POST /api/channels/{channel}/messages: seq may be string now",
        ),
    ],
)
def test_what_breaks_is_found(changed, said):
    assert said in between(NOW, changed)


def test_what_is_new_breaks_nothing():
    later = copy.deepcopy(NOW)
    later["paths"]["/api/later"] = {"post": SEND}
    later["components"]["schemas"]["Message"]["properties"]["later"] = {"type": "string"}
    later["components"]["schemas"]["Message"]["required"].append("later")
    later["components"]["schemas"]["ReportState"]["oneOf"].append({"const": "later"})
    assert between(NOW, later) == []
    assert between(NOW, NOW) == []
