"""Wrong tries of holders and callers are seen and forgotten, and ends no clock can have stored hold nobody up."""

import pathlib
import sqlite3
import tempfile
import time
import unittest

from services import Service, container, hotp, run, time_step

NAME = "mitid-activation"
SECRET = b"12345678901234567890"
TEN_YEARS = 3653 * 86_400_000


class UnblockTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-unblock-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.store = ("--store", f"sqlite:{self.folder}/store.sqlite")

    def activation(self, **more):
        return {"userID": "anna", "password": "right one", "serialNumber": "0001",
                "code": hotp(SECRET, time_step()), **more}

    def prepare(self, service, *options):
        service.post("/v1/imports", container(("0001", "code-display", SECRET, None)), *options)
        service.post("/v1/users", {"userID": "anna", "password": "right one"}, *options)

    def throttle(self, service):
        for _ in range(5):
            body = {"userID": "anna", "password": "wrong", "serialNumber": "0009", "code": "123456"}
            self.assertEqual(service.post("/v1/activations", body).status, 403)

    def test_a_holders_wrong_tries_are_shown_and_forgotten(self):
        with Service(NAME, *self.store) as service:
            self.prepare(service)
            self.assertNotIn("attempts", service.get("/v1/users/anna").json)
            self.throttle(service)
            chip = {"userID": "anna", "password": "right one"}
            for forget in (
                    lambda: run(NAME, "unblock", "--user", "anna", *self.store),
                    lambda: service.curl("DELETE", "/v1/users/anna/attempts")):
                attempts = service.get("/v1/users/anna").json["attempts"]
                self.assertRegex(attempts["passwords"]["blockedUntil"], r"\A\d{4}-.*Z\Z")
                output = run(NAME, "user", "anna", *self.store)[1]
                self.assertIn(f"passwords      blocked until {attempts['passwords']['blockedUntil']}", output)
                self.assertEqual(service.post("/v1/chips/requests", chip).status, 403)
                forget()
                self.assertNotIn("attempts", service.get("/v1/users/anna").json)
                self.assertEqual(service.post("/v1/chips/requests", chip).status, 200)
                self.throttle(service)
            self.assertEqual(run(NAME, "unblock", "--user", "bo", *self.store)[0], 1)
            self.assertEqual(service.curl("DELETE", "/v1/users/bo/attempts").problem, "unknown-user")
            entries = service.get("/v1/audit?limit=1000").json["entries"]
            found = [(entry["granted"], entry["userID"]) for entry in entries if entry["event"] == "holder-unblocking"]
            self.assertEqual(found, [(True, "anna"), (True, "anna"), (False, "bo"), (False, "bo")])

    def test_a_callers_wrong_tries_are_forgotten(self):
        tokens = self.folder / "tokens"
        tokens.write_text("portal caller 0123456789abcdef\ndesk admin fedcba9876543210\n")
        tokens.chmod(0o600)
        portal, desk = (("-H", f"Authorization: Bearer {token}") for token in ("0123456789abcdef", "fedcba9876543210"))
        with Service(NAME, "--token-file", str(tokens), *self.store) as service:
            self.prepare(service, *desk)
            wrong = {"userID": "nobody", "code": "123456"}
            for forget in (
                    lambda: run(NAME, "unblock", "--caller", "portal", *self.store)[1],
                    lambda: service.curl("DELETE", "/v1/callers/portal/attempts", None, *desk).body):
                statuses = [service.post("/v1/verifications", wrong, *portal).status for _ in range(21)]
                self.assertEqual(statuses, [403] * 20 + [429])
                self.assertRegex(forget(), r"hrottled(Until)?\W+(until )?2\d{3}-")
                self.assertEqual(service.post("/v1/activations", self.activation(code="12345"), *portal).status, 403)
                run(NAME, "unblock", "--caller", "portal", *self.store)
            entries = service.get("/v1/audit?limit=1000", *desk).json["entries"]
            found = [entry["caller"] for entry in entries if entry["event"] == "caller-unblocking"]
            self.assertEqual(found, ["portal"] * 4)
            self.assertEqual(service.curl("DELETE", "/v1/callers/portal/attempts", None, *portal).status, 403)
            self.assertEqual(service.curl("DELETE", "/v1/callers/a%20b/attempts", None, *desk).status, 422)

    def test_ends_that_no_clock_can_have_stored_hold_nobody_up(self):
        """As a clock leaves them that was ten years ahead for a minute."""
        tokens = self.folder / "tokens"
        tokens.write_text("portal caller,admin 0123456789abcdef\n")
        tokens.chmod(0o600)
        portal = ("-H", "Authorization: Bearer 0123456789abcdef")
        end = int(time.time() * 1000) + TEN_YEARS
        with Service(NAME, "--token-file", str(tokens), *self.store) as service:
            self.prepare(service, *portal)
            self.assertEqual(service.post("/v1/verifications", {"userID": "nobody", "code": "123456"}, *portal).status, 403)
            database = sqlite3.connect(self.folder / "store.sqlite")
            database.execute(
                "UPDATE holder SET passwords_blocked_until = ?1, device_passwords_blocked_until = ?1,"
                " activations_blocked_until = ?1, passwords_blocks = 3", (end,))
            database.execute(
                "UPDATE token SET codes_blocked_until = ?1, activations_blocked_until = ?1,"
                " resynchronizations_empty_at = ?1, codes_blocks = 3", (end,))
            database.execute("UPDATE caller SET wrong_tries_empty_at = ?", (end,))
            database.commit()
            database.close()
            self.assertNotIn("attempts", service.get("/v1/users/anna", *portal).json)
            self.assertNotIn("block", service.get("/v1/authenticators/0001", *portal).json)
            self.assertNotIn("block", run(NAME, "show", "0001", *self.store)[1])
            activated = service.post("/v1/activations", self.activation(), *portal)
            self.assertEqual(activated.status, 201, activated)
            wrong = {"userID": "anna", "code": "00000000"}
            self.assertEqual(service.post("/v1/verifications", wrong, *portal).status, 403)

    def test_one_of_three_is_named(self):
        for arguments in ((), ("0001", "--user", "anna"), ("--user", "anna", "--caller", "portal"), ("--caller", "a b"),
                          ("--user", "a/b")):
            status, output, error = run(NAME, "unblock", *arguments, *self.store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)


if __name__ == "__main__":
    unittest.main()
