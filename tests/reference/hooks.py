"""What schemathesis makes up exists nowhere, so nearly every answer would be that it is not there. Most ids are those of
things that are there: what is deleted or closed is one of those to lose, everything else is kept."""

import json
import os
import zlib

import schemathesis

with open(os.environ["KNOWN"]) as file:
    known = json.load(file)


def number(*of):
    return zlib.crc32(repr(of).encode())


def is_lost(operation):
    """Whether it may take away what it is about."""
    return operation.method.upper() == "DELETE" or operation.path.startswith("/api/admin/") and operation.method.upper() != "GET"


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    operation = context.operation
    if not path_parameters:
        return path_parameters
    last = list(path_parameters)[-1]
    changed = dict(path_parameters)
    for name, value in path_parameters.items():
        chance = number(operation.label, name, value)
        if is_lost(operation) and name == last:
            # Not one that was read in an answer either.
            spare = known["spare"].get(name, ["1"])
            changed[name] = spare[chance // 4 % len(spare)]
        elif chance % 4 != 0 and name in known["kept"]:
            changed[name] = known["kept"][name]
    return changed
