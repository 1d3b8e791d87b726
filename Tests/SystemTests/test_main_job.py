"""The main job with both services and nothing but curl: a device is made, pressed, activated, used, and refused twice."""

import pathlib
import tempfile
import time
import unittest

from services import Service, hotp, secrets_with_leading_zero, time_step


class MainJobTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="mitid-main-job-")
        self.addCleanup(folder.cleanup)
        folder = pathlib.Path(folder.name)
        self.bench = Service("mitid-bench", "--state", str(folder / "bench"))
        self.addCleanup(self.bench.__exit__)
        self.activation = Service("mitid-activation", "--store", f"sqlite:{folder}/store.sqlite")
        self.addCleanup(self.activation.__exit__)

    def make(self, serial, kind="code-display", **more):
        answer = self.bench.post("/v1/devices", {"kind": kind, "serialNumber": serial, **more})
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.json["serialNumber"], serial)

    def press(self, serial, button="main"):
        """Presses a button until there is light, and reads the digits."""
        answer = self.bench.post(f"/v1/devices/{serial}/buttons/{button}", {"action": "press"})
        self.assertEqual(answer.status, 200, answer)
        self.bench.post(f"/v1/devices/{serial}/buttons/{button}", {"action": "release"})
        display = self.bench.get(f"/v1/devices/{serial}/display").json
        self.assertTrue(display["lit"], display)
        code = display["text"]
        self.assertRegex(code, r"^[0-9]{6}$")
        return code

    def hand_over(self, count):
        container = self.bench.get("/v1/pskc")
        self.assertEqual(container.status, 200, container)
        answer = self.activation.post(
            "/v1/imports", container.body, "-H", "Content-Type: application/pskc+xml")
        self.assertEqual(answer.status, 200, answer)
        self.assertEqual((answer.json["imported"], answer.json["rejected"]), (count, []), answer)

    def add_user(self, user):
        answer = self.activation.post("/v1/users", {"userID": user, "password": "correct horse"})
        self.assertEqual(answer.status, 201, answer)

    def activate(self, serial, code, user):
        return self.activation.post(
            "/v1/activations",
            {"userID": user, "password": "correct horse", "serialNumber": serial, "code": code})

    def verify(self, code, user):
        return self.activation.post("/v1/verifications", {"userID": user, "code": code})

    def freeze_at_now(self):
        """Holds the bench's clock, so that no step ends between a press and its code."""
        self.assertEqual(self.bench.put("/v1/clock", {"freeze": True}).status, 200)

    def advance(self, duration):
        answer = self.bench.put("/v1/clock", {"advance": duration})
        self.assertEqual(answer.status, 200, answer)

    def assert_main_job(self, serial, user, amr, button="main"):
        first = self.press(serial, button)
        answer = self.activate(serial, first, user)
        self.assertEqual(answer.status, 201, answer)
        self.assertEqual(answer.json["authenticator"]["serialNumber"], serial)
        self.assertEqual(answer.json["amr"], amr)
        self.assertEqual(answer.json["assuranceLevel"], "substantial")

        self.advance("PT30S")
        second = self.press(serial, button)
        self.assertNotEqual(first, second)
        answer = self.verify(second, user)
        self.assertEqual(answer.status, 200, answer)
        self.assertIs(answer.json["accepted"], True)

        for code in (first, second):
            answer = self.verify(code, user)
            self.assertEqual((answer.status, answer.problem), (403, "code-refused"), answer)
        answer = self.activate(serial, second, user)
        self.assertEqual((answer.status, answer.problem), (403, "activation-refused"), answer)
        return first, second

    def test_a_code_display(self):
        self.make("0000000001")
        self.hand_over(1)
        self.add_user("anna")
        self.assert_main_job("0000000001", "anna", ["password", "code_token"])

    def test_an_audio_code_reader(self):
        self.make("R-1", kind="audio-code-reader")
        self.hand_over(1)
        self.add_user("bo")
        self.assert_main_job("R-1", "bo", ["password", "code_reader"], button="red")

    def test_a_display_that_counts_its_presses(self):
        self.make("H-1", profile="hotp-code-display")
        self.hand_over(1)
        self.add_user("cia")
        self.assert_main_job("H-1", "cia", ["password", "code_token"])

    def test_codes_that_begin_with_zero(self):
        self.freeze_at_now()
        step = time_step()
        secret = secrets_with_leading_zero([step, step + 1])
        self.make("0001", secretHex=secret.hex())
        self.hand_over(1)
        self.add_user("dan")
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(step * 30 + 15))
        self.assertEqual(self.bench.put("/v1/clock", {"now": at}).status, 200)
        first, second = self.assert_main_job("0001", "dan", ["password", "code_token"])
        self.assertEqual((first, second), (hotp(secret, step), hotp(secret, step + 1)))
        self.assertEqual(first[0] + second[0], "00")

    def test_counted_codes_that_begin_with_zero(self):
        secret = secrets_with_leading_zero([0, 1])
        self.make("H-2", profile="hotp-code-display", secretHex=secret.hex())
        self.hand_over(1)
        self.add_user("eva")
        first, second = self.assert_main_job("H-2", "eva", ["password", "code_token"])
        self.assertEqual((first, second), (hotp(secret, 0), hotp(secret, 1)))
        self.assertEqual(first[0] + second[0], "00")

    def test_a_display_whose_clock_is_off_after_years_in_a_box(self):
        self.make("0002")
        self.hand_over(1)
        self.add_user("finn")
        answer = self.bench.put("/v1/devices/0002/clock", {"offset": "-PT4M"})
        self.assertEqual(answer.status, 200, answer)
        self.assert_main_job("0002", "finn", ["password", "code_token"])
        offset = self.activation.get("/v1/authenticators/0002").json["clockOffset"]
        self.assertRegex(offset, r"^-PT[34]M(30S)?$")

    def test_one_display_at_a_time(self):
        self.make("0003")
        self.make("0004")
        self.hand_over(2)
        self.add_user("gry")
        self.assert_main_job("0003", "gry", ["password", "code_token"])
        code = self.press("0004")
        answer = self.activate("0004", code, "gry")
        self.assertEqual((answer.status, answer.problem), (409, "holding-rule"), answer)


if __name__ == "__main__":
    unittest.main()
