"""What a load balancer learns of mitid-activation, while its store is there, while it is not, and when it is told to stop."""

import concurrent.futures
import json
import pathlib
import sqlite3
import tempfile
import time
import unittest

from fleet import Connection, activated, request
from services import Service, run

NAME = "mitid-activation"
READY = request("GET", "/readyz")


class ReadinessTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-activation-")
        self.addCleanup(folder.cleanup)
        self.store = pathlib.Path(folder.name) / "store.sqlite"

    def start(self, *options):
        service = Service(NAME, "--store", f"sqlite:{self.store}", *options)
        self.addCleanup(service.__exit__)
        return service

    def lock(self):
        """Keeps the store from everybody else, as a program does that forgets to commit."""
        stranger = sqlite3.connect(self.store, isolation_level=None)
        self.addCleanup(stranger.close)
        stranger.execute("BEGIN IMMEDIATE")
        return stranger

    def test_it_is_ready_as_long_as_its_store_takes_decisions(self):
        service = self.start()
        answer = service.get("/readyz")
        self.assertEqual((answer.status, answer.json), (200, {"status": "ready"}))
        stranger = self.lock()
        # The answer of a moment ago holds for a second.
        end = time.monotonic() + 20
        while (answer := service.get("/readyz")).status == 200:
            self.assertLess(time.monotonic(), end)
        self.assertEqual((answer.status, answer.problem), (503, "not-ready"))
        self.assertEqual(service.get("/healthz").status, 200)
        stranger.execute("ROLLBACK")
        end = time.monotonic() + 20
        while service.get("/readyz").status != 200:
            self.assertLess(time.monotonic(), end)
        self.assertIn("not ready", service.log)
        self.assertIn("ready again", service.log)

    def test_questions_do_not_pile_up_behind_a_store_that_does_not_answer(self):
        service = self.start()
        self.lock()
        begun = time.monotonic()
        connections = [Connection(service.port) for _ in range(200)]
        for connection in connections:
            self.addCleanup(connection.close)
            connection.send(READY)
        self.assertEqual({connection.answer()[0] for connection in connections}, {503})
        # One question, and not two hundred in turn.
        self.assertLess(time.monotonic() - begun, 10)

    def test_told_to_stop_it_says_so_and_serves_on_for_a_while(self):
        service = self.start("--drain", "3")
        device, = activated(1, service.port)
        probe, client = Connection(service.port), Connection(service.port)
        self.addCleanup(probe.close)
        self.addCleanup(client.close)
        self.assertEqual(probe.ask(READY)[0], 200)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            begun = time.monotonic()
            status = pool.submit(service.stop)
            while (answer := probe.ask(READY))[0] == 200:
                self.assertLess(time.monotonic() - begun, 3)
            self.assertEqual(json.loads(answer[1])["type"], "urn:mitid-tokens:problem:not-ready")
            self.assertEqual(client.ask(device.verification(1))[0], 200)
            self.assertEqual(status.result(30), 0)
            self.assertGreater(time.monotonic() - begun, 2.9)

    def test_told_to_stop_while_requests_wait_for_the_store_it_ends_soon(self):
        service = self.start()
        devices = activated(4, service.port)
        self.lock()
        connections = [Connection(service.port) for _ in devices]
        for connection, device in zip(connections, devices):
            self.addCleanup(connection.close)
            connection.send(device.verification(1))
        while service.requests_in_flight < len(devices):
            pass
        begun = time.monotonic()
        service.terminate()
        answers = {(status, json.loads(body)["type"]) for status, body in (one.answer() for one in connections)}
        self.assertEqual(answers, {(503, "urn:mitid-tokens:problem:store-unavailable")})
        self.assertEqual(service.stop(), 0)
        self.assertLess(time.monotonic() - begun, 10)


class AddressTests(unittest.TestCase):
    def test_an_option_that_cannot_be_used_is_refused_at_once_and_with_its_reason(self):
        for option, reason in [
            ("load_balance_host=random", 'invalid URI query parameter: "load_balance_host"'),
            ("connect_timeout=soon", 'invalid integer value "soon" for connection option "connect_timeout"'),
            ("sslmode=perhaps", 'invalid sslmode value: "perhaps"'),
            ("target_session_attrs=prefer-standby",
             "target_session_attrs=prefer-standby: a store needs a server that takes changes"),
        ]:
            begun = time.monotonic()
            status, _, error = run(
                NAME, "show", "A", "--store", f"postgres://mitid:hunter2@192.0.2.1/db?{option}", "--key-file", "/nowhere")
            self.assertEqual((status, error), (2, f"mitid-activation: --store postgres://...: {reason}\n"))
            self.assertLess(time.monotonic() - begun, 5)


if __name__ == "__main__":
    unittest.main()
