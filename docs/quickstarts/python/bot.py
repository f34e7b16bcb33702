"""Answers `!ping` in one channel. Python 3 and nothing else; HUBBUB_URL, HUBBUB_TOKEN and HUBBUB_CHANNEL say where."""
import json, os, time, urllib.request

MESSAGES = f"{os.environ['HUBBUB_URL']}/api/channels/{os.environ['HUBBUB_CHANNEL']}/messages"
HEADERS = {"Authorization": "Bearer " + os.environ["HUBBUB_TOKEN"], "Content-Type": "application/json"}

def ask(body=None):
    data = body and json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(MESSAGES, data, HEADERS)) as answer:
        return json.load(answer)

newest = max((message["id"] for message in ask()["messages"]), default="")
print("listening", flush=True)
while True:
    for message in ask()["messages"]:                   # ids sort by time, as text too
        if message["id"] > newest and message["content"] == "!ping":
            ask({"content": "pong", "nonce": message["id"]})     # with a nonce it is sent once
        newest = max(newest, message["id"])
    time.sleep(1)
