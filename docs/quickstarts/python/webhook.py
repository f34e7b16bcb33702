"""Receives what a webhook is sent, and believes nothing that is not signed. Needs nothing but Python."""
import base64, hashlib, hmac, json, os, time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECRETS = os.environ["HUBBUB_SECRET"].split()  # while you change it: the new one and the one before
TOLERANCE = 5 * 60  # seconds
seen = set()  # of a real program: ids of the last 7 days, kept where they outlast it


def is_from_hubbub(headers, body):
    name, sent_at = headers["webhook-id"], headers["webhook-timestamp"]
    if not name or not sent_at or abs(time.time() - int(sent_at)) > TOLERANCE:
        return False
    signed = f"{name}.{sent_at}.".encode() + body
    for secret in SECRETS:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        good = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        for given in headers.get("webhook-signature", "").split():
            if hmac.compare_digest(given.removeprefix("v1,"), good):
                return True
    return False


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if not is_from_hubbub(self.headers, body):
            return self.answer(401)
        if self.headers["webhook-id"] not in seen:  # it may come twice
            seen.add(self.headers["webhook-id"])
            event = json.loads(body)
            message = event["data"].get("message")
            print(event["type"], message["content"] if isinstance(message, dict) else "", flush=True)
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8900"))), Receiver)
print("listening", server.server_port, flush=True)
server.serve_forever()
