"""How both services read HTTP and JSON, end, read their files again and keep to the modes of files."""

import http.client
import json
import os
import pathlib
import pty
import queue
import re
import signal
import socket
import subprocess
import tempfile
import threading
import time
import unittest

from programs import program
from services import Service, container, private, run

BENCH, ACTIVATION = "mitid-bench", "mitid-activation"
TOKEN, OTHER = "0123456789abcdef", "fedcba9876543210"


class DoorsCase(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-doors-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def start(self, name, *options):
        service = Service(name, "--in-memory", *map(str, options))
        self.addCleanup(service.__exit__)
        return service

    def both(self, *options):
        return [self.start(name, *options) for name in (BENCH, ACTIVATION)]

    def wait_for(self, what, condition):
        end = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    @staticmethod
    def raw(service, data, after_continue=None):
        """Sends bytes, and gives the responses until the service closes; with a body that waits for 100 Continue."""
        with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
            connection.sendall(data)
            received = b""
            while True:
                if after_continue is not None and b"100 Continue\r\n\r\n" in received:
                    connection.sendall(after_continue)
                    after_continue = None
                piece = connection.recv(65536)
                if not piece:
                    return received
                received += piece

    @staticmethod
    def parsed(data):
        """The status, header fields and body of the last response."""
        # A body may name HTTP/1.1 as well; only a status line has a status behind it.
        response = re.split(rb"HTTP/1\.[01] (?=\d{3} )", data)[-1]
        head, _, body = response.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        return int(lines[0].split()[0]), fields, body


class HTTPTests(DoorsCase):
    HOST = b"Host: 127.0.0.1\r\n"
    CLOSE = b"Connection: close\r\n"

    def test_what_is_not_http_is_a_problem_and_ends_the_connection(self):
        chunked = b"Transfer-Encoding: chunked\r\n"
        for service in self.both():
            for data, status in [
                (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
                (b"GET /healthz HTTP/1.1\r\nHost:\r\n\r\n", 400),
                (b"GET /healthz HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
                (b"GET /healthz HTTP/1.1\r\n" + self.HOST * 2 + b"\r\n", 400),
                (b"GET /healthz HTTP/1.0\r\n" + self.HOST * 2 + b"\r\n", 400),
                (b"GET http:///healthz HTTP/1.1\r\n" + self.HOST + b"\r\n", 400),
                (b"GET http://a@127.0.0.1/healthz HTTP/1.1\r\n" + self.HOST + b"\r\n", 400),
                (b"GET ftp://127.0.0.1/healthz HTTP/1.1\r\n" + self.HOST + b"\r\n", 400),
                (b"CONNECT 127.0.0.1:80 HTTP/1.1\r\n" + self.HOST + b"\r\n", 501),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + b"Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + b"Transfer-Encoding: gzip\r\n\r\n", 400),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + chunked * 2 + b"\r\n0\r\n\r\n", 400),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + chunked + b"Content-Length: 5\r\n\r\n0\r\n\r\n", 400),
                (b"POST /v1/users HTTP/1.0\r\n" + self.HOST + chunked + b"\r\n0\r\n\r\n", 400),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\n{}", 400),
                (b"POST /v1/users HTTP/1.1\r\n" + self.HOST + b"Content-Length: x\r\n\r\n", 400),
                (b"GET /healthz HTTP/1.1\r\n" + self.HOST + b"Expect: magic\r\n\r\n", 417),
                (b"GET /healthz HTTP/2.5\r\n" + self.HOST + b"\r\n", 505),
                (b"GET /healthz HTTP/1.1\r\n" + self.HOST + b"X: " + b"y" * 20_000 + b"\r\n\r\n", 431),
                (b"GET /healthz HTTP/1.1\r\n" + self.HOST + b"bad header\r\n\r\n", 400),
                (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
            ]:
                with self.subTest(service=service.name, data=data[:100]):
                    found, fields, body = self.parsed(self.raw(service, data))
                    self.assertEqual((found, fields["content-type"], fields["connection"]),
                                     (status, "application/problem+json", "close"), body)
                    self.assertEqual(json.loads(body)["status"], status)

    def test_what_http_allows_is_served(self):
        for service in self.both():
            port = str(service.port).encode()
            for data in [
                b"GET /healthz HTTP/1.0\r\n\r\n",
                b"GET /healthz HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                b"GET /openapi.json HTTP/1.0\r\n" + self.HOST + b"\r\n",
                b"GET http://127.0.0.1:" + port + b"/healthz HTTP/1.1\r\nHost: evil.example\r\n" + self.CLOSE + b"\r\n",
                b"GET HTTP://localhost/healthz HTTP/1.1\r\n" + self.HOST + self.CLOSE + b"\r\n",
                b"GET /healthz HTTP/1.1\r\nHost: probe.internal\r\n" + self.CLOSE + b"\r\n",
                b"GET /healthz HTTP/1.1\r\n" + self.HOST + b"Connection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
                b"GET /healthz HTTP/1.1\r\n" + self.HOST + b"Connection: Close\r\n\r\n",
            ]:
                with self.subTest(service=service.name, data=data[:100]):
                    status, fields, _ = self.parsed(self.raw(service, data))
                    self.assertEqual(status, 200)
                    self.assertNotIn("transfer-encoding", fields)

    def test_the_authority_of_an_absolute_target_counts(self):
        for service in self.both():
            data = b"GET http://evil.example/openapi.json HTTP/1.1\r\n" + self.HOST + self.CLOSE + b"\r\n"
            self.assertEqual(self.parsed(self.raw(service, data))[0], 403)

    def test_a_stream_to_http_1_0_is_not_chunked(self):
        service = self.start(BENCH)
        status, fields, body = self.parsed(self.raw(service, b"GET /v1/devices HTTP/1.0\r\n\r\n"))
        self.assertEqual((status, body), (200, b"[]"))
        self.assertNotIn("transfer-encoding", fields)

    def test_a_client_that_waits_is_told_to_go_on(self):
        body = b'{"kind":"code-display","serialNumber":"0001"}'
        head = (b"POST /v1/devices HTTP/1.1\r\n" + self.HOST + self.CLOSE + b"Expect: 100-continue\r\n"
                + b"Content-Length: %d\r\n\r\n" % len(body))
        received = self.raw(self.start(BENCH), head, after_continue=body)
        self.assertTrue(received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 "), received[:80])
        file = container(("0001", "code-display", b"12345678901234567890", None)).encode()
        head = head.replace(b"/v1/devices", b"/v1/imports").replace(b"Length: %d" % len(body), b"Length: %d" % len(file))
        received = self.raw(self.start(ACTIVATION), head, after_continue=file)
        self.assertTrue(received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 "), received[:80])

    def test_a_client_that_waits_for_a_refusal_does_not_send_its_body(self):
        token = private(self.folder / "token", TOKEN + "\n")
        for service in self.both("--token-file", token):
            path = b"/v1/devices" if service.name == BENCH else b"/v1/imports"
            data = b"POST " + path + b" HTTP/1.1\r\n" + self.HOST + b"Expect: 100-continue\r\nContent-Length: 8000000\r\n\r\n"
            received = self.raw(service, data)
            self.assertTrue(received.startswith(b"HTTP/1.1 401 "), received[:80])

    def test_a_second_request_after_a_refused_body_is_served(self):
        token = private(self.folder / "token", TOKEN + "\n")
        for service in self.both("--token-file", token):
            connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
            for _ in range(3):
                connection.request("POST", "/v1/devices" if service.name == BENCH else "/v1/users", b" " * 2_000_000)
                response = connection.getresponse()
                response.read()
                self.assertEqual(response.status, 401)
            connection.close()

    def test_bodies_without_a_token_are_not_kept(self):
        token = private(self.folder / "token", TOKEN + "\n")
        service = self.start(BENCH, "--token-file", token)

        def memory():
            lines = pathlib.Path(f"/proc/{service.pid}/status").read_text().splitlines()
            return int(next(line for line in lines if line.startswith("VmHWM:")).split()[1]) * 1024

        before = memory()
        connections = []
        for _ in range(90):
            connection = socket.create_connection(("127.0.0.1", service.port), timeout=60)
            connection.sendall(b"POST /v1/devices HTTP/1.1\r\n" + self.HOST + b"Content-Length: 8000000\r\n\r\n")
            connections.append(connection)
        for connection in connections:
            connection.sendall(b" " * 7_999_999)
        for connection in connections:
            self.assertIn(b" 401 ", connection.recv(65536)[:20])
            connection.close()
        self.assertLess(memory() - before, 200 << 20)


class PageTests(DoorsCase):
    def test_pages_of_other_origins_load_nothing(self):
        for service in self.both():
            for site in ["cross-site", "same-site"]:
                for more in [[], ["-H", "Sec-Fetch-Mode: no-cors", "-H", "Sec-Fetch-Dest: image"],
                             ["-H", "Sec-Fetch-Mode: navigate", "-H", "Sec-Fetch-Dest: iframe"]]:
                    for path in ["/v1/devices/0001/display.svg", "/v1/devices/0001/speech.wav", "/openapi.json", "/healthz"]:
                        answer = service.get(path, "-H", f"Sec-Fetch-Site: {site}", *more)
                        self.assertEqual((answer.status, answer.problem), (403, "forbidden"), (path, more))
            for site in ["same-origin", "none"]:
                self.assertEqual(service.get("/openapi.json", "-H", f"Sec-Fetch-Site: {site}").status, 200)

    def test_a_link_to_the_page_is_followed_and_one_to_a_device_is_not(self):
        service = self.start(BENCH)
        link = ["-H", "Sec-Fetch-Site: cross-site", "-H", "Sec-Fetch-Mode: navigate", "-H", "Sec-Fetch-Dest: document"]
        self.assertEqual(service.get("/", *link).status, 200)
        self.assertEqual(service.get("/v1/devices", *link).status, 403)

    def test_every_response_is_for_its_own_origin(self):
        for service in self.both():
            for path in ["/healthz", "/v1/nothing"]:
                with_head = service.get(path, "-i").body.lower()
                self.assertIn("cross-origin-resource-policy: same-origin", with_head)

    def test_a_page_that_may_activate_still_can(self):
        service = self.start(ACTIVATION, "--page-origin", "http://127.0.0.1:8470")
        answer = service.get(
            "/v1/users/anna", "-H", "Origin: http://127.0.0.1:8470", "-H", "Sec-Fetch-Site: same-site",
            "-H", "Sec-Fetch-Mode: cors", "-H", "Sec-Fetch-Dest: empty")
        self.assertEqual((answer.status, answer.problem), (404, "unknown-user"))


class JSONTests(DoorsCase):
    def test_a_member_given_twice_is_refused_at_every_depth(self):
        bench, activation = self.both()
        for service, method, path, body, place in [
            (activation, "POST", "/v1/users", '{"userID":"a","password":"password","password":"passwords"}', "password"),
            (activation, "POST", "/v1/users", '{"userID":"a","password":"password","pass\\u0077ord":"passwords"}', "password"),
            (activation, "POST", "/v1/verifications", '{"serialNumber":"1","code":"123456","code":"654321"}', "code"),
            (bench, "POST", "/v1/devices", '{"kind":"code-display","kind":"chip"}', "kind"),
            (bench, "POST", "/v1/devices", '{"kind":"code-display","profile":{"digits":6,"digits":8}}', "profile.digits"),
            (bench, "POST", "/v1/devices", '[{"kind":"chip"},{"kind":"chip","kind":"chip"}]', "[1].kind"),
            (bench, "PUT", "/v1/clock", '{"advance":"PT1S","advance":"PT1S"}', "advance"),
        ]:
            answer = service.curl(method, path, body)
            self.assertEqual((answer.status, answer.problem), (400, "invalid-body"), body)
            self.assertIn(f"'{place}' twice", answer.json["detail"])
        self.assertEqual(bench.post("/v1/devices", '[{"kind":"code-display"},{"kind":"code-display"}]').status, 201)

    def test_a_body_that_is_not_utf_8_is_refused(self):
        body = '{"userID":"a","password":"password"}'
        for encoding in ["utf-16", "utf-16-le", "utf-32-be"]:
            self.assertEqual(self.start(ACTIVATION).post("/v1/users", body.encode(encoding)).status, 400)

    def test_files_are_read_by_the_same_rule(self):
        policy = self.folder / "policy.json"
        policy.write_text('{"permanentAfter":3,"permanentAfter":null}')
        status, _, error = run(ACTIVATION, "policy", "--policy", str(policy))
        self.assertEqual(status, 2)
        self.assertIn("'permanentAfter' twice", error)
        with Service(BENCH, "--state", str(self.folder / "state")) as bench:
            bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "0001"})
            bench.stop()
        file = self.folder / "state/devices/0001.json"
        file.write_text(file.read_text().replace('"format":1', '"format":1,"name":"a","name":"b"'))
        with Service(BENCH, "--state", str(self.folder / "state")) as bench:
            self.assertEqual(bench.get("/v1/devices").json, [])
            self.assertIn("'name' twice", bench.log)
        profile = self.folder / "profile.json"
        profile.write_text('{"digits":6,"digits":8}')
        bench = self.start(BENCH)
        status, _, error = run(BENCH, "add", "code-display", "--profile", str(profile), "--bench", bench.url)
        self.assertEqual(status, 2)
        self.assertIn("'digits' twice", error)


class EventTests(DoorsCase):
    def test_a_client_that_takes_nothing_is_cut_off(self):
        service = self.start(BENCH, "--unread-response-timeout", "1")
        service.post("/v1/devices", [{"kind": "code-display"}] * 2000)
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(60)
            connection.connect(("127.0.0.1", service.port))
            # Many times more than the buffers between take.
            connection.sendall(b"GET /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20)
            self.wait_for("the client is cut off", lambda: "response not read" in service.log)
        self.assertEqual(service.get("/healthz").status, 200)

    def test_the_number_of_readers_is_limited(self):
        service = self.start(BENCH)
        readers = []
        for _ in range(256):
            reader = socket.create_connection(("127.0.0.1", service.port), timeout=60)
            reader.sendall(b"GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            self.assertIn(b" 200 ", reader.recv(4096)[:20])
            readers.append(reader)
        refused = service.get("/v1/events", "--max-time", "10")
        self.assertEqual((refused.status, refused.problem), (503, "too-many-readers"))
        service.post("/v1/devices", {"kind": "code-display", "serialNumber": "0001"})
        for reader in readers:
            received = b""
            while b'"serialNumber":"0001"' not in received:
                received += reader.recv(65536)
            reader.close()


class LifeTests(DoorsCase):
    def test_a_stalled_request_does_not_hold_up_the_end(self):
        for service in self.both("--drain-timeout", "1"):
            with socket.create_connection(("127.0.0.1", service.port), timeout=30) as connection:
                connection.sendall(b"POST /v1/users HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 100\r\n\r\n{")
                begun = time.monotonic()
                self.assertEqual(service.stop(), 0)
                # The body alone might take 30 seconds.
                self.assertLess(time.monotonic() - begun, 20)

    def test_tokens_are_read_again(self):
        token = private(self.folder / "token", TOKEN + "\n")
        for service, path in zip(self.both("--token-file", token), ["/v1/devices", "/v1/users/anna"]):
            private(token, TOKEN + "\n")
            os.kill(service.pid, signal.SIGHUP)
            self.wait_for("the file is read again", lambda: service.log.count("files read again") == 1)
            self.assertNotEqual(service.get(path, "-H", f"Authorization: Bearer {TOKEN}").status, 401)
            private(token, OTHER + "\n")
            os.kill(service.pid, signal.SIGHUP)
            self.wait_for("the file is read again", lambda: service.log.count("files read again") == 2)
            self.assertEqual(service.get(path, "-H", f"Authorization: Bearer {TOKEN}").status, 401)
            self.assertNotEqual(service.get(path, "-H", f"Authorization: Bearer {OTHER}").status, 401)
            private(token, "short\n")
            os.kill(service.pid, signal.SIGHUP)
            self.wait_for("the file is refused", lambda: "file not read again" in service.log)
            self.assertNotEqual(service.get(path, "-H", f"Authorization: Bearer {OTHER}").status, 401)
            self.assertNotIn(OTHER, service.log)

    def test_the_policy_is_read_again(self):
        policy = self.folder / "policy.json"
        policy.write_text('{"leastPasswordLength":12}')
        service = self.start(ACTIVATION, "--policy", policy)
        body = {"userID": "anna", "password": "eleven char"}
        self.assertEqual(service.post("/v1/users", body).status, 422)
        policy.write_text('{"leastPasswordLength":')
        os.kill(service.pid, signal.SIGHUP)
        self.wait_for("the file is refused", lambda: "file not read again" in service.log)
        self.assertEqual(service.post("/v1/users", body).status, 422)
        policy.write_text('{"leastPasswordLength":11}')
        os.kill(service.pid, signal.SIGHUP)
        self.wait_for("the file is read again", lambda: "--policy" in service.log)
        self.assertEqual(service.post("/v1/users", body).status, 201)

    def test_a_terminal_that_is_closed_ends_the_service(self):
        process, terminal = pty.fork()
        if process == 0:
            os.execv(program(BENCH), [BENCH, "serve", "--in-memory", "--port", "0"])
        received = queue.Queue()
        reader = threading.Thread(target=lambda: received.put(os.read(terminal, 4096)))
        reader.start()
        self.assertIn(b"listening", received.get(timeout=60))
        reader.join()
        os.close(terminal)
        ended = queue.Queue()
        threading.Thread(target=lambda: ended.put(os.waitpid(process, 0)[1]), daemon=True).start()
        try:
            self.assertEqual(os.waitstatus_to_exitcode(ended.get(timeout=60)), 0)
        except queue.Empty:
            os.kill(process, signal.SIGKILL)
            self.fail("it goes on")


class FileTests(DoorsCase):
    def serve(self, name, *options):
        return run(name, "serve", "--in-memory", "--port", "0", *map(str, options))

    def test_files_with_secrets_are_their_owners_alone(self):
        token = private(self.folder / "token", TOKEN + "\n")
        secret = private(self.folder / "secret", f"whsec_{'A' * 32}\n")
        hook = ["--webhook", "http://127.0.0.1:1/", "--webhook-secret-file"]
        for mode in [0o644, 0o640, 0o620, 0o602]:
            token.chmod(mode)
            secret.chmod(mode)
            for name, options in [(BENCH, ["--token-file", token]), (ACTIVATION, ["--token-file", token]),
                                  (ACTIVATION, [*hook, secret])]:
                status, _, error = self.serve(name, *options)
                self.assertEqual((status, error.count("\n")), (2, 1))
                self.assertIn("chmod 600", error)

    def test_files_without_secrets_are_not_written_by_everyone(self):
        policy = self.folder / "policy.json"
        policy.write_text("{}")
        policy.chmod(0o666)
        status, _, error = self.serve(ACTIVATION, "--policy", policy)
        self.assertEqual((status, error.count("\n")), (2, 1))
        self.assertIn("chmod o-w", error)
        policy.chmod(0o644)
        self.start(ACTIVATION, "--policy", policy)

    def test_the_sample_of_a_token_file_leaves_a_portal_without_a_count(self):
        status, output, _ = run(ACTIVATION, "serve", "--help")
        self.assertEqual(status, 0)
        lines = [line.split() for line in output.splitlines()]
        self.assertIn(["-", "caller", "1b6b5b3f0c7d4e2a"], lines)
        self.assertNotIn("portal", [fields[0] for fields in lines if len(fields) == 3])


class CodeTests(DoorsCase):
    def test_codes_may_be_set_in_groups(self):
        secret = ["--secret-hex", "3132333435363738393031323334353637383930", "--counter", "0"]
        for code in ["755 224", " 755224 ", "7 5 5 2 2 4", "755\u00a0224", "755\u202f224"]:
            status, output, error = run("mitid-token", "verify", *secret, "--code", code)
            self.assertEqual(status, 0, (code, output, error))
        for code in ["755-224", "755\t224", "755 22a", " ", "755 224 755 224"]:
            self.assertEqual(run("mitid-token", "verify", *secret, "--code", code)[0], 2, code)


if __name__ == "__main__":
    unittest.main()
