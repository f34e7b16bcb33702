"""Finds what a program that was written for an older document would stumble over in a newer one.

Of what is asked: operations, fields and values that are gone, what is wanted now and was not, and other types. Of what is
answered: fields that are gone or not always there any more, and other types. New fields and values are none: a client passes
over what it does not know.
"""

import json
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
# Changes that are meant, in the words of this check, one a line. Emptied with each release.
ACCEPTED = HERE / "accepted.txt"


def since_release(now):
    """What breaks since the last tag; nothing if there is none that has a document."""
    git = lambda *words: subprocess.run(["git", *words], cwd=HERE, capture_output=True, text=True)
    tag = git("describe", "--tags", "--abbrev=0")
    before = git("show", f"{tag.stdout.strip()}:docs/openapi.json")
    if tag.returncode or before.returncode:
        return []
    accepted = ACCEPTED.read_text().splitlines() if ACCEPTED.exists() else []
    return [it for it in between(json.loads(before.stdout), now) if it not in accepted]


def between(before, now):
    """What breaks, in sentences."""
    broken = []
    for path, item in before["paths"].items():
        for method, old in item.items():
            name = f"{method.upper()} {path}"
            new = now["paths"].get(path, {}).get(method)
            if new is None:
                broken.append(f"{name} is gone")
                continue
            asked(name, Side(before, old), Side(now, new), broken)
            answered(name, Side(before, old), Side(now, new), broken)
    return sorted(set(broken))


class Side:
    """A part of a document, with the document to look things up in."""

    def __init__(self, document, part):
        self.document = document
        self.part = part or {}
        while "$ref" in self.part:
            self.part = self.at(self.part["$ref"])

    def at(self, reference):
        found = self.document
        for key in reference.removeprefix("#/").split("/"):
            found = found[key.replace("~1", "/").replace("~0", "~")]
        return found

    def get(self, *keys):
        part = self.part
        for key in keys:
            part = Side(self.document, part).part.get(key) or {}
        return Side(self.document, part)

    def fields(self):
        return {name: Side(self.document, it) for name, it in self.part.get("properties", {}).items()}

    def required(self):
        return set(self.part.get("required", []))

    def types(self):
        """What it may be. An enum in one of three forms is its values."""
        choices = self.part.get("oneOf") or self.part.get("anyOf")
        if choices:
            return set().union(*(Side(self.document, it).types() for it in choices))
        if "const" in self.part or "enum" in self.part:
            return set(map(json.dumps, self.part.get("enum", [self.part.get("const")])))
        told = self.part.get("type", [])
        return set(told if isinstance(told, list) else [told])


def asked(name, old, new, broken):
    def parameters(side):
        told = (Side(side.document, it).part for it in side.part.get("parameters", []))
        return {it["name"]: it for it in told}

    before, now = parameters(old), parameters(new)
    broken += [f"{name} takes no {it} any more" for it in before.keys() - now.keys()]
    for it, parameter in now.items():
        if parameter["required"] and not before.get(it, {}).get("required"):
            broken.append(f"{name} wants {it}")
        if it in before:
            narrower(f"{name}: {it}", Side(old.document, before[it]["schema"]), Side(new.document, parameter["schema"]), broken)
    body = ["requestBody", "content", "application/json", "schema"]
    read(name, old.get(*body), new.get(*body), broken, ())


def read(name, old, new, broken, seen):
    if id(old.part) in seen:
        return
    before, now = old.fields(), new.fields()
    broken += [f"{name} takes no {it} any more" for it in before.keys() - now.keys()]
    broken += [f"{name} wants {it}" for it in new.required() - old.required()]
    for it in before.keys() & now.keys():
        narrower(f"{name}: {it}", before[it], now[it], broken)
        read(f"{name}: {it}", before[it], now[it], broken, (*seen, id(old.part)))


def narrower(name, old, new, broken):
    if old.types() - new.types() and new.types():
        broken.append(f"{name} may be {' or '.join(sorted(old.types() - new.types()))} no more")


def answered(name, old, new, broken):
    for status, answer in old.part["responses"].items():
        if not status.startswith("2"):
            continue
        now = new.part["responses"].get(status)
        if now is None:
            broken.append(f"{name} answers {status} no more")
            continue
        content = ["content", "application/json", "schema"]
        written(name, Side(old.document, answer).get(*content), Side(new.document, now).get(*content), broken, ())


def written(name, old, new, broken, seen):
    if id(old.part) in seen:
        return
    seen = (*seen, id(old.part))
    before, now = old.fields(), new.fields()
    broken += [f"{name} answers without {it}" for it in before.keys() - now.keys()]
    broken += [f"{name} may answer without {it}" for it in old.required() & now.keys() - new.required()]
    for it in before.keys() & now.keys():
        wider(f"{name}: {it}", before[it], now[it], broken)
        written(f"{name}: {it}", before[it], now[it], broken, seen)
    if "items" in old.part and "items" in new.part:
        wider(f"{name}, each", old.get("items"), new.get("items"), broken)
        written(f"{name}, each", old.get("items"), new.get("items"), broken, seen)


def wider(name, old, new, broken):
    """New values of an enum are no surprise, other types are."""
    is_type = lambda it: not it.startswith('"')
    other = {it for it in new.types() - old.types() if is_type(it)}
    if other and old.types():
        broken.append(f"{name} may be {' or '.join(sorted(other))} now")
