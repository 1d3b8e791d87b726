"""The bench as a black box: what a user of mitid-bench relies on."""

import hashlib
import hmac
import json
import os
import random
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time
import unittest
import xml.etree.ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from programs import SECRET, Daemon, program
from services import private


def hotp(counter, secret=bytes.fromhex(SECRET), digits=6):
    """RFC 4226, written a second time."""
    digest = hmac.new(secret, counter.to_bytes(8, "big"), hashlib.sha1).digest()
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset:offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10 ** digits).zfill(digits)


def bench(*options):
    return Daemon("mitid-bench", *(options or ["--in-memory"]))


class Folder(unittest.TestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.state = self.folder / "state"


class Pressing(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = bench()
        cls.bench.start()

    @classmethod
    def tearDownClass(cls):
        cls.bench.stop()

    def add(self, **more):
        answer = self.bench.post("/v1/devices", {"kind": "code-display", "secretHex": SECRET, **more})
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json

    def test_a_display_shows_the_code_of_rfc_6238_at_the_time_of_the_bench(self):
        device = self.add(profile={"name": "mitid-code-display", "digits": 8})
        path = f"/v1/devices/{device['serialNumber']}"
        self.bench.put("/v1/clock", {"now": "2009-02-13T23:31:30Z", "freeze": True})
        self.assertFalse(self.bench.get(path + "/display").json["lit"])
        pressed = self.bench.post(path + "/buttons/main", {"action": "press"}).json
        self.assertEqual(pressed["display"]["text"], "89005924")
        self.assertEqual(pressed["display"]["darkensAt"], "2009-02-13T23:32:00Z")
        self.assertEqual(self.bench.get(path + "/display.txt").text, "89005924\n")
        drawing = xml.etree.ElementTree.fromstring(self.bench.get(path + "/display.svg").text)
        self.assertEqual(drawing.get("aria-label"), "Display: 89005924")
        self.bench.put("/v1/clock", {"advance": "PT29.999S"})
        self.assertTrue(self.bench.get(path + "/display").json["lit"])
        self.bench.put("/v1/clock", {"advance": "PT0.001S"})
        self.assertEqual(
            self.bench.get(path + "/display").json, {"lit": False, "text": "", "segments": [], "lowBattery": False}
        )
        self.bench.put("/v1/clock", {"run": True})

    def test_codes_keep_their_leading_zeros(self):
        # The code of counter 25 of this secret begins with a zero, by the second implementation above.
        counter = next(c for c in range(1000) if hotp(c).startswith("0"))
        device = self.add(profile="hotp-code-display", counter=counter)
        pressed = self.bench.post(f"/v1/devices/{device['serialNumber']}/buttons/main").json
        self.assertEqual(pressed["display"]["text"], hotp(counter))
        self.assertEqual(pressed["counter"], counter + 1)

    def test_a_reader_is_turned_on_speaks_and_is_turned_off(self):
        device = self.add(kind="audio-code-reader")
        path = f"/v1/devices/{device['serialNumber']}"
        on = self.bench.post(path + "/buttons/red").json
        self.assertTrue(on["display"]["lit"])
        self.assertEqual([p for p in on["speech"]["phrases"] if p.startswith("digit")],
                         [f"digit-{d}" for d in on["display"]["text"]])
        self.bench.post(path + "/buttons/red", {"action": "hold"})
        louder = self.bench.post(path + "/buttons/3").json
        self.assertEqual(louder["settings"]["volume"], on["settings"]["volume"] + 1)
        self.assertEqual(louder["pressedButtons"], ["red"])
        self.bench.post(path + "/buttons/red", {"action": "release"})
        off = self.bench.post(path + "/buttons/red").json
        self.assertFalse(off["display"]["lit"])
        self.assertEqual(self.bench.get(path + "/speech.wav").status, 200)

    def test_a_hold_ends_by_itself_in_bench_time(self):
        device = self.add(kind="audio-code-reader")
        path = f"/v1/devices/{device['serialNumber']}"
        self.bench.put("/v1/clock", {"freeze": True})
        held = self.bench.post(path + "/buttons/red", {"action": "hold", "duration": "PT2S"}).json
        self.assertEqual((held["pressedButtons"], held["display"]["lit"]), (["red"], False))
        self.bench.put("/v1/clock", {"advance": "PT2S"})
        after = self.bench.get(path).json
        self.assertEqual((after["pressedButtons"], after["display"]["lit"]), ([], True))
        self.bench.put("/v1/clock", {"run": True})

    def test_faults(self):
        device = self.add()
        path = f"/v1/devices/{device['serialNumber']}"
        self.assertEqual(self.bench.put(path + "/faults", {"batteryPercent": 0}).json["battery"]["empty"], True)
        self.assertFalse(self.bench.post(path + "/buttons/main").json["display"]["lit"])
        self.bench.put(path + "/faults", {"batteryPercent": 5, "deadDisplay": True})
        self.assertFalse(self.bench.post(path + "/buttons/main").json["display"]["lit"])
        seen = self.bench.put(path + "/faults", {"deadDisplay": False}).json
        self.assertEqual((seen["display"]["lit"], seen["display"]["lowBattery"]), (True, True))
        stuck = self.bench.put(path + "/faults", {"stuckButton": {"button": "main", "position": "down"}}).json
        self.assertEqual(stuck["pressedButtons"], ["main"])
        self.assertEqual(self.bench.post(path + "/buttons/main").json["pressedButtons"], ["main"])
        free = self.bench.put(path + "/faults", {"stuckButton": None}).json
        self.assertEqual((free["pressedButtons"], free["faults"]), ([], {"deadDisplay": False}))
        off = self.bench.put(path + "/faults", {"offset": "-PT90S", "driftPPM": 40}).json["clock"]
        self.assertEqual((off["driftPPM"], round(float(off["offset"][3:-1].replace("1M", "6"))) > 0), (40, True))

    def test_a_snapshot_goes_to_another_bench_and_no_counter_goes_back_unasked(self):
        device = self.add(profile="hotp-code-display")
        path = f"/v1/devices/{device['serialNumber']}"
        before = self.bench.get(path + "/snapshot").json
        self.assertEqual(before["secretHex"], SECRET)
        self.bench.post(path + "/buttons/main")
        refused = self.bench.put(path + "/snapshot", before)
        self.assertEqual((refused.status, refused.problem), (409, "counter-rollback"))
        back = self.bench.put(path + "/snapshot", {**before, "allowCounterRollback": True})
        self.assertEqual((back.status, back.json["counter"]), (200, 0))
        with bench() as other:
            moved = other.put(path + "/snapshot", before)
            self.assertEqual(moved.status, 201)
            self.assertEqual(other.get(path + "/snapshot").json, before)
            self.assertEqual(other.post(path + "/buttons/main").json["display"]["text"], hotp(0))

    def test_pskc_holds_the_chosen_devices(self):
        one, two, three = (self.add()["serialNumber"] for _ in range(3))
        answer = self.bench.get(f"/v1/pskc?serial={one}&serial={three}")
        self.assertEqual(answer.headers["Content-Type"], "application/pskc+xml")
        self.assertEqual(answer.text.count("<KeyPackage>"), 2)
        self.assertIn(f"<SerialNo>{three}</SerialNo>", answer.text)
        self.assertNotIn(two, answer.text)
        self.assertEqual(self.bench.get("/v1/pskc?serial=none").problem, "unknown-device")
        self.assertEqual(self.bench.get("/v1/pskc?serials=" + one).problem, "invalid-member")
        for key in ["000g", "000", "00010203040506"]:
            answer = self.bench.get("/v1/pskc", headers={"Container-Key": key})
            self.assertEqual((answer.status, answer.problem), (422, "invalid-member"))

    def test_the_list_comes_in_pages(self):
        with bench() as own:
            own.post("/v1/devices", [{"kind": "code-display", "serialNumber": f"S{n:02}"} for n in range(5)])
            page = own.get("/v1/devices?limit=2&after=S00")
            self.assertEqual([d["serialNumber"] for d in page.json], ["S01", "S02"])
            self.assertEqual(page.headers["X-Total-Count"], "5")
            self.assertEqual(page.headers["Link"], '</v1/devices?limit=2&after=S02>; rel="next"')
            self.assertIsNone(own.get("/v1/devices?limit=2&after=S02").headers["Link"])
            self.assertEqual(len(own.get("/v1/devices").json), 5)
            self.assertNotIn("secretHex", own.get("/v1/devices").text)
            self.assertEqual(own.delete("/v1/devices/S03").status, 204)
            self.assertEqual(own.get("/v1/devices/S03").problem, "unknown-device")

    def test_the_page_and_what_belongs_to_it(self):
        page = self.bench.get("/")
        self.assertTrue(page.headers["Content-Type"].startswith("text/html"))
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        for name in sorted(set(__import__("re").findall(r'(?:src|href)="(/[\w.]+)"', page.text))):
            self.assertEqual(self.bench.get(name).status, 200, name)
        again = self.bench.get("/", headers={"If-None-Match": page.headers["ETag"]})
        self.assertEqual((again.status, again.body), (304, b""))
        self.assertEqual(self.bench.get("/healthz").status, 200)
        self.assertIn("openapi", self.bench.get("/openapi.json").json)


class BadInput(unittest.TestCase):
    """Each is refused with a problem, and the process lives on."""

    @classmethod
    def setUpClass(cls):
        cls.bench = bench()
        cls.bench.start()
        cls.bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "A"})
        cls.bench.post("/v1/devices", {"kind": "audio-code-reader", "serialNumber": "R"})

    @classmethod
    def tearDownClass(cls):
        cls.bench.stop()

    def refused(self, answer, status, problem):
        self.assertEqual((answer.status, answer.problem), (status, problem), answer.text)
        self.assertEqual(set(answer.json), {"type", "title", "status", "detail"})
        self.assertEqual(self.bench.get("/healthz").status, 200)
        return answer.json["detail"]

    def test_paths_and_methods(self):
        self.refused(self.bench.get("/v1/nothing"), 404, "not-found")
        self.refused(self.bench.get("/v1/devices/A/%2e%2e/%2fetc"), 404, "not-found")
        for serial in ["B", "%00", "%ff", "%zz", "..%2f..", "a%20b", "x" * 5000]:
            answer = self.bench.get("/v1/devices/" + serial)
            self.assertIn(answer.status, (404, 422), answer.text)
            self.assertIsNotNone(answer.problem)
        patched = self.bench.request("PATCH", "/v1/devices")
        self.refused(patched, 405, "method-not-allowed")
        self.assertEqual(patched.headers["Allow"], "GET, HEAD, POST")
        self.refused(self.bench.post("/v1/devices/A/buttons/red"), 404, "unknown-button")
        self.refused(self.bench.post("/v1/devices/A/buttons/%F0%9F%92%A3"), 404, "unknown-button")
        self.refused(self.bench.post("/v1/devices/R/buttons/12"), 404, "unknown-button")

    def test_bodies_that_are_not_json(self):
        for body in [b"{", b'{"kind":"code-display" "x"}', b"\xff\xfe", b"nul", b"[1,2", b"{}{}"]:
            self.refused(self.bench.post("/v1/devices", body), 400, "invalid-json")
        self.assertIn("line 1, column 24", self.refused(
            self.bench.post("/v1/devices", b'{"kind":"code-display" "x"}'), 400, "invalid-json"))
        deep = b"[" * 200_000
        self.assertEqual(self.bench.post("/v1/devices", deep).status, 400)
        self.refused(self.bench.post("/v1/devices", b""), 400, "invalid-json")

    def test_members_are_named(self):
        cases = [
            ({}, 400, "invalid-body", "'kind' is missing"),
            ({"kind": 7}, 400, "invalid-body", "'kind' must be a string"),
            ({"kind": "code-display", "serial": "X"}, 400, "invalid-body", "'serial' is not a member"),
            ({"kind": "code-display", "counter": -1}, 422, "invalid-member", "counter"),
            ({"kind": "code-display", "counter": 2 ** 64}, 422, "invalid-member", "counter"),
            ({"kind": "code-display", "counter": 1.5}, 422, "invalid-member", "counter"),
            ({"kind": "code-display", "counter": "1"}, 400, "invalid-body", "'counter' must be a whole number"),
            ({"kind": "code-display", "profile": {"batteryCapacity": 2 ** 40}}, 400, "invalid-body", "number"),
            ({"kind": "chip", "secretHex": "00"}, 400, "invalid-body", "secretHex"),
            ({"kind": "chip", "profile": "nix"}, 422, "invalid-member", "profile"),
            ({"kind": "toaster"}, 422, "unsupported-kind", "toaster"),
            ({"kind": "code-display", "serialNumber": "a\u0000b"}, 422, "invalid-member", "serialNumber"),
            ({"kind": "code-display", "serialNumber": ""}, 422, "invalid-member", "serialNumber"),
            ({"kind": "code-display", "serialNumber": "x" * 65}, 422, "invalid-member", "serialNumber"),
            ({"kind": "code-display", "serialNumber": ".."}, 422, "invalid-member", "serialNumber"),
            ({"kind": "code-display", "serialNumber": "A"}, 409, "serial-exists", "A"),
            ({"kind": "code-display", "secretHex": "zz"}, 422, "invalid-member", "secretHex"),
            ({"kind": "code-display", "secretHex": ""}, 422, "invalid-member", "secretHex"),
            ({"kind": "code-display", "secretHex": "00" * 129}, 422, "invalid-member", "secretHex"),
            ({"kind": "code-display", "secretBase32": "A!"}, 422, "invalid-member", "secretBase32"),
            ({"kind": "code-display", "secretHex": "00", "secretBase32": "AA"}, 422, "invalid-member", "secretBase32"),
            ({"kind": "code-display", "profile": "nix"}, 422, "invalid-member", "profile"),
            ({"kind": "code-display", "profile": {"digits": 11}}, 422, "invalid-member", "profile.digits"),
            ({"kind": "code-display", "profile": {"timeStep": "PT0S"}}, 422, "invalid-member", "profile.timeStep"),
            ({"kind": "code-display", "name": "a\nb"}, 422, "invalid-member", "name"),
            ([{"kind": "code-display"}, {"kind": "code-display", "secretHex": "0"}], 422, "invalid-member", "[1]."),
        ]
        before = len(self.bench.get("/v1/devices").json)
        for body, status, problem, words in cases:
            with self.subTest(body=body):
                self.assertIn(words, self.refused(self.bench.post("/v1/devices", body), status, problem))
        self.assertEqual(len(self.bench.get("/v1/devices").json), before)

    def test_no_secret_is_repeated(self):
        secret = "31323334353637383930ZZ"
        answer = self.bench.post("/v1/devices", {"kind": "code-display", "secretHex": secret})
        self.assertNotIn("3132333", answer.text)

    def test_buttons_clocks_and_faults(self):
        for path, body, status, problem in [
            ("/v1/devices/A/buttons/main", {"action": "lick"}, 422, "invalid-member"),
            ("/v1/devices/A/buttons/main", {"action": "press", "duration": "PT1S"}, 422, "invalid-member"),
            ("/v1/devices/A/buttons/main", {"action": "hold", "duration": "2 s"}, 422, "invalid-member"),
            ("/v1/devices/A/buttons/main", {"action": "hold", "duration": "-PT2S"}, 422, "invalid-member"),
            ("/v1/devices/A/buttons/main", {"actoin": "hold"}, 400, "invalid-body"),
        ]:
            with self.subTest(body=body):
                self.refused(self.bench.post(path, body), status, problem)
        for path, body, status, problem in [
            ("/v1/clock", {"now": "yesterday"}, 422, "invalid-member"),
            ("/v1/clock", {"now": "1969-12-31T23:59:59Z"}, 422, "invalid-member"),
            ("/v1/clock", {"advance": "-PT1S"}, 422, "invalid-member"),
            ("/v1/clock", {"advance": "PT9999999999999999999S"}, 422, "invalid-member"),
            ("/v1/clock", {"advance": "PT2500000000H"}, 422, "invalid-member"),
            ("/v1/clock", {"advance": "P1M"}, 422, "invalid-member"),
            ("/v1/clock", {"freeze": True, "run": True}, 422, "invalid-member"),
            ("/v1/clock", {"freeze": "yes"}, 400, "invalid-body"),
            ("/v1/devices/A/clock", {"driftPPM": 1_000_001}, 422, "invalid-member"),
            ("/v1/devices/A/clock", {"offset": "-PT99999999999999H"}, 422, "invalid-member"),
            ("/v1/devices/A/clock", {"now": "2026-01-01T00:00:00Z", "offset": "PT1S"}, 422, "invalid-member"),
            ("/v1/devices/A/faults", {"batteryPercent": 101}, 422, "invalid-member"),
            ("/v1/devices/A/faults", {"batteryPercent": 256}, 422, "invalid-member"),
            ("/v1/devices/A/faults", {"stuckButton": {"button": "red"}}, 422, "invalid-member"),
            ("/v1/devices/A/snapshot", {"kind": "code-display"}, 400, "invalid-body"),
        ]:
            with self.subTest(body=body):
                self.refused(self.bench.put(path, body), status, problem)
        for query in ["?limit=0", "?limit=x", "?after=%00", "?lim=1"]:
            self.refused(self.bench.get("/v1/devices" + query), 422, "invalid-member")

    def test_a_clock_before_t0_shows_no_code(self):
        self.bench.post("/v1/devices", {
            "kind": "code-display", "serialNumber": "T0", "profile": {"epoch": "2100-01-01T00:00:00Z"}})
        self.assertEqual(self.bench.post("/v1/devices/T0/buttons/main").json["display"]["text"], "------")
        self.assertEqual(self.bench.get("/v1/pskc?serial=T0").problem, "not-exportable")

    def test_bodies_that_are_too_large(self):
        for path in ["/v1/clock", "/v1/devices/A/faults"]:
            self.refused(self.bench.put(path, b" " * 1_000_000), 413, "body-too-large")
        self.refused(self.bench.post("/v1/devices", b" " * 9_000_000), 413, "body-too-large")
        self.refused(self.bench.post("/v1/devices", b'{"kind":"' + b"x" * 1_000_000 + b'"}'), 422, "unsupported-kind")

    def test_pages_of_other_origins_are_kept_away(self):
        for headers in [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"},
                        {"Origin": "http://localhost:9"}]:
            self.refused(self.bench.post("/v1/devices/A/buttons/main", headers=headers), 403, "forbidden")
        same = {"Origin": f"http://127.0.0.1:{self.bench.port}"}
        self.assertEqual(self.bench.post("/v1/devices/A/buttons/main", headers=same).status, 200)

    def raw(self, data, timeout=10):
        with socket.create_connection(("127.0.0.1", self.bench.port), timeout=timeout) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            received = b""
            try:
                while piece := connection.recv(65536):
                    received += piece
            except ConnectionError:
                pass
            return received

    def test_bytes_that_are_not_http(self):
        random.seed(2)
        head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        for data in [
            b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 1000,
            head + b"X: " + b"y" * 1_000_000 + b"\r\n\r\n",
            head + b"".join(b"X%d: y\r\n" % n for n in range(10_000)) + b"\r\n",
            b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            b"GET / HTTP/1.1\r\n\r\n",
            b"POST /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
            b"POST /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
            b"POST /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n{}",
            b"POST /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"POST /v1/devices HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n",
            *(random.randbytes(random.randrange(1, 3000)) for _ in range(50)),
        ]:
            answer = self.raw(data)
            if answer:
                self.assertRegex(answer[:12], rb"HTTP/1\.1 [45]\d\d", data[:60])
            self.assertEqual(self.bench.get("/healthz").status, 200)

    def test_a_client_that_sends_forever_is_cut_off(self):
        with socket.create_connection(("127.0.0.1", self.bench.port), timeout=30) as connection:
            connection.sendall(b"PUT /v1/clock HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n")
            chunk = b"10000\r\n" + b" " * 65536 + b"\r\n"
            sent = 0
            try:
                while sent < 1 << 30:
                    connection.sendall(chunk)
                    sent += 65536
            except OSError:
                pass
            self.assertLess(sent, 1 << 28)
        self.assertEqual(self.bench.get("/healthz").status, 200)


class Events(unittest.TestCase):
    def open(self, daemon, query="", headers=""):
        connection = socket.create_connection(("127.0.0.1", daemon.port), timeout=20)
        connection.sendall(f"GET /v1/events{query} HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n".encode())
        stream = connection.makefile("rb")
        while stream.readline().strip():
            pass
        self.addCleanup(connection.close)
        self.addCleanup(stream.close)
        return stream

    def read(self, stream, count):
        """So many events as (id, name, data)."""
        events, event = [], {}
        while len(events) < count:
            line = stream.readline()
            if not line:
                self.fail(f"the stream ended after {events}")
            line = line.decode().strip()
            if ": " in line:
                name, value = line.split(": ", 1)
                event[name] = value
            elif not line and "event" in event:
                events.append((int(event.get("id", 0)), event["event"], json.loads(event["data"])))
                event = {}
        return events

    def test_every_press_and_frame_is_told_in_order(self):
        with bench() as daemon:
            stream = self.open(daemon)
            daemon.put("/v1/clock", {"freeze": True})
            daemon.post("/v1/devices", {"kind": "code-display", "serialNumber": "A"})
            shown = daemon.post("/v1/devices/A/buttons/main").json
            daemon.put("/v1/clock", {"advance": "PT31S"})
            daemon.delete("/v1/devices/A")
            events = self.read(stream, 8)
            self.assertEqual([name for _, name, _ in events], [
                "clock", "device", "button", "frame", "button", "clock", "frame", "device"])
            numbers = [number for number, _, _ in events]
            self.assertEqual(numbers, list(range(numbers[0], numbers[0] + 8)))
            self.assertEqual(events[1][2]["change"], "added")
            self.assertNotIn("secretHex", json.dumps(events[1][2]))
            self.assertEqual(events[2][2]["action"], "pressed")
            self.assertEqual(events[3][2]["display"], shown["display"])
            # The screen went dark when its time was over, not when the clock was moved past that.
            self.assertEqual(events[6][2]["time"], shown["display"]["darkensAt"])
            self.assertFalse(events[6][2]["display"]["lit"])
            self.assertEqual(events[7][2]["change"], "removed")
            again = self.open(daemon, headers=f"Last-Event-ID: {numbers[5]}\r\n")
            self.assertEqual([number for number, _, _ in self.read(again, 2)], numbers[6:8])

    def test_a_stream_can_be_of_some_devices(self):
        with bench() as daemon:
            daemon.post("/v1/devices", [{"kind": "code-display", "serialNumber": s} for s in "AB"])
            stream = self.open(daemon, "?serial=B")
            daemon.post("/v1/devices/A/buttons/main")
            daemon.post("/v1/devices/B/buttons/main")
            self.assertEqual({event["serialNumber"] for _, _, event in self.read(stream, 3)}, {"B"})

    def test_who_reads_too_slowly_is_told_and_costs_no_memory(self):
        # On a busy machine the events take longer than a response may wait for its reader.
        with bench("--in-memory", "--unread-response-timeout", "600") as daemon:
            daemon.post("/v1/devices", {"kind": "code-display", "serialNumber": "A"})
            stream = self.open(daemon)
            sleepers = [self.open(daemon) for _ in range(20)]
            before = daemon.memory()
            for _ in range(15_000):
                daemon.put("/v1/devices/A/faults", {"batteryPercent": 50})
            grown = daemon.memory() - before
            self.assertTrue(sleepers)
            name = "device"
            while name != "lost":
                _, name, data = self.read(stream, 1)[0]
            self.assertGreater(data["lost"], 0)
            print(f"\n  20 sleeping readers, 15,000 events of 1 kB: {grown / 1e6:.1f} MB more memory", flush=True)
            self.assertLess(grown, 100e6)

    def test_open_streams_do_not_keep_a_bench_from_ending(self):
        with bench() as daemon:
            streams = [self.open(daemon) for _ in range(5)]
            started = time.monotonic()
            self.assertEqual(daemon.stop(), 0)
            self.assertLess(time.monotonic() - started, 10)
            for stream in streams:
                while stream.readline():
                    pass


class State(Folder):
    def test_what_was_on_the_bench_is_there_again(self):
        with bench("--state", self.state) as daemon:
            daemon.put("/v1/clock", {"now": "2030-01-01T00:00:00Z", "freeze": True})
            daemon.post("/v1/devices", [
                {"kind": "code-display", "serialNumber": "A", "name": "Anna's"},
                {"kind": "audio-code-reader", "serialNumber": "R"}])
            daemon.put("/v1/devices/A/clock", {"offset": "PT5S", "driftPPM": -30})
            daemon.put("/v1/devices/A/faults", {"batteryPercent": 40})
            daemon.post("/v1/devices/R/buttons/red")
            before = [daemon.get(f"/v1/devices/{s}/snapshot").json for s in "AR"]
            clock = daemon.get("/v1/clock").json
            self.assertEqual(daemon.stop(), 0)
        # A restart is a power cut for screens, for nothing else.
        before[1].pop("lit")
        with bench("--state", self.state) as daemon:
            self.assertEqual([daemon.get(f"/v1/devices/{s}/snapshot").json for s in "AR"], before)
            again = daemon.get("/v1/clock").json
            self.assertEqual((again["now"], again["frozen"]), (clock["now"], True))

    def test_changes_are_stored_within_seconds_without_an_end(self):
        with bench("--state", self.state) as daemon:
            daemon.post("/v1/devices", {"kind": "code-display", "serialNumber": "A"})
            daemon.put("/v1/devices/A/faults", {"batteryPercent": 40})
            file = self.state / "devices/A.json"
            deadline = time.monotonic() + 20
            while json.loads(file.read_text())["battery"]["charge"] != 8000 and time.monotonic() < deadline:
                time.sleep(0.05)
            daemon.kill()
            daemon.start()
            self.assertEqual(daemon.get("/v1/devices/A").json["battery"]["levelPercent"], 40)

    def test_only_the_owner_can_read_it(self):
        with bench("--state", self.state) as daemon:
            daemon.post("/v1/devices", {"kind": "code-display", "serialNumber": "A"})
            for path, mode in [(self.state, 0o700), (self.state / "devices", 0o700),
                               (self.state / "devices/A.json", 0o600), (self.state / "lock", 0o600)]:
                self.assertEqual(stat.S_IMODE(path.stat().st_mode), mode, path)

    def test_two_benches_cannot_share_a_directory(self):
        with bench("--state", self.state) as daemon:
            second = subprocess.run([program("mitid-bench"), "serve", "--port", "0", "--state", self.state],
                                    capture_output=True, text=True, timeout=20)
            self.assertEqual(second.returncode, 2)
            self.assertRegex(second.stderr, rf"\Amitid-bench: .*in use by another .*{daemon.process.pid}.*\n\Z")
            daemon.kill()
        with bench("--state", self.state):
            pass

    def test_files_that_cannot_be_read_are_set_aside_and_named(self):
        with bench("--state", self.state) as daemon:
            daemon.post("/v1/devices", [{"kind": "code-display", "serialNumber": s} for s in "ABCD"])
        devices = self.state / "devices"
        whole = (devices / "B.json").read_bytes()
        (devices / "B.json").write_bytes(whole[: len(whole) // 2])
        (devices / "C.json").write_bytes(b"")
        (devices / "X.json").write_bytes((devices / "D.json").read_bytes())
        (devices / "D.json.99.tmp").write_bytes(b"{")
        (self.state / "clock.json").write_bytes(b"\x00\x01")
        with bench("--state", self.state) as daemon:
            self.assertEqual([d["serialNumber"] for d in daemon.get("/v1/devices").json], ["A", "D"])
            daemon.stop()
            log = "".join(daemon.log)
        for name in ["B.json", "C.json", "X.json", "clock.json"]:
            self.assertIn(name, log)
            self.assertTrue((self.state / "set-aside" / name).exists())
        self.assertEqual((self.state / "set-aside/B.json").read_bytes(), whole[: len(whole) // 2])
        self.assertFalse((devices / "D.json.99.tmp").exists())

    def test_killed_at_any_moment_no_counter_goes_back_and_no_code_is_shown_twice(self):
        random.seed(50)
        serials = [f"H{n}" for n in range(4)]
        highest = dict.fromkeys(serials, -1)
        shown = {serial: [] for serial in serials}
        presses = 0
        daemon = bench("--state", self.state)
        daemon.start()
        self.addCleanup(lambda: daemon.process.poll() is None and daemon.kill())
        # A short display time, so that the clock can be moved on for the next press.
        daemon.post("/v1/devices", [
            {"kind": "code-display", "serialNumber": s, "secretHex": SECRET,
             "profile": {"name": "hotp-code-display", "displayTime": "PT0.1S"}} for s in serials])
        for round_number in range(50):
            moment = time.monotonic() + random.uniform(0.02, 0.3)
            killer = threading.Timer(moment - time.monotonic(), lambda: os.kill(daemon.process.pid, signal.SIGKILL))
            killer.start()

            def press(serial):
                nonlocal presses
                try:
                    while True:
                        device = daemon.post(f"/v1/devices/{serial}/buttons/main").json
                        if device["display"]["lit"]:
                            code = device["display"]["text"]
                            if not shown[serial] or shown[serial][-1] != (code, device["counter"]):
                                shown[serial].append((code, device["counter"]))
                            highest[serial] = max(highest[serial], device["counter"])
                            presses += 1
                        daemon.put("/v1/clock", {"advance": "PT0.2S"})
                except (OSError, ValueError, __import__("http.client").client.HTTPException):
                    return

            with ThreadPoolExecutor(len(serials)) as pool:
                list(pool.map(press, serials))
            killer.join()
            daemon.process.wait(10)
            daemon.process.stdout.close()
            daemon.start()
            self.assertEqual(daemon.log, [], "nothing was set aside")
            for serial in serials:
                counter = daemon.get(f"/v1/devices/{serial}").json["counter"]
                self.assertGreaterEqual(counter, highest[serial], f"round {round_number}: counter went back")
                highest[serial] = max(highest[serial], counter)
        daemon.kill()
        for serial in serials:
            counters = [counter for _, counter in shown[serial]]
            self.assertEqual(counters, sorted(set(counters)), "a counter was used twice")
            for code, counter in shown[serial]:
                self.assertEqual(code, hotp(counter - 1), "the code is not that of the counter before the next one")
        print(f"\n  50 kills in {presses} presses of {len(serials)} devices", flush=True)
        self.assertGreater(presses, 50)


class Fleet(Folder):
    def test_ten_thousand_devices_in_one_process(self):
        count = 10_000
        with bench("--state", self.state) as daemon:
            # A first device takes the memory that any bench takes.
            daemon.post("/v1/devices", {"kind": "code-display", "serialNumber": "first"})
            daemon.post("/v1/devices/first/buttons/main")
            empty = daemon.memory()
            body = [{"kind": "code-display", "serialNumber": f"{n:010}"} for n in range(count)]
            started = time.monotonic()
            answer = daemon.post("/v1/devices", body)
            created = time.monotonic() - started
            self.assertEqual(answer.status, 201)
            del body
            started = time.monotonic()
            listed = daemon.get("/v1/devices").json
            listing = time.monotonic() - started
            self.assertEqual(len(listed), count + 1)
            del listed
            grown = daemon.memory() - empty

            def press(numbers):
                return sum(daemon.post(f"/v1/devices/{n:010}/buttons/main").json["display"]["lit"] for n in numbers)

            started = time.monotonic()
            with ThreadPoolExecutor(4) as pool:
                lit = sum(pool.map(press, [range(start, count, 4) for start in range(4)]))
            pressing = time.monotonic() - started
            self.assertEqual(lit, count)
            started = time.monotonic()
            daemon.put("/v1/clock", {"advance": "PT31S"})
            darkening = time.monotonic() - started
            self.assertFalse(daemon.get("/v1/devices/0000009999/display").json["lit"])
            started = time.monotonic()
            self.assertEqual(daemon.stop(), 0)
            stopping = time.monotonic() - started
            started = time.monotonic()
            daemon.start()
            loading = time.monotonic() - started
            self.assertEqual(daemon.get("/v1/devices?limit=1").headers["X-Total-Count"], str(count + 1))
            resting = daemon.memory()
        print(
            f"\n  {count} devices: created in {created:.2f} s, listed in {listing:.2f} s, "
            f"{count / pressing:.0f} presses a second over HTTP from 4 Python threads, "
            f"all darkened in {darkening:.2f} s, stored and ended in {stopping:.2f} s, loaded in {loading:.2f} s; "
            f"memory {empty / 1e6:.1f} MB empty, {grown / count:.0f} bytes more for each device after listing, "
            f"{(resting - empty) / count:.0f} after a restart",
            flush=True,
        )


class CommandLine(Folder):
    def run_tool(self, *arguments, **environment):
        return subprocess.run([program("mitid-bench"), *map(str, arguments)], capture_output=True, text=True, timeout=30,
                              env={**os.environ, "HOME": str(self.folder), **environment})

    def test_a_story_from_the_shell(self):
        with bench() as daemon:
            url = f"http://127.0.0.1:{daemon.port}"
            added = self.run_tool("add", "code-display", "--serial", "A", "--secret-hex", SECRET, "--json", MITID_BENCH=url)
            self.assertEqual((added.returncode, json.loads(added.stdout)["serialNumber"]), (0, "A"), added.stderr)
            self.assertEqual(self.run_tool("clock", "--freeze", MITID_BENCH=url).returncode, 0)
            pressed = self.run_tool("press", "A", "--json", "--bench", url)
            code = json.loads(pressed.stdout)["display"]["text"]
            self.assertRegex(code, r"\A\d{6}\Z")
            self.assertIn(code, self.run_tool("show", "A", "--bench", url).stdout)
            self.assertEqual(self.run_tool("clock", "--advance", "PT30S", "--bench", url).returncode, 0)
            self.assertFalse(json.loads(self.run_tool("show", "A", "--json", "--bench", url).stdout)["display"]["lit"])
            exported = self.folder / "devices.pskc"
            self.assertEqual(self.run_tool("export", "--pskc", exported, "--bench", url).returncode, 0)
            self.assertIn("<SerialNo>A</SerialNo>", exported.read_text())
            key_file = self.folder / "key"
            key_file.write_text("000102030405060708090a0b0c0d0e0f\n")
            self.assertEqual(
                self.run_tool("export", "--pskc", exported, "--key-file", key_file, "--bench", url).returncode, 0)
            self.assertNotIn("PlainValue>M", exported.read_text())
            self.assertIn("#aes128-cbc", exported.read_text())
            refused = self.run_tool("export", "--pskc", exported, "--key-hex", "0001", "--bench", url)
            self.assertEqual(refused.returncode, 2)
            self.assertIn("a key of 2 bytes; AES takes 16, 24 or 32", refused.stderr)
            self.assertEqual(self.run_tool("remove", "A", "--bench", url).returncode, 0)
            self.assertEqual(json.loads(self.run_tool("list", "--json", "--bench", url).stdout), [])

    def test_what_cannot_be_done_is_one_line_and_status_2(self):
        token = self.folder / "token"
        private(token, "short\n")
        file = self.folder / "file"
        file.write_text("")
        with bench() as daemon:
            url = f"http://127.0.0.1:{daemon.port}"
            for arguments in [
                ["press", "nobody", "--bench", url],
                ["add", "toaster", "--bench", url],
                ["add", "code-display", "--secret-hex", "zz", "--bench", url],
                ["add", "code-display", "--serial", "a\nb", "--bench", url],
                ["clock", "--advance", "soon", "--bench", url],
                ["list", "--bench", "http://127.0.0.1:1"],
                ["list", "--bench", "not a url"],
                ["serve", "--host", "0.0.0.0"],
                ["serve", "--port", "70000"],
                ["serve", "--port", "0", "--in-memory", "--state", self.state],
                ["serve", "--port", "0", "--state", file],
                ["serve", "--port", "0", "--in-memory", "--token-file", token],
                ["serve", "--port", "0", "--in-memory", "--token-file", self.folder / "none"],
                ["serve", "--port", str(daemon.port), "--in-memory"],
                ["frobnicate"],
                [],
            ]:
                with self.subTest(arguments=arguments):
                    ended = self.run_tool(*arguments)
                    self.assertEqual((ended.returncode, ended.stdout), (2, ""), ended.stderr)
                    self.assertRegex(ended.stderr, r"\Amitid-bench: [^\n]+\n\Z")

    def test_a_token_is_wanted_where_one_is_set(self):
        token = self.folder / "token"
        private(token, "0123456789abcdef\n")
        with bench("--in-memory", "--token-file", token) as daemon:
            self.assertEqual(daemon.get("/v1/devices").status, 401)
            for wrong in ["Bearer 0123456789abcdeX", "Bearer 0123456789abcdef0", "Basic 0123456789abcdef", "Bearer"]:
                refused = daemon.get("/v1/devices", headers={"Authorization": wrong})
                self.assertEqual((refused.status, refused.problem), (401, "unauthorized"))
            right = {"Authorization": "bearer 0123456789abcdef"}
            self.assertEqual(daemon.get("/v1/devices", headers=right).status, 200)
            for open_path in ["/", "/healthz", "/openapi.json"]:
                self.assertEqual(daemon.get(open_path).status, 200)
            self.assertEqual(daemon.get("//v1//devices").status, 401)
            url = f"http://127.0.0.1:{daemon.port}"
            self.assertEqual(self.run_tool("list", "--bench", url, "--token-file", token).returncode, 0)


if __name__ == "__main__":
    unittest.main()
