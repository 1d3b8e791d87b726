"""Who is told of devices by a webhook, and how such a message is verified: by Standard Webhooks' own rules."""

import base64
import hashlib
import hmac
import http.server
import json
import queue
import threading
import time

KEY = bytes(range(32))


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps every request, and answers with the statuses it was given, and then with 204."""

    def __init__(self, statuses=()):
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests = queue.Queue()
        self.statuses = list(statuses)
        self.thread = threading.Thread(target=self.serve_forever)
        self.thread.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/devices"

    def __exit__(self, *_):
        self.shutdown()
        self.thread.join()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        status = self.server.statuses.pop(0) if self.server.statuses else 204
        self.send_response(status)
        if status == 307:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()
        self.server.requests.put((self.path, dict(self.headers.items()), body))

    def log_message(self, *_):
        pass


def verified(request):
    """The message, if it is signed as https://www.standardwebhooks.com says."""
    path, headers, body = request
    headers = {name.lower(): value for name, value in headers.items()}
    assert path == "/devices", path
    assert headers["content-type"] == "application/json"
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    expected = base64.b64encode(hmac.new(KEY, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}", headers
    return headers["webhook-id"], json.loads(body)
