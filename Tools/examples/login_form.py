"""A small site whose login asks for a user ID and the code on a code display.

usage: python3 login_form.py [PORT]        MITID_ACTIVATION says where the activation service is
"""

import html
import json
import os
import sys
import urllib.error
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ACTIVATION = os.environ.get("MITID_ACTIVATION", "http://127.0.0.1:8471")
PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Login</title>
<main><h1>Log in</h1><p role="status">{message}</p>
<form method="post">
<p><label>User ID <input name="userID" required autocomplete="username"></label></p>
<p><label>Code on your display <input name="code" required inputmode="numeric" autocomplete="one-time-code"></label></p>
<button>Log in</button>
</form></main></html>
"""


def is_accepted(user_id, code):
    body = json.dumps({"userID": user_id, "code": code}).encode()
    request = urllib.request.Request(
        ACTIVATION + "/v1/verifications", body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status == 200
    except urllib.error.HTTPError:
        return False


class Login(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer("")

    def do_POST(self):
        length = min(int(self.headers.get("Content-Length", 0)), 10_000)
        form = urllib.parse.parse_qs(self.rfile.read(length).decode())
        user_id, code = (form.get(name, [""])[0] for name in ("userID", "code"))
        self.answer(f"Welcome, {user_id}." if is_accepted(user_id, code) else "That did not work. Try the next code.")

    def answer(self, message):
        body = PAGE.format(message=html.escape(message)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Says nothing: a form holds codes."""


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1]) if len(sys.argv) > 1 else 8480), Login)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
