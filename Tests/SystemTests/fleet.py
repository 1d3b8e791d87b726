"""Many devices, many requests at once, and a PostgreSQL server: what it takes to bring the service under fire."""

import concurrent.futures
import hashlib
import json
import socket
import subprocess
import urllib.parse

from programs import ROOT
from services import container, hotp

PASSWORD = "correct horse"


def request(method, path, body=None, token=None):
    """The bytes of one HTTP/1.1 request on a connection that stays open."""
    data = b"" if body is None else json.dumps(body).encode()
    head = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(data)}"]
    if token:
        head.append(f"Authorization: Bearer {token}")
    return "\r\n".join([*head, "", ""]).encode() + data


class Connection:
    """A socket to a service: requests are sent and answers received when the test says so, not when a library does."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""

    def send(self, data):
        self.socket.sendall(data)

    def fileno(self):
        return self.socket.fileno()

    def answer(self):
        """The status and body of the next answer; ConnectionError if the service ends before it is whole."""
        while (answer := self._whole_answer()) is None:
            data = self.socket.recv(65536)
            if not data:
                raise ConnectionError("the service has ended the connection")
            self._received += data
        return answer

    def _whole_answer(self):
        head, end, rest = self._received.partition(b"\r\n\r\n")
        if not end:
            return None
        status, *fields = head.split(b"\r\n")
        length = next(int(field[15:]) for field in fields if field[:15].lower() == b"content-length:")
        if len(rest) < length:
            return None
        self._received = rest[length:]
        return int(status.split()[1]), rest[:length]

    def ask(self, data):
        self.send(data)
        return self.answer()

    def close(self):
        self.socket.close()


class Device:
    """A counter-based display of a holder of its own, and the next counter that nobody has sent."""

    def __init__(self, number, algorithm="sha1"):
        self.serial = f"{number:08}"
        self.user = f"user-{number}"
        self.secret = hashlib.sha256(f"fleet {number}".encode()).digest()[:20]
        self.algorithm = algorithm
        self.counter = 1

    def code(self, counter):
        return hotp(self.secret, counter, algorithm=self.algorithm)

    def verification(self, counter):
        return request("POST", "/v1/verifications", {"userID": self.user, "code": self.code(counter)})

    def activation(self):
        """By its holder, with the code of counter 0."""
        return request("POST", "/v1/activations", {
            "userID": self.user, "password": PASSWORD, "serialNumber": self.serial, "code": self.code(0)})


def import_devices(port, devices):
    """Takes devices, all of one algorithm, into a service's store."""
    file = container(*((device.serial, "code-display", device.secret, 0) for device in devices))
    file = file.replace("HMAC-SHA1", f"HMAC-{devices[0].algorithm.upper()}").encode()
    head = request("POST", "/v1/imports").replace(b"Content-Length: 0", b"Content-Length: %d" % len(file))
    connection = Connection(port)
    status, body = connection.ask(head + file)
    connection.close()
    if status != 200 or json.loads(body)["imported"] != len(devices):
        raise RuntimeError(f"an import was answered {status} {body!r}")


def ask_all(port, requests):
    """Sends requests that must all be answered 201, four lists of them at a time, each in its order."""
    def ask(some):
        connection = Connection(port)
        for data in some:
            status, body = connection.ask(data)
            if status != 201:
                raise RuntimeError(f"{data!r} was answered {status} {body!r}")
        connection.close()

    with concurrent.futures.ThreadPoolExecutor(4) as pool:
        list(pool.map(ask, requests))


def holder(user):
    """The request that adds a holder."""
    return request("POST", "/v1/users", {"userID": user, "password": PASSWORD})


def add_holders(port, users):
    ask_all(port, [[holder(user) for user in users[turn::4]] for turn in range(4)])


def activated(count, port, first=1, algorithm="sha1"):
    """So many devices, imported, and each activated by a holder of its own."""
    devices = [Device(first + number, algorithm) for number in range(count)]
    import_devices(port, devices)
    ask_all(port, [
        [data for device in devices[turn::4] for data in (holder(device.user), device.activation())]
        for turn in range(4)])
    return devices


class PostgresServer:
    """The server that Tools/throw-away-postgres runs until this is left."""

    def __init__(self, *options):
        self._process = subprocess.Popen(
            [ROOT / "Tools/throw-away-postgres", *options],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.address = self._process.stdout.readline().strip()
        if not self.address.startswith("postgres://"):
            self.__exit__()
            raise RuntimeError("Tools/throw-away-postgres did not start a server")
        self._folder = urllib.parse.parse_qs(urllib.parse.urlsplit(self.address).query)["host"][0]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.wait(60)
        self._process.stdout.close()

    def psql(self, statement):
        """What PostgreSQL's own client says to a statement, a line a row and a tab between columns."""
        command = ["psql", "-h", self._folder, "-U", "mitid", "-d", "mitid", "-AtqX", "-F", "\t",
                   "-v", "ON_ERROR_STOP=1", "-c", statement]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout
