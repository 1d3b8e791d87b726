"""Chips are enrolled and answer: the activation service as a relying party, against python-fido2's own types."""

import base64
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from fleet import PostgresServer
from services import Service, private
from webhook_receiver import KEY, Receiver, verified

ROOT = pathlib.Path(__file__).resolve().parents[2]
VERSION = "2.2.1"
PLACE = ROOT / ".build" / f"python-fido2-{VERSION}"
DONE = PLACE / "installed"
ANNA = {"userID": "anna", "password": "correct horse"}
# Who may add a chip, and when, is told in test_chip_rule: here a password alone does.
AT_ONCE = ROOT / "Tests/SystemTests/chips_at_once.json"


def install():
    """Puts python-fido2 into a folder of its own, once; what stood in the way, if it cannot be had."""
    if not DONE.exists():
        for command in (
            [sys.executable, "-m", "venv", "--clear", str(PLACE)],
            [str(PLACE / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check", f"fido2=={VERSION}"],
        ):
            try:
                done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
            except (OSError, subprocess.TimeoutExpired) as error:
                return str(error)
            if done.returncode != 0:
                return (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
        DONE.touch()
    sys.path.append(str(next(PLACE.glob("lib/python*/site-packages"))))
    return None


def setUpModule():
    reason = install()
    if reason is not None:
        missing = f"python-fido2 cannot be installed from PyPI: {reason}"
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{missing}; CI must have it")
        raise unittest.SkipTest(missing)


def activation(*options):
    """The service; a password alone adds a chip."""
    return Service("mitid-activation", "--policy", str(AT_ONCE), *options)


class Desk:
    """The service with a holder, and the four requests."""

    def __init__(self, service):
        self.service = service

    def add_anna(self):
        assert self.service.post("/v1/users", ANNA).status == 201
        return self

    def creation_options(self, who=None):
        return self.service.post("/v1/chips/registrations/options", who or ANNA)

    def request_options(self, who=None):
        return self.service.post("/v1/chips/assertions/options", who or ANNA)

    def register(self, chip, **bent):
        return self.service.post("/v1/chips/registrations", chip.register(self.creation_options().json, **bent))

    def log_in(self, chip, **bent):
        return self.service.post("/v1/chips/assertions", chip.answer(self.request_options().json, **bent))

    def reasons(self):
        """What the audit trail says of each decision on chips, in order."""
        entries = self.service.get("/v1/audit?limit=1000").json["entries"]
        others = ("holder-addition", "device-import")
        return [(entry["event"], entry["reason"]) for entry in entries if entry["event"] not in others]


class ChipTests(unittest.TestCase):
    def setUp(self):
        from soft_chip import Maker, SoftChip  # What they need is installed by now.
        self.Maker, self.SoftChip = Maker, SoftChip

    def test_a_chip_is_enrolled_and_logs_in_again_and_again(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip(self.Maker())
            enrolled = desk.register(chip)
            self.assertEqual(enrolled.status, 201, enrolled)
            self.assertEqual(enrolled.json["amr"], ["password", "u2f_token"])
            self.assertEqual(enrolled.json["assuranceLevel"], "substantial")
            self.assertEqual(enrolled.json["chip"]["attestation"], "unchecked")
            self.assertEqual(enrolled.json["chip"]["aaguid"], "00010203-0405-0607-0809-0a0b0c0d0e0f")
            for count in range(1, 4):
                login = desk.log_in(chip)
                self.assertEqual(login.status, 200, login)
                self.assertEqual((login.json["accepted"], login.json["userID"]), (True, "anna"))
                self.assertEqual(login.json["amr"], ["password", "u2f_token"])
                self.assertEqual(login.json["chip"]["signatureCounter"], count)
            shown = service.get("/v1/users/anna").json["chip"]
            self.assertEqual(shown, login.json["chip"])
            self.assertEqual(desk.reasons(), [
                ("chip-registration-request", "granted"), ("chip-registration", "granted"),
                *[("chip-assertion-request", "granted"), ("chip-assertion", "granted")] * 3])
            self.assertIn('event="chip-assertion",reason="granted"', service.get("/metrics").body)

    def test_an_answer_is_taken_once(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            registration = chip.register(desk.creation_options().json)
            self.assertEqual(service.post("/v1/chips/registrations", registration).status, 201)
            again = service.post("/v1/chips/registrations", registration)
            self.assertEqual((again.status, again.problem), (403, "registration-refused"))
            assertion = chip.answer(desk.request_options().json)
            self.assertEqual(service.post("/v1/chips/assertions", assertion).status, 200)
            again = service.post("/v1/chips/assertions", assertion)
            self.assertEqual((again.status, again.problem), (403, "assertion-refused"))
            self.assertEqual(desk.reasons()[-1], ("chip-assertion", "not-awaited"))

    def test_a_wrong_answer_spends_its_challenge_too(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            options = desk.request_options().json
            self.assertEqual(service.post("/v1/chips/assertions", chip.answer(options, spoil=True)).status, 403)
            self.assertEqual(service.post("/v1/chips/assertions", chip.answer(options)).status, 403)
            self.assertEqual([reason for _, reason in desk.reasons()[-2:]], ["not-genuine", "not-awaited"])
            self.assertEqual(desk.log_in(chip).status, 200)

    def test_only_the_last_question_counts(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            first, second = desk.request_options().json, desk.request_options().json
            self.assertNotEqual(first["challenge"], second["challenge"])
            self.assertEqual(service.post("/v1/chips/assertions", chip.answer(first)).status, 403)
            self.assertEqual(service.post("/v1/chips/assertions", chip.answer(second)).status, 200)
            # The answer to one ceremony is none to the other.
            options = desk.request_options().json
            bent = chip.register({**desk.creation_options().json, "challenge": options["challenge"]})
            self.assertEqual(service.post("/v1/chips/registrations", bent).status, 403)

    def test_whatever_is_wrong_the_answer_is_one(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            wrong_password = desk.creation_options({**ANNA, "password": "wrong"})
            self.assertEqual((wrong_password.status, wrong_password.problem), (403, "registration-refused"))
            unknown = desk.creation_options({**ANNA, "userID": "nobody"})
            self.assertEqual(unknown.body, wrong_password.body)
            no_chip = desk.request_options()
            self.assertEqual((no_chip.status, no_chip.problem), (403, "assertion-refused"))
            self.assertEqual(desk.request_options({**ANNA, "password": "wrong"}).body, no_chip.body)
            self.assertEqual(desk.request_options({**ANNA, "userID": "nobody"}).body, no_chip.body)
            from soft_chip import FLAG
            for bent in (
                {"kind": "webauthn.get"}, {"origin": "https://localhost.example"}, {"origin": "https://evil.example"},
                {"origin": "https://localhost/"}, {"rp_id": "example.com"}, {"flags": FLAG.AT}, {"flags": FLAG.UP},
                {"flags": FLAG.UP | FLAG.AT | FLAG.BS}, {"cross_origin": True}, {"challenge": bytes(36)},
                {"challenge": b"short"}, {"name_of": b"another credential"}, {"spoil": True},
                {"fmt": "android-key"},
            ):
                refused = desk.register(chip, **bent)
                self.assertEqual((bent, refused.body), (bent, wrong_password.body))
            self.assertNotIn("chip", service.get("/v1/users/anna").json)
            self.assertEqual(desk.register(chip).status, 201)
            for bent in (
                {"kind": "webauthn.create"}, {"origin": "https://evil.example"}, {"rp_id": "example.com"},
                {"flags": FLAG(0)}, {"flags": FLAG.UV}, {"cross_origin": True}, {"challenge": bytes(36)},
                {"name_of": b"another credential"}, {"spoil": True}, {"user_handle": b"bert"},
            ):
                refused = desk.log_in(chip, **bent)
                self.assertEqual((bent, refused.body), (bent, no_chip.body))
            self.assertEqual(desk.log_in(chip).status, 200)

    def test_a_counter_that_goes_back_is_refused(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            self.assertEqual(desk.log_in(chip, counter=7).status, 200)
            for counter in (7, 6, 0):
                self.assertEqual(desk.log_in(chip, counter=counter).status, 403)
                self.assertEqual(desk.reasons()[-1], ("chip-assertion", "counter-went-back"))
            self.assertEqual(desk.log_in(chip, counter=8).status, 200)

    def test_a_chip_that_counts_nothing_stays_at_zero(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            for _ in range(3):
                self.assertEqual(desk.log_in(chip, counter=0).status, 200)

    def test_the_attestation_is_held_against_the_roots(self):
        maker, stranger = self.Maker(), self.Maker()
        with tempfile.TemporaryDirectory() as folder:
            roots = pathlib.Path(folder) / "roots.pem"
            roots.write_bytes(maker.root_text)
            with activation("--in-memory", "--attestation-roots", str(roots)) as service:
                desk = Desk(service).add_anna()
                for chip, fmt in (
                    (self.SoftChip(), "packed"), (self.SoftChip(), "none"), (self.SoftChip(stranger), "packed"),
                    (self.SoftChip(stranger), "fido-u2f"),
                ):
                    self.assertEqual(desk.register(chip, fmt=fmt).status, 403)
                    self.assertEqual(desk.reasons()[-1], ("chip-registration", "untrusted"))
                for fmt in ("packed", "fido-u2f"):
                    chip = self.SoftChip(maker)
                    enrolled = desk.register(chip, fmt=fmt)
                    self.assertEqual((enrolled.status, enrolled.json["chip"]["attestation"]), (201, "trusted"))
                    self.assertEqual(desk.log_in(chip).status, 200)

    def test_without_roots_every_attestation_is_checked_and_any_is_taken(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            for chip, fmt, kind in (
                (self.SoftChip(), "none", "none"), (self.SoftChip(), "packed", "self"),
                (self.SoftChip(self.Maker()), "packed", "unchecked"),
                (self.SoftChip(self.Maker()), "fido-u2f", "unchecked"),
                (self.SoftChip(self.Maker(aaguid=None)), "packed", "unchecked"),
            ):
                enrolled = desk.register(chip, fmt=fmt)
                self.assertEqual((enrolled.status, enrolled.json["chip"]["attestation"]), (201, kind))
                self.assertEqual(desk.log_in(chip).status, 200)
            for maker, fmt in (
                (self.Maker(unit="Sales"), "packed"), (self.Maker(aaguid=bytes(16)), "packed"),
                (self.Maker(is_authority=True), "packed"),
            ):
                self.assertEqual(desk.register(self.SoftChip(maker), fmt=fmt).status, 403)
            self.assertEqual(desk.register(self.SoftChip(self.Maker()), fmt="fido-u2f", spoil=True).status, 403)

    def test_another_chip_ends_the_one_before(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            old, new = self.SoftChip(), self.SoftChip()
            self.assertEqual(desk.register(old).status, 201)
            self.assertEqual(desk.register(new).status, 201)
            self.assertEqual(desk.log_in(old).status, 403)
            self.assertEqual(desk.reasons()[-1], ("chip-assertion", "other-credential"))
            self.assertEqual(desk.log_in(new).status, 200)

    def test_a_chip_that_is_blocked_for_good_is_enrolled_anew(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            path = "/v1/users/anna/chip/block"
            self.assertEqual(service.put(path, {"kind": "permanent"}).problem, "unknown-chip")
            self.assertEqual(service.put("/v1/users/bert/chip/block", {"kind": "none"}).problem, "unknown-user")
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            until = "2100-01-01T00:00:00Z"
            blocked = service.put(path, {"kind": "temporary", "until": until})
            self.assertEqual(blocked.json["block"], {"kind": "temporary", "until": until})
            for answer in (desk.request_options(), desk.creation_options()):
                self.assertEqual((answer.status, answer.json["until"]), (423, until))
            self.assertEqual(desk.request_options({**ANNA, "password": "wrong"}).status, 403)
            self.assertNotIn("block", service.put(path, {"kind": "none"}).json)
            options = desk.request_options().json
            self.assertEqual(service.put(path, {"kind": "permanent"}).status, 200)
            self.assertEqual(service.put(path, {"kind": "permanent"}).status, 200)
            self.assertEqual(service.put(path, {"kind": "none"}).problem, "out-of-use")
            # A question that was asked before the block is answered in vain.
            self.assertEqual(service.post("/v1/chips/assertions", chip.answer(options)).status, 423)
            self.assertEqual(desk.request_options().status, 423)
            # Nor does the password alone undo it; an operator does.
            refused = desk.creation_options()
            self.assertEqual((refused.status, refused.json["kind"]), (423, "permanent"))
            self.assertEqual(service.curl("DELETE", "/v1/users/anna/chip").status, 204)
            anew = self.SoftChip()
            self.assertEqual(desk.register(anew).status, 201)
            self.assertEqual(desk.log_in(chip).status, 403)
            self.assertEqual(desk.log_in(anew).status, 200)

    def test_a_ceremony_goes_on_after_a_restart(self):
        with tempfile.TemporaryDirectory() as folder:
            store = ("--store", f"sqlite:{folder}/records.sqlite")
            chip = self.SoftChip(self.Maker())
            with activation(*store) as service:
                registration = chip.register(Desk(service).add_anna().creation_options().json)
                service.kill()
            with activation(*store) as service:
                self.assertEqual(service.post("/v1/chips/registrations", registration).status, 201)
                assertion = chip.answer(Desk(service).request_options().json)
                service.kill()
            with activation(*store) as service:
                self.assertEqual(service.post("/v1/chips/assertions", assertion).status, 200)
                self.assertEqual(service.post("/v1/chips/assertions", assertion).status, 403)

    def test_several_machines_are_one_relying_party(self):
        with tempfile.TemporaryDirectory() as folder, PostgresServer() as postgres:
            keys = pathlib.Path(folder) / "keys"
            keys.touch(0o600)
            keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")
            options = ("--store", postgres.address, "--key-file", str(keys))
            with activation(*options) as here, activation(*options) as there:
                chip = self.SoftChip(self.Maker())
                registration = chip.register(Desk(here).add_anna().creation_options().json)
                self.assertEqual(there.post("/v1/chips/registrations", registration).status, 201)
                self.assertEqual(here.post("/v1/chips/registrations", registration).status, 403)
                for asking, answering in ((here, there), (there, here)):
                    assertion = chip.answer(Desk(asking).request_options().json)
                    # Both get it at once, several times over; one takes it.
                    with concurrent.futures.ThreadPoolExecutor(8) as pool:
                        answers = list(pool.map(
                            lambda node: node.post("/v1/chips/assertions", assertion).status, [asking, answering] * 4))
                    self.assertEqual(sorted(answers), [200] + [403] * 7)
                self.assertEqual(here.get("/v1/users/anna").json["chip"]["signatureCounter"], 2)
                counted = postgres.psql("SELECT chip_signature_counter, ceremony FROM holder")
                self.assertEqual(counted, "2\t\n")

    def test_a_receiver_is_told_what_becomes_of_chips(self):
        with tempfile.TemporaryDirectory() as folder, Receiver() as receiver:
            secret = pathlib.Path(folder) / "secret"
            private(secret, f"whsec_{base64.b64encode(KEY).decode()}\n")
            options = ("--webhook", receiver.url, "--webhook-secret-file", str(secret))
            with activation("--in-memory", *options) as service:
                desk = Desk(service).add_anna()
                chips = [self.SoftChip(), self.SoftChip()]
                self.assertEqual(desk.register(chips[0]).status, 201)
                self.assertEqual(desk.log_in(chips[0]).status, 200)
                for kind in ("permanent", "permanent"):
                    self.assertEqual(service.put("/v1/users/anna/chip/block", {"kind": kind}).status, 200)
                self.assertEqual(service.curl("DELETE", "/v1/users/anna/chip").status, 204)
                for _ in range(2):
                    self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
                self.assertEqual(service.curl("DELETE", "/v1/users/anna/chip/request").status, 204)
                self.assertEqual(desk.register(chips[1]).status, 201)
                for kind in ("temporary", "none"):
                    body = {"kind": kind, **({"until": "2100-01-01T00:00:00Z"} if kind == "temporary" else {})}
                    self.assertEqual(service.put("/v1/users/anna/chip/block", body).status, 200)
                names = [base64.urlsafe_b64encode(chip.credential_id).decode().rstrip("=") for chip in chips]
                for kind, name, block in (
                        ("activated", names[0], None), ("blocked", names[0], "permanent"),
                        ("removed", names[0], "permanent"), ("requested", None, None), ("request-withdrawn", None, None),
                        ("activated", names[1], None),
                        ("blocked", names[1], "temporary"), ("unblocked", names[1], None)):
                    _, message = verified(receiver.requests.get(timeout=30))
                    self.assertEqual(message["type"], f"authenticator.{kind}")
                    data = message["data"]
                    self.assertEqual(data.pop("block", {}).get("kind"), block)
                    self.assertEqual(data.pop("credentialID", None), name)
                    self.assertEqual(data, {"kind": "chip", "userID": "anna"})
                self.assertEqual(service.stop(), 0)
                self.assertTrue(receiver.requests.empty())

    def test_the_relying_party_is_whom_the_operator_says(self):
        options = ("--rp-id", "example.com", "--origin", "https://login.example.com",
                   "--origin", "https://example.com:8443")
        with activation("--in-memory", *options) as service:
            desk = Desk(service).add_anna()
            self.assertEqual(desk.creation_options().json["rp"]["id"], "example.com")
            for origin in ("https://login.example.com", "https://example.com:8443"):
                chip = self.SoftChip()
                self.assertEqual(desk.register(chip, origin=origin).status, 201)
                self.assertEqual(desk.log_in(chip, origin=origin).status, 200)
            for origin in ("https://example.com", "https://other.example.com", "http://login.example.com"):
                self.assertEqual(desk.register(self.SoftChip(), origin=origin).status, 403)

    def test_an_empty_user_handle_is_none(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            for handle in ("", None):
                answer = chip.answer(desk.request_options().json)
                answer["response"] = {**answer["response"], "userHandle": handle}
                self.assertEqual(service.post("/v1/chips/assertions", answer).status, 200, handle)

    def test_an_attestation_object_counts_in_any_order(self):
        from fido2 import cbor
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            for names in (("authData", "fmt", "attStmt"), ("attStmt", "authData", "fmt")):
                chip = self.SoftChip(self.Maker())
                answer = chip.register(desk.creation_options().json)
                given = answer["response"]["attestationObject"]
                found = cbor.decode(base64.urlsafe_b64decode(given + "=" * (-len(given) % 4)))
                written = b"\xa3" + b"".join(cbor.encode(name) + cbor.encode(found[name]) for name in names)
                text = base64.urlsafe_b64encode(written).decode().rstrip("=")
                self.assertNotEqual(text, given)
                answer["response"] = {**answer["response"], "attestationObject": text}
                self.assertEqual(service.post("/v1/chips/registrations", answer).status, 201, names)
                self.assertEqual(desk.log_in(chip).status, 200)

    def test_a_credential_has_one_holder(self):
        with tempfile.TemporaryDirectory() as folder:
            store = ("--store", f"sqlite:{folder}/records.sqlite")
            bert = {"userID": "bert", "password": "correct horse"}
            with activation(*store) as service:
                desk = Desk(service).add_anna()
                self.assertEqual(service.post("/v1/users", bert).status, 201)
                chip = self.SoftChip()
                self.assertEqual(desk.register(chip).status, 201)
                self.assertEqual(desk.log_in(chip, counter=9).status, 200)
                for who in (bert, ANNA):
                    answer = chip.register(desk.creation_options(who).json)
                    refused = service.post("/v1/chips/registrations", answer)
                    self.assertEqual((refused.status, refused.problem), (403, "registration-refused"))
                    self.assertEqual(desk.reasons()[-1], ("chip-registration", "taken"))
                self.assertNotIn("chip", service.get("/v1/users/bert").json)
                # It is the chip it was, with the counter it had.
                self.assertEqual(desk.log_in(chip, counter=9).status, 403)
                self.assertEqual(desk.log_in(chip, counter=10).status, 200)

    def test_transports_are_kept_and_given_back(self):
        with tempfile.TemporaryDirectory() as folder:
            store = ("--store", f"sqlite:{folder}/records.sqlite")
            with activation(*store) as service:
                desk = Desk(service).add_anna()
                asked = desk.creation_options().json["authenticatorSelection"]
                self.assertEqual(asked["authenticatorAttachment"], "cross-platform")
                for given, kept in (
                    (["nfc", "usb", "nfc", "later-level"], ["nfc", "usb", "later-level"]), ([], []), (None, []),
                    ("usb", []), ([1], []), (["USB", "a b", ""], []), (["usb", "nfc"], ["usb", "nfc"]),
                ):
                    answer = self.SoftChip().register(desk.creation_options().json)
                    answer["response"] = {**answer["response"], "transports": given}
                    enrolled = service.post("/v1/chips/registrations", answer)
                    self.assertEqual((enrolled.status, enrolled.json["chip"]["transports"]), (201, kept), given)
                    allowed, = desk.request_options().json["allowCredentials"]
                    self.assertEqual(allowed.get("transports", []), kept)
                    self.assertEqual("transports" in allowed, bool(kept))
                service.kill()
            with activation(*store) as service:
                allowed, = Desk(service).request_options().json["allowCredentials"]
                self.assertEqual(allowed["transports"], ["usb", "nfc"])

    def test_an_app_may_ask_if_the_operator_says_so(self):
        app = "android:apk-key-hash:lKPNBZQIgJ2kXXhkzfL-wOGhbRqQbnaAS5hHY_YsKKo"
        options = ("--rp-id", "example.com", "--origin", app, "--origin", "https://example.com:443")
        with activation("--in-memory", *options) as service:
            desk = Desk(service).add_anna()
            for origin in (app, "https://example.com"):
                chip = self.SoftChip()
                self.assertEqual(desk.register(chip, origin=origin).status, 201)
                self.assertEqual(desk.log_in(chip, origin=origin).status, 200)
            for origin in (app[:-1], app + "=", "https://example.com:443"):
                self.assertEqual(desk.register(self.SoftChip(), origin=origin).status, 403)

    def test_wrong_passwords_are_throttled(self):
        with activation("--in-memory") as service:
            desk = Desk(service).add_anna()
            chip = self.SoftChip()
            self.assertEqual(desk.register(chip).status, 201)
            refused = {desk.request_options({**ANNA, "password": "wrong"}).body for _ in range(5)}
            self.assertEqual(len(refused), 1)
            # The sixth is right, and nobody learns of it.
            self.assertEqual({desk.request_options().body}, refused)
            self.assertEqual(desk.reasons()[-1], ("chip-assertion-request", "holder-throttled"))

    def test_options_that_make_no_sense_are_refused(self):
        import services
        for arguments, words in (
            (("--rp-id", "https://example.com"), "is no domain"),
            (("--rp-id", "Example.com"), "is no domain"),
            (("--rp-id", "example.com", "--origin", "example.com"), "is no origin"),
            (("--rp-id", "example.com", "--origin", "https://example.com/login"), "is no origin"),
            (("--rp-id", "example.com", "--origin", "http://example.com"), "neither https on example.com"),
            (("--rp-id", "example.com", "--origin", "https://notexample.com"), "neither https on example.com"),
            (("--attestation-roots", "/nowhere"), "/nowhere: cannot be read"),
            (("--attestation-roots", __file__), "holds no certificate in PEM"),
        ):
            status, output, error = services.run("mitid-activation", "serve", "--in-memory", *arguments)
            self.assertEqual((status, output), (2, ""), error)
            self.assertIn(words, error)
            self.assertEqual(error.count("\n"), 1, error)


if __name__ == "__main__":
    unittest.main()
