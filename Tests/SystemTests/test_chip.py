"""The chip as the bench's interface and command line show it, without any driver."""

import base64
import json
import re
import subprocess
import tempfile
import threading
import time
import unittest
from pathlib import Path

from programs import Daemon, program

SELECT = "00a4040008a0000006472f000100"
OPTIONS = {
    "rp": {"id": "bank.example", "name": "A bank"}, "user": {"id": "AQID", "name": "anna"}, "challenge": "AAECAwQFBgc",
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "attestation": "direct"}


class ChipTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bench = Daemon("mitid-bench", "--in-memory")
        cls.bench.start()

    @classmethod
    def tearDownClass(cls):
        cls.bench.stop()

    def add(self, **more):
        answer = self.bench.post("/v1/devices", {"kind": "chip", "connection": {"usb": True}, **more})
        self.assertEqual(answer.status, 201, answer.text)
        return answer.json["serialNumber"]

    def until(self, path, light):
        deadline = time.monotonic() + 20
        while self.bench.get(path).json["light"] != light and time.monotonic() < deadline:
            time.sleep(0.02)
        self.assertEqual(self.bench.get(path).json["light"], light)

    def webauthn(self, verb, serial, options):
        return subprocess.run(
            [program("mitid-bench"), "webauthn", verb, serial, "--origin", "https://bank.example",
             "--bench", f"http://127.0.0.1:{self.bench.port}"],
            input=json.dumps(options), capture_output=True, text=True, timeout=60, check=False)

    def test_it_waits_for_a_touch_and_is_touched(self):
        serial = self.add()
        path = f"/v1/devices/{serial}"
        made = []
        browser = threading.Thread(target=lambda: made.append(self.webauthn("register", serial, OPTIONS)))
        browser.start()
        self.until(path, "blinking")
        touched = self.bench.post(path + "/buttons/touch").json
        browser.join()
        self.assertEqual((touched["light"], made[0].returncode), ("off", 0), made[0].stderr)
        credential = json.loads(made[0].stdout)
        self.bench.put(path + "/presence", {"mode": "accept"})
        signed = self.webauthn("authenticate", serial, {
            "rpId": "bank.example", "challenge": "AAEC",
            "allowCredentials": [{"type": "public-key", "id": credential["id"]}]})
        self.assertEqual(signed.returncode, 0, signed.stderr)
        self.assertEqual(json.loads(signed.stdout)["id"], credential["id"])
        self.assertEqual(self.bench.get(path).json["signatureCounter"], 1)
        self.bench.put(path + "/presence", {"mode": "reject"})
        refused = self.webauthn("register", serial, OPTIONS)
        self.assertEqual((refused.returncode, refused.stdout), (1, ""))
        self.assertRegex(refused.stderr, r"\Amitid-bench: the chip refused: operation denied\n\Z")

    def test_it_is_spoken_to_without_a_driver(self):
        path = f"/v1/devices/{self.add()}"
        ping = self.bench.post(path + "/ctaphid", {"command": "ping", "data": "00" * 7609}).json
        self.assertEqual(ping, {"command": "ping", "data": "00" * 7609, "keepalives": 0})
        self.assertEqual(self.bench.post(path + "/apdu", {"apdu": SELECT}).json,
                         {"response": b"U2F_V2".hex() + "9000", "status": "9000"})
        self.bench.put(path + "/connection", {"usb": False})
        for way, body in [("/apdu", {"apdu": SELECT}), ("/ctaphid", {"command": "ping"})]:
            answer = self.bench.post(path + way, body)
            self.assertEqual((answer.status, answer.problem), (409, "not-connected"))

    def test_a_full_chip_has_enterprise_attestation(self):
        """CTAP 2.1, section 7.1: off at first, then for the relying parties of the profile."""
        serial = self.add(profile="full", presence={"mode": "accept"})
        path = f"/v1/devices/{serial}/ctaphid"

        def send(data):
            return bytes.fromhex(self.bench.post(path, {"command": "cbor", "data": data.hex()}).json["data"])

        ep = b"\x62ep"
        self.assertIn(ep + b"\xf4", send(b"\x04"))
        self.assertEqual(send(bytes.fromhex("0da10101")), b"\x00")
        self.assertIn(ep + b"\xf5", send(b"\x04"))
        made = {}
        for name in (b"enterprise.example", b"bank.example"):
            request = (
                b"\x01\xa5\x01\x58\x20" + bytes(32) + b"\x02\xa1\x62id" + bytes([0x60 | len(name)]) + name
                + b"\x03\xa1\x62id\x41\x01" + b"\x04\x81\xa2\x63alg\x26\x64type\x6apublic-key" + b"\x0a\x01")
            made[name] = send(request)
            self.assertEqual(made[name][0], 0)
        # The certificate names the device, Web Authentication level 3, section 8.2.2.
        number = bytes([0x04, len(serial)]) + serial.encode()
        self.assertIn(number, made[b"enterprise.example"])
        self.assertTrue(made[b"enterprise.example"].endswith(b"\x04\xf5"))
        self.assertNotIn(serial.encode(), made[b"bank.example"])
        # It is kept, and can be brought.
        snapshot = self.bench.get(f"/v1/devices/{serial}/snapshot").json
        enterprise = snapshot["attestation"]["enterprise"]
        own = {**snapshot["attestation"], "enterprise": enterprise}
        other = self.add(profile="full", attestation=own)
        self.assertEqual(self.bench.get(f"/v1/devices/{other}/snapshot").json["attestation"], own)
        bad = {**own, "enterprise": {"keyPEM": "none", "chainPEM": "none"}}
        answer = self.bench.post("/v1/devices", {"kind": "chip", "attestation": bad})
        self.assertEqual((answer.status, answer.problem), (422, "invalid-member"))
        self.assertIn("enterprise", answer.text)
        # A chip of MitID's has none, nor one whose user brings the batch's alone.
        for more in ({}, {"profile": "full", "attestation": {n: own[n] for n in ("keyPEM", "chainPEM")}}):
            path = f"/v1/devices/{self.add(**more)}/ctaphid"
            self.assertNotIn(ep, send(b"\x04"))

    def test_the_applet_can_be_kept_off_the_reader_of_its_own(self):
        path = f"/v1/devices/{self.add(profile={'name': 'full', 'fidoOverCCID': False})}"
        self.assertEqual(self.bench.post(path + "/apdu", {"apdu": SELECT}).json["status"], "6a82")
        self.assertEqual(self.bench.put(path + "/connection", {"nfc": True}).status, 200)
        self.assertEqual(self.bench.post(path + "/apdu", {"apdu": SELECT}).json["status"], "9000")

    def test_faults_are_shown_and_put_right(self):
        path = f"/v1/devices/{self.add()}"
        faults = {"pulledOutAfter": 9, "fieldLostAfter": 2, "answerDelay": "PT1.5S", "keepalive": "PT2S", "wrongChannel": True,
                  "report": "corrupt", "mute": True, "invalidSignatures": True, "counterGoingBack": True,
                  "otherAttestationKey": True, "pinLocked": True, "storageFull": True}
        self.assertEqual(self.bench.put(path + "/faults", faults).json["faults"], faults)
        right = {name: None if name in ("pulledOutAfter", "fieldLostAfter", "report") else
                 "PT0S" if isinstance(value, str) else False for name, value in faults.items()}
        whole = self.bench.put(path + "/faults", right).json["faults"]
        self.assertEqual(whole, {name: value for name, value in right.items() if value is not None})
        self.bench.put(path + "/faults", {"mute": True})
        self.assertEqual(self.bench.post(path + "/apdu", {"apdu": SELECT}).json, {"response": ""})
        self.bench.put(path + "/faults", {"pulledOutAfter": 3})
        self.assertEqual(self.bench.post(path + "/ctaphid", {"command": "ping", "data": "00" * 500}).problem, "no-answer")
        self.assertEqual(self.bench.get(path).json["connection"], {"usb": False, "nfc": False})

    def test_bad_input_is_refused_by_name(self):
        serial = self.add()
        path = f"/v1/devices/{serial}"
        self.bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "D"})
        for method, place, body, status, problem in [
            ("GET", path + "/display", None, 404, "not-of-this-kind"),
            ("GET", path + "/speech.wav", None, 404, "not-of-this-kind"),
            ("PUT", path + "/clock", {"freeze": True}, 404, "not-of-this-kind"),
            ("GET", f"/v1/pskc?serial={serial}", None, 404, "not-of-this-kind"),
            ("PUT", "/v1/devices/D/connection", {"usb": True}, 404, "not-of-this-kind"),
            ("POST", "/v1/devices/D/ctaphid", {"command": "ping"}, 404, "not-of-this-kind"),
            ("POST", path + "/buttons/main", None, 404, "unknown-button"),
            ("PUT", path + "/presence", {"mode": "maybe"}, 422, "invalid-member"),
            ("PUT", path + "/presence", {"mode": "ask", "delay": "PT1S"}, 422, "invalid-member"),
            ("PUT", path + "/presence", {}, 400, "invalid-body"),
            ("PUT", path + "/connection", {"bluetooth": True}, 400, "invalid-body"),
            ("PUT", path + "/faults", {"batteryPercent": 5}, 400, "invalid-body"),
            ("PUT", path + "/faults", {"report": "eaten"}, 422, "invalid-member"),
            ("PUT", path + "/faults", {"answerDelay": "P1D"}, 422, "invalid-member"),
            ("POST", path + "/apdu", {"apdu": "00a"}, 422, "invalid-member"),
            ("POST", path + "/apdu", {"apdu": ""}, 422, "invalid-member"),
            ("POST", path + "/ctaphid", {"command": "shout"}, 422, "invalid-member"),
            ("POST", path + "/ctaphid", {"command": "ping", "data": "00" * 7610}, 422, "invalid-member"),
            ("POST", "/v1/devices", {"kind": "chip", "profile": {"ctap2": "none", "u2f": False}}, 422, "invalid-member"),
            ("POST", "/v1/devices", {"kind": "chip", "profile": {"aaguid": "x"}}, 422, "invalid-member"),
            ("POST", "/v1/devices", {"kind": "chip", "attestation": {"keyPEM": "x", "chainPEM": "y"}}, 422, "invalid-member"),
        ]:
            with self.subTest(place=place, body=body):
                answer = self.bench.request(method, place, body)
                self.assertEqual((answer.status, answer.problem), (status, problem), answer.text)

    def test_a_snapshot_goes_to_another_bench(self):
        serial = self.add(presence={"mode": "accept"})
        path = f"/v1/devices/{serial}"
        made = json.loads(self.webauthn("register", serial, OPTIONS).stdout)
        taken = self.bench.get(path + "/snapshot").json
        with Daemon("mitid-bench", "--in-memory") as other:
            self.assertEqual(other.put(path + "/snapshot", taken).status, 201)
            self.assertEqual(other.get(path + "/snapshot").json, taken)
        self.webauthn("authenticate", serial, {
            "rpId": "bank.example", "challenge": "AAEC", "allowCredentials": [{"type": "public-key", "id": made["id"]}]})
        back = self.bench.put(path + "/snapshot", taken)
        self.assertEqual((back.status, back.problem), (409, "counter-rollback"))
        self.assertEqual(self.bench.put(path + "/snapshot", {**taken, "allowCounterRollback": True}).status, 200)

    def test_an_attestation_key_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            key, chain = Path(folder) / "key.pem", Path(folder) / "chain.pem"
            subprocess.run(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "9",
                 "-subj", "/C=DK/O=Own/OU=Authenticator Attestation/CN=Own", "-keyout", key, "-out", chain],
                check=True, capture_output=True)
            serial = self.add(presence={"mode": "accept"},
                              attestation={"keyPEM": key.read_text(), "chainPEM": chain.read_text()})
            der = subprocess.run(["openssl", "x509", "-in", chain, "-outform", "DER"], check=True, capture_output=True).stdout
        answer = json.loads(self.webauthn("register", serial, OPTIONS).stdout)
        padded = answer["response"]["attestationObject"] + "=="
        self.assertIn(der, base64.urlsafe_b64decode(padded))

    def test_the_conversation_is_told_and_no_name_is(self):
        serial = self.add(presence={"mode": "accept"})
        self.webauthn("register", serial, {**OPTIONS, "user": {"id": "AQID", "name": "Anna Hemmelig"}})
        watch = subprocess.Popen(
            ["curl", "-sN", "--max-time", "3", "-H", "Last-Event-ID: 1",
             f"http://127.0.0.1:{self.bench.port}/v1/events?serial={serial}"], stdout=subprocess.PIPE, text=True)
        told = watch.communicate()[0]
        messages = [json.loads(line[6:])["message"] for line in told.splitlines()
                    if line.startswith("data: ") and '"message"' in line]
        words = [(m["direction"], m["command"], m.get("relyingParty"), m.get("status")) for m in messages]
        self.assertIn(("request", "makeCredential", "bank.example", None), words)
        self.assertIn(("answer", "makeCredential", "bank.example", "success"), words)
        self.assertNotIn("Hemmelig", told)
        self.assertIsNone(re.search("PRIVATE|stateBase64", told))

    def test_a_hundred_chips_plugged_in(self):
        with Daemon("mitid-bench", "--in-memory") as daemon:
            daemon.post("/v1/devices", {"kind": "chip", "serialNumber": "first", "connection": {"usb": True}})
            before = daemon.memory()
            added = daemon.post("/v1/devices", [
                {"kind": "chip", "serialNumber": f"C{n:03}", "connection": {"usb": True}} for n in range(100)])
            self.assertEqual(added.status, 201)
            for number in range(100):
                info = daemon.post(f"/v1/devices/C{number:03}/ctaphid", {"command": "cbor", "data": "04"}).json
                self.assertTrue(info["data"].startswith("00a6"), info)
            print(f"\n  100 chips plugged in: {(daemon.memory() - before) / 100 / 1000:.1f} kB each", flush=True)


if __name__ == "__main__":
    unittest.main()
