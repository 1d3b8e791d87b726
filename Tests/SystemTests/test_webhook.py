"""What becomes of devices is told to a receiver that nobody here wrote the verification of: Standard Webhooks' own rules."""

import base64
import json
import pathlib
import tempfile
import unittest

from services import Service, container, hotp, private, run, time_step
from webhook_receiver import KEY, Receiver, verified

SECRET = b"12345678901234567890"


def totp(secret):
    return hotp(secret, time_step())


class WebhookTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-webhook-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.secret = self.folder / "secret"
        private(self.secret, f"whsec_{base64.b64encode(KEY).decode()}\n")

    def service(self, receiver, *options):
        return Service("mitid-activation", "--in-memory", "--webhook", receiver.url, "--webhook-secret-file", str(self.secret),
                       *options)

    def activate(self, service, serial, user="anna"):
        self.assertEqual(service.post("/v1/imports", container((serial, "code-display", SECRET, None))).status, 200)
        service.post("/v1/users", {"userID": user, "password": "password"})
        body = {"userID": user, "password": "password", "serialNumber": serial, "code": totp(SECRET)}
        self.assertEqual(service.post("/v1/activations", body).status, 201)

    def next(self, receiver):
        return verified(receiver.requests.get(timeout=30))

    def test_every_change_is_told_once_in_its_order(self):
        with Receiver() as receiver, self.service(receiver) as service:
            self.activate(service, "0001")
            path = "/v1/authenticators/0001/block"
            service.put(path, {"kind": "temporary", "until": "2100-01-01T00:00:00Z"})
            service.put(path, {"kind": "none"})
            service.put(path, {"kind": "none"})
            for _ in range(3):
                service.post("/v1/verifications", {"userID": "anna", "code": "000000"})
            service.put(path, {"kind": "permanent"})
            self.activate(service, "0002")
            expected = [
                ("activated", "0001", None), ("blocked", "0001", "temporary"), ("unblocked", "0001", None),
                ("blocked", "0001", "temporary"), ("blocked", "0001", "permanent"), ("replaced", "0001", "permanent"),
                ("activated", "0002", None)]
            ids = set()
            for kind, serial, block in expected:
                identifier, message = self.next(receiver)
                ids.add(identifier)
                self.assertEqual(message["type"], f"authenticator.{kind}")
                data = message["data"]
                self.assertEqual((data["serialNumber"], data["userID"], data["kind"]), (serial, "anna", "code-display"))
                self.assertEqual(data.get("block", {}).get("kind"), block)
                self.assertRegex(message["timestamp"], r"\A\d{4}-\d\d-\d\dT[0-9:.]+Z\Z")
            self.assertEqual(len(ids), len(expected))
            self.assertEqual(service.stop(), 0)
            self.assertTrue(receiver.requests.empty())

    def test_what_fails_is_sent_again_with_the_same_identifier(self):
        with Receiver([500, 307]) as receiver, self.service(receiver) as service:
            self.activate(service, "0001")
            first = [self.next(receiver)[0] for _ in range(3)]
            self.assertEqual(len(set(first)), 1)
            self.assertEqual(service.stop(), 0)
            self.assertIn("answered with 500", service.log)
            self.assertIn("answered with 307", service.log)

    def test_no_decision_waits_for_a_receiver_and_what_is_not_told_is_counted(self):
        with Receiver() as receiver:
            address = receiver.url
        # Nobody is there any more.
        with Service("mitid-activation", "--in-memory", "--webhook", address, "--webhook-secret-file", str(self.secret)) as service:
            self.activate(service, "0001")
            figures = service.get("/metrics").body
            self.assertIn("mitid_activation_notifications_waiting 1\n", figures)
            self.assertEqual(service.stop(), 0)
            self.assertIn("not reached", service.log)
            self.assertRegex(service.log, "count=1 .*notifications dropped")

    def test_who_is_stopped_tells_what_is_left(self):
        with Receiver([503]) as receiver, self.service(receiver) as service:
            self.activate(service, "0001")
            self.next(receiver)
            # The second attempt waits for its second; stopping does not.
            self.assertEqual(service.stop(), 0)
            self.assertEqual(self.next(receiver)[1]["type"], "authenticator.activated")

    def test_nothing_secret_leaves(self):
        with Receiver() as receiver, self.service(receiver) as service:
            self.activate(service, "0001")
            message = json.dumps(self.next(receiver))
            service.stop()
            for secret in (SECRET.decode(), SECRET.hex(), base64.b64encode(KEY).decode(), totp(SECRET)):
                self.assertNotIn(secret, message)
                self.assertNotIn(secret, service.log)

    def command(self, *arguments):
        return run("mitid-activation", *arguments, "--store", f"sqlite:{self.folder}/store.sqlite")

    def test_a_block_on_the_command_line_is_told_before_the_command_ends(self):
        file = self.folder / "device.xml"
        file.write_text(container(("0001", "code-display", SECRET, None)))
        self.assertEqual(self.command("import", str(file))[0], 0)
        with Receiver([503]) as receiver:
            told = ("--webhook", receiver.url, "--webhook-secret-file", str(self.secret))
            for command, kind, block, requests in (
                    ("block", "blocked", "temporary", 2), ("unblock", "unblocked", None, 1), ("unblock", None, None, 0)):
                status, _, error = self.command(command, "0001", *told)
                self.assertEqual((status, error), (0, ""))
                # The first was not taken the first time.
                self.assertEqual(receiver.requests.qsize(), requests)
                for _ in range(requests):
                    message = self.next(receiver)[1]
                    self.assertEqual(message["type"], f"authenticator.{kind}")
                    self.assertEqual(message["data"].get("block", {}).get("kind"), block)
                    self.assertEqual((message["data"]["serialNumber"], message["data"]["kind"]), ("0001", "code-display"))
        # Nobody is there any more.
        status, output, error = self.command("block", "0001", "--permanent", *told)
        self.assertEqual((status, error.count("\n")), (0, 1))
        self.assertIn("block          permanent", output)
        self.assertIn("could not be told", error)
        status, output, error = self.command("block", "0001", "--webhook", "http://127.0.0.1:1/")
        self.assertEqual((status, output, error.count("\n")), (2, "", 1))

    def test_options_that_cannot_be_used_are_one_line(self):
        short = self.folder / "short"
        private(short, "whsec_AAAA\n")
        for options, reason in (
                (["--webhook", "http://127.0.0.1:1/"], "--webhook and --webhook-secret-file go together"),
                (["--webhook", "http://desk.example/", "--webhook-secret-file", str(self.secret)], "use https"),
                (["--webhook", "ftp://x/", "--webhook-secret-file", str(self.secret)], "not an address like"),
                (["--webhook", "http://127.0.0.1:1/", "--webhook-secret-file", str(short)], "the Base64 of 24 to 64 bytes")):
            with self.subTest(reason):
                status, output, error = run("mitid-activation", "serve", "--in-memory", "--port", "0", *options)
                self.assertEqual((status, output, error.count("\n")), (2, "", 1))
                self.assertIn(reason, error)


if __name__ == "__main__":
    unittest.main()
