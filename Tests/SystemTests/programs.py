"""Starts the built programs and speaks HTTP to them, with nothing but Python's own library."""

import http.client
import json
import os
import signal
import subprocess
import threading
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SECRET = "3132333435363738393031323334353637383930"


def program(name):
    """The path of a built program."""
    places = [os.environ.get("MITID_BIN_DIR"), ROOT / ".build/release", ROOT / ".build/debug"]
    for place in places:
        if place and (path := Path(place) / name).exists():
            return str(path)
    raise FileNotFoundError(f"{name} is not built; swift build --product {name}, or set MITID_BIN_DIR")


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def text(self):
        return self.body.decode()

    @property
    def problem(self):
        """The name of the problem, if it is one."""
        if self.headers.get("Content-Type") != "application/problem+json":
            return None
        return self.json["type"].removeprefix("urn:mitid-tokens:problem:")


class Daemon:
    """A `serve` command on a free port, ended with the `with` block."""

    def __init__(self, name, *options):
        self.name, self.options = name, options
        self.process = None
        self.connections = threading.local()

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        self.process = subprocess.Popen(
            [program(self.name), "serve", "--port", "0", *map(str, self.options)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        line = self.process.stdout.readline()
        if " listening on http://127.0.0.1:" not in line:
            self.process.wait(10)
            raise RuntimeError(f"{self.name} did not start: {line}{self.process.stderr.read()}")
        self.port = int(line.rsplit(":", 1)[1])
        self.connections = threading.local()
        # Nobody reads the log here, and a full pipe would stop the daemon.
        self.log = []
        threading.Thread(target=lambda: self.log.extend(self.process.stderr), daemon=True).start()

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        status = self.process.wait(60)
        self.process.stdout.close()
        return status

    def kill(self):
        return self.stop(signal.SIGKILL)

    def request(self, method, path, body=None, headers=None):
        """One request on this thread's connection; a dict or list is sent as JSON."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        connection = getattr(self.connections, "open", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
            self.connections.open = connection
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        except Exception:
            connection.close()
            self.connections.open = None
            raise

    def get(self, path, **more):
        return self.request("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.request("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.request("PUT", path, body, **more)

    def delete(self, path, **more):
        return self.request("DELETE", path, **more)

    def memory(self):
        """The process's resident memory in bytes."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        return 0
