"""What schemathesis makes up exists nowhere, so nearly every answer would be that it is not there. Most ids are those of
things that are there: what is deleted, closed or given away is one of those to lose, everything else is kept."""

import json
import os
import zlib

import schemathesis

# The bytes of an upload, as tus calls them.
schemathesis.serializer.alias("application/offset+octet-stream", "application/octet-stream")

with open(os.environ["KNOWN"]) as file:
    known = json.load(file)


def may_lose(operation):
    """Whether it may take away what it is about."""
    path, is_read = operation.path, operation.method.upper() == "GET"
    return operation.method.upper() == "DELETE" or path.endswith("/owner") or path.startswith("/api/admin/") and not is_read


# Last of all, since what was read in answers is tried as well.
@schemathesis.hook
def before_call(context, case, kwargs):
    for name, value in (case.path_parameters or {}).items():
        chance = zlib.crc32(repr((case.operation.label, name, value)).encode())
        is_last = case.operation.path.rsplit("{", 1)[1].startswith(name + "}")
        if may_lose(case.operation) and is_last:
            spare = known["spare"].get(name, ["1"])
            case.path_parameters[name] = spare[chance // 4 % len(spare)]
        elif chance % 4 != 0 and name in known["kept"]:
            case.path_parameters[name] = known["kept"][name]
