#!/usr/bin/env python3
"""Checks the documents of the API, and holds a server to them.

    python3 -m venv venv && venv/bin/pip install schemathesis openapi-spec-validator
    venv/bin/python tests/reference/check.py SERVER ASYNCAPI_SCHEMA

SERVER is the program, ASYNCAPI_SCHEMA the JSON Schema of AsyncAPI 3.0 (of the package `@asyncapi/specs` of npm). The
documents must be valid; then a server of its own is asked everything that OpenAPI describes, with good and with odd input,
and may neither fail nor answer otherwise than described. What it is asked is the same each time.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import jsonschema
from jsonschema.exceptions import best_match
from openapi_spec_validator import validate

from breaking import since_release

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent.parent / "docs"
# Nothing of what is asked waits for its turn.
LIMITS = ["SENDS_PER_MINUTE", "WRITES_PER_MINUTE", "SIGN_INS_PER_MINUTE", "EXPORTS_PER_HOUR", "FRAMES_PER_MINUTE"]
CHECKS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
# How people sign in by hand, and what is no request and answer.
NOT_ASKED = ["open_socket", "sign_in", "come_back", "sign_out", "authorize_locally", "redeem_locally", "who_locally"]
# It sets the limits that are off here.
NOT_ASKED += ["admin_update_settings"]


def main(server, asyncapi_schema):
    begun = time.monotonic()
    openapi = json.loads((DOCS / "openapi.json").read_text())
    validate(openapi)
    schema = json.loads(Path(asyncapi_schema).read_text())
    asyncapi = json.loads((DOCS / "asyncapi.json").read_text())
    if wrong := best_match(jsonschema.Draft7Validator(schema).iter_errors(asyncapi)):
        raise SystemExit(f"asyncapi.json at {wrong.json_path}: {wrong.message[:2000]}")
    print(f"both documents are valid ({time.monotonic() - begun:.1f} s)", flush=True)
    if broken := since_release(openapi):
        print("This breaks programs that were written for the last release:", *broken, sep="\n  ")
        raise SystemExit("If it is meant, say so in CHANGELOG.md and put these lines into tests/reference/accepted.txt.")
    with tempfile.TemporaryDirectory() as data, Running(server, data) as running:
        known = furnish(running.address)
        place = Path(data) / "known.json"
        place.write_text(json.dumps(known))
        return ask(running.address, known["token"], place)


class Running:
    """A server of its own, with nothing in it."""

    def __init__(self, program, data):
        env = {name: value for name, value in os.environ.items() if not name.startswith(("HUBBUB_", "MONGODB_"))}
        env |= {"PORT": "0", "HUBBUB_DATA": data} | {f"HUBBUB_{limit}": "0" for limit in LIMITS}
        self.process = subprocess.Popen([program], env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.said = open(Path(data) / "said", "w+")
        for line in self.process.stdout:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
            if found:
                break
        else:
            raise SystemExit("the server ended at once")
        self.address = found.group(0)
        self.drain = subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=self.said)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.drain.wait(20)
        self.said.seek(0)
        for line in self.said:
            if "panicked" in line or '"ERROR"' in line or " ERROR " in line:
                print(line, end="")


class Person:
    """Somebody who has signed in, and a program of theirs."""

    def __init__(self, address, name):
        self.address = address
        self.token = None
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        self.browser = urllib.request.build_opener(jar)
        self.browser.open(f"{address}/auth/login?as={name}").read()
        self.token = self.asks("POST", "/users/@me/sessions", {"name": "check"})["token"]
        self.id = self.asks("GET", "/users/@me")["id"]

    def asks(self, method, path, body=None, is_refused=False):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.address}/api{path}", data, method=method)
        request.add_header("Content-Type", "application/json")
        request.add_header("Origin", self.address)
        if self.token:
            request.add_header("Authorization", f"Bearer {self.token}")
        try:
            with self.browser.open(request) as answer:
                text = answer.read()
        except urllib.error.HTTPError as error:
            if is_refused:
                return None
            raise SystemExit(f"{method} {path}: {error.read().decode()}") from None
        return json.loads(text) if text else None


def furnish(address):
    """Something of each kind, so that there is more to answer than that it is not there: to ask about, and to lose."""
    ada, bo, cy = (Person(address, name) for name in ["ada", "bo", "cy"])
    hub = ada.asks("POST", "/hubs", {"name": "Garden"})
    id = hub["id"]
    make = lambda path, **body: ada.asks("POST", f"/hubs/{id}/{path}", body)
    invite = make("invites")["code"]
    for other in [bo, cy]:
        other.asks("POST", f"/invites/{invite}")
    channel = hub["channels"][0]["id"]
    own = ada.asks("POST", f"/channels/{channel}/messages", {"content": "Hello"})["id"]
    ada.asks("PUT", f"/channels/{channel}/messages/{own}/reactions/%F0%9F%91%8D")
    messages = [bo.asks("POST", f"/channels/{channel}/messages", {"content": f"Hi <@{ada.id}>"})["id"] for _ in range(24)]
    role = make("roles", name="Mods")["id"]
    chosen = make("roles", name="Red")["id"]
    rule = make("automod/rules", name="Manners", trigger={"words": ["darn"]}, action="hold")["id"]
    report = lambda message: cy.asks("POST", f"/channels/{channel}/messages/{message}/reports", {"category": "spam"})["id"]
    reports = [report(message) for message in messages[1:9]]
    for _ in range(8):
        bo.asks("POST", f"/channels/{channel}/messages", {"content": "darn"}, is_refused=True)
    held = [it["id"] for it in ada.asks("GET", f"/hubs/{id}/held-messages")["messages"]]
    ada.asks("PUT", f"/hubs/{id}/reports/{reports[0]}/escalation", {})
    many = lambda path, **body: [make(path, **body)["id"] for _ in range(12)]
    groups = many("role-groups", name="Colour", kind="any_of")
    return {
        "token": ada.token,
        "kept": {
            "hub": id,
            "channel": channel,
            "message": own,
            "user": bo.id,
            "role": role,
            "category": hub["categories"][0]["id"],
            "code": invite,
            "group": make("role-groups", name="Colour", kind="one_of", roles=[chosen])["id"],
            "emoji": "👍",
            "held": held[0],
            "note": make(f"members/{bo.id}/notes", text="Was warned")["id"],
            "rule": rule,
            "report": reports[0],
        },
        "spare": {
            "hub": [ada.asks("POST", "/hubs", {"name": "Weed"})["id"] for _ in range(12)],
            "channel": many("channels", name="weed"),
            "category": many("categories", name="weed"),
            "role": many("roles", name="weed"),
            "message": messages[9:],
            "group": groups,
            "note": many(f"members/{bo.id}/notes", text="Was warned"),
            "code": [make("invites")["code"] for _ in range(8)],
            "held": held[1:],
            "report": reports[1:],
            "emoji": ["👍"],
            "user": [cy.id],
            "rule": many("automod/rules", name="Weed", trigger={"words": ["weed"]}, action="alert"),
        },
    }


def ask(address, token, known):
    env = os.environ | {"SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE), "KNOWN": str(known)}
    arguments = ["run", str(DOCS / "openapi.json"), "--url", address, "--checks", ",".join(CHECKS)]
    arguments += ["--phases", "examples,coverage,fuzzing", "--max-examples", "4", "--seed", "1", "--no-shrink"]
    # One at a time: two workers get into each other's way within hypothesis, and then it is not the same each time.
    arguments += ["--generation-database", "none", "--workers", "1", "--warnings", "off", "--no-color"]
    arguments += ["--suppress-health-check", "all", "--max-redirects", "0"]
    for operation in NOT_ASKED:
        arguments += ["--exclude-operation-id", operation]
    arguments += ["--header", f"Authorization: Bearer {token}"]
    begun = time.monotonic()
    program = Path(sys.executable).with_name("schemathesis")
    # Where it is started it leaves what it learns for the next time; here there is none.
    with tempfile.TemporaryDirectory() as empty:
        code = subprocess.run([program, *arguments], env=env, cwd=empty).returncode
    print(f"asked for {time.monotonic() - begun:.0f} s")
    return code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
