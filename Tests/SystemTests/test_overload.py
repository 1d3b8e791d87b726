"""What the service answers while others ask too much of it: throttled callers, idle connections, costly imports."""

import base64
import concurrent.futures
import hashlib
import hmac
import json
import os
import pathlib
import resource
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from fleet import PASSWORD, Connection, Device, holder, request
from services import Service, container, private

NAME = "mitid-activation"
CALLER, DESK, PORTAL = "caller-0123456789ab", "admin-0123456789abc", "portal-0123456789ab"
OPEN_FILES = 1024


def cbc(key, text):
    """AES-128-CBC, XML Encryption, section 5.2: the initialisation vector stands before the cipher text."""
    vector = os.urandom(16)
    done = subprocess.run(
        ["openssl", "enc", "-aes-128-cbc", "-K", key.hex(), "-iv", vector.hex()], input=text, capture_output=True, check=True)
    return vector + done.stdout


def encrypted_container(serial, secret, password, iterations):
    """A container as in RFC 6030, figure 7, whose key takes long to derive."""
    salt, mac_key = os.urandom(16), os.urandom(16)
    key = hashlib.pbkdf2_hmac("sha512", password, salt, iterations, 16)
    value = cbc(key, secret)

    def cipher(data):
        return (
            '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><xenc:CipherData>'
            f"<xenc:CipherValue>{base64.b64encode(data).decode()}</xenc:CipherValue></xenc:CipherData>")

    mac = base64.b64encode(hmac.new(mac_key, value, "sha1").digest()).decode()
    return f"""<?xml version="1.0"?>
        <KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"
            xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"
            xmlns:pkcs5="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#">
        <EncryptionKey><xenc11:DerivedKey><xenc11:KeyDerivationMethod
            Algorithm="http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2"><pkcs5:PBKDF2-params>
            <Salt><Specified>{base64.b64encode(salt).decode()}</Specified></Salt>
            <IterationCount>{iterations}</IterationCount><KeyLength>16</KeyLength>
            <PRF Algorithm="http://www.w3.org/2001/04/xmldsig-more#hmac-sha512"/>
        </pkcs5:PBKDF2-params></xenc11:KeyDerivationMethod></xenc11:DerivedKey></EncryptionKey>
        <MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>{cipher(cbc(key, mac_key))}</MACKey></MACMethod>
        <KeyPackage><DeviceInfo><Manufacturer>mitid-tokens</Manufacturer><SerialNo>{serial}</SerialNo></DeviceInfo>
        <Key Id="{serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters>
            <ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
        <Data><Secret><EncryptedValue>{cipher(value)}</EncryptedValue><ValueMAC>{mac}</ValueMAC></Secret>
            <Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage></KeyContainer>""".encode()


class OverloadTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-overload-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.tokens = private(
            self.folder / "tokens", f"other caller {CALLER}\ndesk admin {DESK}\n- caller {PORTAL}\n")
        # No try is forgiven while a test runs, however slow the machine is.
        self.policy = self.folder / "policy.json"
        self.policy.write_text('{"callers":{"burst":20,"interval":"PT1H"}}')
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, limits)

    def start(self, *options):
        """A service that begins with the number of open files that is usual, and a test that may open more."""
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(OPEN_FILES, hard), hard))
        service = Service(
            NAME, "--store", f"sqlite:{self.folder}/store.sqlite", "--token-file", str(self.tokens), "--policy",
            str(self.policy), *options)
        self.addCleanup(service.__exit__)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        return service

    def add(self, service, count):
        """Devices, each activated by a holder of its own."""
        devices = [Device(number) for number in range(1, count + 1)]
        file = container(*((device.serial, "code-display", device.secret, 0) for device in devices))
        answer = service.post("/v1/imports", file, "-H", f"Authorization: Bearer {DESK}")
        self.assertEqual(answer.json["imported"], count, answer)
        connection = Connection(service.port)
        for device in devices:
            status, body = connection.ask(request("POST", "/v1/users", self.body(holder(device.user)), DESK))
            self.assertEqual(status, 201, body)
            status, body = connection.ask(request("POST", "/v1/activations", self.body(device.activation()), PORTAL))
            self.assertEqual(status, 201, body)
        connection.close()
        return devices

    @staticmethod
    def body(data):
        return json.loads(data.partition(b"\r\n\r\n")[2])

    @staticmethod
    def guess(number, token):
        return request("POST", "/v1/activations", {
            "userID": f"nobody-{number}", "password": PASSWORD, "serialNumber": f"X{number}", "code": "000000"}, token)

    def throttle(self, service):
        """Has a caller make wrong tries until it is refused for that."""
        connection = Connection(service.port)
        for number in range(100):
            status, body = connection.ask(self.guess(number, CALLER))
            if status == 429:
                connection.close()
                return
            self.assertEqual(status, 403, body)
        self.fail("the caller is not throttled after 100 wrong tries")

    def at_once(self, service, token, count):
        """Many activations sent before the first is answered: their statuses."""
        connections = [Connection(service.port) for _ in range(count)]
        for number, connection in enumerate(connections):
            connection.send(self.guess(number, token))
        statuses = [connection.answer()[0] for connection in connections]
        for connection in connections:
            connection.close()
        return statuses

    def verify(self, service, devices, until):
        """Right codes one after the other until an event comes: how long each answer took, in seconds."""
        connection = Connection(service.port)
        times = []
        while not until.is_set() or len(times) < 100:
            device = devices[len(times) % len(devices)]
            data = request("POST", "/v1/verifications", self.body(device.verification(device.counter)), PORTAL)
            device.counter += 1
            begun = time.monotonic()
            status, body = connection.ask(data)
            times.append(time.monotonic() - begun)
            self.assertEqual(status, 200, body)
        connection.close()
        return times

    def test_right_codes_are_accepted_in_time_beside_all_of_it(self):
        service = self.start()
        devices = self.add(service, 8)
        self.throttle(service)
        files = [encrypted_container(f"E{number}", devices[0].secret, b"long", 3_000_000) for number in range(2)]
        key = "password:" + base64.b64encode(b"long").decode()
        idle = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(1100)]
        self.addCleanup(lambda: [connection.close() for connection in idle])

        def load(file):
            return service.post("/v1/imports", file, "-H", f"Authorization: Bearer {DESK}", "-H", f"Container-Key: {key}")

        ended = threading.Event()
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            measured = pool.submit(self.verify, service, devices, ended)
            try:
                imports = [pool.submit(load, file) for file in files]
                throttled = pool.submit(self.at_once, service, CALLER, 300).result()
                answers = [running.result() for running in imports]
            finally:
                ended.set()
            times = sorted(measured.result())
        for answer in answers:
            self.assertEqual((answer.status, answer.json["imported"]), (200, 1), answer)
        self.assertEqual(throttled, [429] * 300)
        self.assertEqual(service.get("/healthz").status, 200)
        print(f"{len(times)} verifications: p50 {times[len(times) // 2] * 1000:.1f} ms, "
              f"p99 {times[len(times) * 99 // 100] * 1000:.1f} ms, longest {times[-1] * 1000:.1f} ms")

    def test_a_throttled_caller_costs_no_other_its_password(self):
        service = self.start()
        self.throttle(service)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            throttled = pool.submit(self.at_once, service, CALLER, 300)
            connection = Connection(service.port)
            statuses = [connection.ask(request("POST", "/v1/users", self.body(holder(f"user-{number}")), DESK))[0]
                        for number in range(5)]
            connection.close()
            self.assertEqual(throttled.result(), [429] * 300)
        self.assertEqual(statuses, [201] * 5)

    def test_many_passwords_of_one_caller_leave_room_for_those_of_another(self):
        service = self.start()
        connection = Connection(service.port)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            # None of them is throttled yet when it comes, so that each takes a place in the queue.
            flood = pool.submit(self.at_once, service, CALLER, 400)
            statuses = [connection.ask(request("POST", "/v1/users", self.body(holder(f"user-{number}")), DESK))[0]
                        for number in range(5)]
            answered = flood.result()
        connection.close()
        self.assertEqual(statuses, [201] * 5)
        self.assertLessEqual(set(answered), {403, 429, 503})
        # Hashed are those before the limit, and a few that were under way then.
        self.assertLess(answered.count(403), 40)

    def test_idle_connections_give_way_to_new_ones(self):
        service = self.start("--max-connections", "50")
        idle = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(200)]
        for _ in range(3):
            self.assertEqual(service.get("/healthz").status, 200)
        for connection in idle:
            connection.close()
        self.assertIn("connection limit reached", service.log)

    def test_a_connection_without_a_request_is_closed(self):
        service = self.start("--first-request-timeout", "1")
        with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127")
            self.assertEqual(connection.recv(100), b"")

    def test_a_derivation_that_takes_too_long_is_refused_over_http(self):
        service = self.start()
        device = Device(1)
        file = encrypted_container("E1", device.secret, b"long", 1000)
        answer = service.post(
            "/v1/imports", file.replace(b">1000<", b">9000000<"), "-H", f"Authorization: Bearer {DESK}",
            "-H", "Container-Key: password:" + base64.b64encode(b"long").decode())
        self.assertEqual(answer.json["imported"], 0, answer)
        self.assertIn("too many iterations", answer.body)


if __name__ == "__main__":
    unittest.main()
