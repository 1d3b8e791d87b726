"""Who may add a chip, and when: with a second factor at once, with the password alone after a waiting time."""

import pathlib
import sqlite3
import tempfile
import unittest

import test_chips
from services import Service, container, hotp, run
from test_chips import ANNA, Desk

NAME = "mitid-activation"
SECRET = b"12345678901234567890"
HOUR = 3_600_000


def setUpModule():
    test_chips.setUpModule()


class ChipRuleTests(unittest.TestCase):
    def setUp(self):
        from soft_chip import SoftChip  # What it needs is installed by now.
        self.SoftChip = SoftChip
        folder = tempfile.TemporaryDirectory(prefix="mitid-chip-rule-")
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name) / "store.sqlite"
        self.store = ("--store", f"sqlite:{self.file}")
        self.counter = 0

    def shift(self, milliseconds):
        """Lets a request for a chip be older, or younger, than it is."""
        database = sqlite3.connect(self.file)
        database.execute("UPDATE holder SET chip_requested_at = chip_requested_at - ?", (milliseconds,))
        database.commit()
        database.close()

    def add_display(self, service):
        self.assertEqual(service.post("/v1/imports", container(("0001", "code-display", SECRET, 0))).status, 200)
        body = {**ANNA, "serialNumber": "0001", "code": hotp(SECRET, 0)}
        self.assertEqual(service.post("/v1/activations", body).status, 201)

    def code(self):
        self.counter += 1
        return hotp(SECRET, self.counter)

    def options(self, service, **more):
        return service.post("/v1/chips/registrations/options", {**ANNA, **more})

    def enroll(self, service, chip, **more):
        options = self.options(service, **more)
        self.assertEqual(options.status, 200, options)
        return service.post("/v1/chips/registrations", chip.register(options.json))

    def test_a_password_alone_asks_waits_and_activates(self):
        with Service(NAME, *self.store) as service:
            desk = Desk(service).add_anna()
            refused = self.options(service)
            self.assertEqual((refused.status, refused.problem), (409, "second-factor-required"))
            self.assertIn("/v1/chips/requests", refused.json["detail"])
            request = service.post("/v1/chips/requests", ANNA)
            self.assertEqual(request.status, 200, request)
            self.assertEqual(service.get("/v1/users/anna").json["chipRequest"], request.json)
            status, output, _ = run(NAME, "user", "anna", *self.store)
            self.assertEqual(status, 0)
            self.assertIn(f"activatable    from {request.json['activatableFrom']}", output)
            self.shift(23 * HOUR)
            waiting = self.options(service)
            self.assertEqual((waiting.status, waiting.problem), (409, "waiting-time"))
            pending = service.post("/v1/chips/requests", ANNA).json
            self.assertEqual(waiting.json["activatableFrom"], pending["activatableFrom"])
            self.shift(HOUR)
            chip = self.SoftChip()
            self.assertEqual(self.enroll(service, chip).status, 201)
            self.assertEqual(desk.log_in(chip).status, 200)
            self.assertEqual(self.options(service).problem, "second-factor-required")
            self.assertIn(("chip-request", "granted"), desk.reasons())
            self.assertIn(("chip-registration-request", "waiting-time"), desk.reasons())

    def test_an_old_request_and_one_from_the_future_do_not_count(self):
        with Service(NAME, *self.store) as service:
            Desk(service).add_anna()
            first = service.post("/v1/chips/requests", ANNA).json
            self.shift(8 * 24 * HOUR)
            self.assertEqual(self.options(service).problem, "second-factor-required")
            self.assertNotIn("chipRequest", service.get("/v1/users/anna").json)
            second = service.post("/v1/chips/requests", ANNA).json
            self.assertGreaterEqual(second["activatableFrom"], first["activatableFrom"])
            self.shift(-HOUR)
            self.assertEqual(self.options(service).problem, "second-factor-required")

    def test_an_operator_withdraws_a_request(self):
        with Service(NAME, *self.store) as service:
            desk = Desk(service).add_anna()
            path = "/v1/users/anna/chip/request"
            self.assertEqual(service.curl("DELETE", path).problem, "unknown-chip-request")
            self.assertEqual(service.curl("DELETE", "/v1/users/bo/chip/request").problem, "unknown-user")
            self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
            self.shift(24 * HOUR)
            registration = self.SoftChip().register(self.options(service).json)
            self.assertEqual(service.curl("DELETE", path).status, 204)
            self.assertEqual(service.post("/v1/chips/registrations", registration).status, 403)
            self.assertEqual(self.options(service).problem, "second-factor-required")
            self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
            withdraw = (NAME, "chip", "anna", "--withdraw-request", *self.store)
            self.assertEqual(run(*withdraw), (0, "", ""))
            self.assertEqual(run(*withdraw)[0], 1)
            self.assertEqual(desk.reasons().count(("chip-request-withdrawal", "granted")), 2)

    def test_a_code_of_the_display_in_use_adds_a_chip_at_once(self):
        with Service(NAME, "--in-memory") as service:
            desk = Desk(service).add_anna()
            self.add_display(service)
            for block in (None, "permanent"):
                code = self.code()
                chip = self.SoftChip()
                self.assertEqual(self.enroll(service, chip, code=code).status, 201)
                self.assertEqual(desk.log_in(chip).status, 200)
                # The code is spent, for this and for a login.
                self.assertEqual(self.options(service, code=code).problem, "registration-refused")
                self.assertEqual(service.post("/v1/verifications", {"userID": "anna", "code": code}).status, 403)
                if block is None:
                    self.assertEqual(service.put("/v1/users/anna/chip/block", {"kind": "permanent"}).status, 200)
                    self.assertEqual(self.options(service).status, 423)

    def test_a_wrong_code_tells_no_more_than_a_wrong_password_and_is_counted(self):
        with Service(NAME, "--in-memory") as service:
            Desk(service).add_anna()
            self.add_display(service)
            wrong_password = self.options(service, password="wrong", code=self.code())
            self.assertEqual((wrong_password.status, wrong_password.problem), (403, "registration-refused"))
            unknown = self.options(service, userID="nobody", code="123456")
            self.assertEqual(unknown.body, wrong_password.body)
            # With the wrong password the code was not looked at.
            self.assertEqual(self.options(service, code=hotp(SECRET, 1)).status, 200)
            wrong = hotp(SECRET, 5000)
            for _ in range(2):
                self.assertEqual(self.options(service, code=wrong).body, wrong_password.body)
            third = self.options(service, code=wrong)
            self.assertEqual((third.status, third.json["kind"]), (423, "temporary"))
            self.assertEqual(service.get("/v1/authenticators/0001").json["block"]["kind"], "temporary")

    def test_an_assertion_of_the_chip_in_use_adds_another_one_at_once(self):
        with Service(NAME, *self.store) as service:
            desk = Desk(service).add_anna()
            self.add_display(service)
            old, new = self.SoftChip(), self.SoftChip()
            self.assertEqual(self.enroll(service, old, code=self.code()).status, 201)
            spoilt = old.answer(desk.request_options().json, spoil=True)
            self.assertEqual(self.options(service, assertion=spoilt).problem, "registration-refused")
            assertion = old.answer(desk.request_options().json)
            self.assertEqual(self.enroll(service, new, assertion=assertion).status, 201)
            self.assertEqual(self.options(service, assertion=assertion).problem, "registration-refused")
            self.assertEqual(desk.log_in(old).status, 403)
            self.assertEqual(desk.log_in(new).status, 200)
            # A login's assertion is a login's: it was spent there.
            assertion = new.answer(desk.request_options().json)
            self.assertEqual(service.post("/v1/chips/assertions", assertion).status, 200)
            self.assertEqual(self.options(service, assertion=assertion).problem, "registration-refused")
            self.assertEqual(self.options(service, assertion=assertion, code="123456").status, 400)

    def test_a_blocked_chip_is_not_undone_by_its_holders_password(self):
        with Service(NAME, *self.store) as service:
            desk = Desk(service).add_anna()
            self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
            self.shift(24 * HOUR)
            self.assertEqual(self.enroll(service, self.SoftChip()).status, 201)
            self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
            self.shift(24 * HOUR)
            self.assertEqual(service.put("/v1/users/anna/chip/block", {"kind": "permanent"}).status, 200)
            for answer in (self.options(service), service.post("/v1/chips/requests", ANNA)):
                self.assertEqual((answer.status, answer.json["kind"]), (423, "permanent"))
            self.assertEqual(run(NAME, "chip", "anna", "--remove", *self.store), (0, "", ""))
            self.assertEqual(run(NAME, "chip", "anna", "--remove", *self.store)[0], 1)
            self.assertNotIn("chip", service.get("/v1/users/anna").json)
            # What was asked for before is over.
            self.assertEqual(self.options(service).problem, "second-factor-required")
            self.assertEqual(service.post("/v1/chips/requests", ANNA).status, 200)
            self.shift(24 * HOUR)
            chip = self.SoftChip()
            self.assertEqual(self.enroll(service, chip).status, 201)
            self.assertEqual(desk.log_in(chip).status, 200)


if __name__ == "__main__":
    unittest.main()
