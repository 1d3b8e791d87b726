"""The built services as processes of their own, and curl to speak to them; standard library only."""

import base64
import hashlib
import hmac
import json
import os
import queue
import signal
import struct
import subprocess
import tempfile
import threading
import time

from programs import program


def run(name, *arguments, stdin=None, timeout=60):
    """Runs a program to its end: its exit status, standard output and standard error."""
    done = subprocess.run(
        [program(name), *arguments], input=stdin, capture_output=True, text=True, timeout=timeout, check=False)
    return done.returncode, done.stdout, done.stderr


def private(path, text):
    """Writes a file that only its owner may read, as services want those with secrets."""
    path.touch(0o600)
    path.chmod(0o600)
    path.write_text(text)
    return path


class Answer:
    """What came back from a service."""

    def __init__(self, status, body):
        self.status = status
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def problem(self):
        return self.json["type"].removeprefix("urn:mitid-tokens:problem:")

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Service:
    """A service that is serving; its port is its own, its log is kept."""

    def __init__(self, name, *arguments):
        self.name = name
        self._log = tempfile.TemporaryFile()
        self._process = subprocess.Popen(
            [program(name), "serve", "--port", "0", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self._log, text=True)
        line = self._first_line(timeout=30)
        ready = f"{name} listening on "
        if not line.startswith(ready):
            self._process.kill()
            self._process.wait()
            self._process.stdout.close()
            raise RuntimeError(f"{name} said {line!r} and logged {self.log!r}")
        self.url = line.removeprefix(ready).strip()

    def _first_line(self, timeout):
        lines = queue.Queue()
        threading.Thread(target=lambda: lines.put(self._process.stdout.readline()), daemon=True).start()
        try:
            return lines.get(timeout=timeout)
        except queue.Empty:
            return ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._process.stdout.close()
        self._log.close()

    @property
    def pid(self):
        return self._process.pid

    @property
    def port(self):
        return int(self.url.rsplit(":", 1)[1])

    @property
    def log(self):
        # The service writes at the position of the same open file, so reading must not move it.
        log = self._log.fileno()
        return os.pread(log, os.fstat(log).st_size, 0).decode(errors="replace")

    def kill(self):
        """Ends the process as a power cut would."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(10)

    @property
    def requests_in_flight(self):
        """How many requests are being served, without the one that asks."""
        name = "mitid_activation_http_requests_in_flight "
        line = next(line for line in self.get("/metrics").body.splitlines() if line.startswith(name))
        return int(line.removeprefix(name)) - 1

    def terminate(self):
        """Asks the process to end, and does not wait for it."""
        self._process.send_signal(signal.SIGTERM)

    def stop(self):
        """Asks the process to end, and gives its exit status."""
        self.terminate()
        return self._process.wait(30)

    def curl(self, method, path, body=None, *options):
        """One request; a body that is no text goes as JSON."""
        command = ["curl", "-sS", "--max-time", "60", "-X", method, "-w", "\n%{http_code}", *options]
        data = None
        if body is not None:
            data = body if isinstance(body, (str, bytes)) else json.dumps(body)
            data = data.encode() if isinstance(data, str) else data
            command += ["--data-binary", "@-"]
        done = subprocess.run([*command, self.url + path], input=data or b"", capture_output=True, check=False)
        if done.returncode != 0:
            raise RuntimeError(f"curl {method} {path}: {done.stderr.decode()}")
        text, _, status = done.stdout.decode().rpartition("\n")
        return Answer(int(status), text)

    def get(self, path, *options):
        return self.curl("GET", path, None, *options)

    def post(self, path, body, *options):
        return self.curl("POST", path, body, *options)

    def put(self, path, body, *options):
        return self.curl("PUT", path, body, *options)


def hotp(secret, counter, digits=6, algorithm="sha1"):
    """RFC 4226, section 5.3, by Python's own HMAC."""
    digest = hmac.new(secret, struct.pack(">Q", counter), algorithm).digest()
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset:offset + 4])[0] & 0x7FFFFFFF
    return str(number % 10 ** digits).zfill(digits)


def time_step(at=None):
    return int(time.time() if at is None else at) // 30


def secrets_with_leading_zero(counters):
    """A secret whose codes of all these counters begin with 0."""
    for number in range(10 ** (len(counters) + 2) * 10):
        secret = hashlib.sha256(f"secret {number}".encode()).digest()[:20]
        if all(hotp(secret, counter).startswith("0") for counter in counters):
            return secret
    raise RuntimeError("no such secret")


def container(*devices):
    """An RFC 6030 container of (serial number, model, secret, counter or None)."""
    packages = ""
    for serial, model, secret, counter in devices:
        kind = "totp" if counter is None else "hotp"
        factor = (
            "<TimeInterval><PlainValue>30</PlainValue></TimeInterval>" if counter is None
            else f"<Counter><PlainValue>{counter}</PlainValue></Counter>")
        packages += (
            f"<KeyPackage><DeviceInfo><Manufacturer>mitid-tokens</Manufacturer><SerialNo>{serial}</SerialNo>"
            f"<Model>{model}</Model></DeviceInfo>"
            f'<Key Id="{serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:{kind}"><AlgorithmParameters>'
            '<Suite>HMAC-SHA1</Suite><ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>'
            f"<Data><Secret><PlainValue>{base64.b64encode(secret).decode()}</PlainValue></Secret>{factor}</Data>"
            "</Key></KeyPackage>")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">{packages}</KeyContainer>')
