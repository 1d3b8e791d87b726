"""`mitid-token chip info`, `register` and `authenticate` with cards on the readers of a real pcscd."""

import base64
import json
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

import foreign_card
import pcsc
from programs import program
from services import Service, private, run
from test_chips import ANNA, AT_ONCE

SELF = "mitid-token"
ORIGIN = "http://localhost"
PIN = "12345678"
CREATION = {
    "rp": {"id": "localhost", "name": "A bank"}, "user": {"id": "AQID", "name": "anna"}, "challenge": "AAECAwQFBgc",
    "pubKeyCredParams": [{"type": "public-key", "alg": -7}], "attestation": "direct"}


def setUpModule():
    pcsc.set_up()
    if not pcsc.IS_BESIDE:
        pcsc.need(foreign_card.install())


def request(*identifiers, **more):
    allowed = [{"type": "public-key", "id": identifier} for identifier in identifiers]
    return {"rpId": "localhost", "challenge": "AAEC", "allowCredentials": allowed, **more}


class Cards(pcsc.Story):
    """Chips of the bench on readers, and our own client."""

    def setUp(self):
        self.bench = self.enterContext(pcsc.bench("--in-memory"))

    def lay(self, serial="C1", profile="full", number=0, presence="accept"):
        made = self.bench.post("/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": profile,
                                               "presence": {"mode": presence}})
        self.assertEqual(made.status, 201, made.text)
        self.connect(serial, True, number)

    def connect(self, serial="C1", is_there=True, number=0):
        self.assertEqual(self.bench.put(f"/v1/devices/{serial}/connection", {"nfc": is_there}).status, 200)
        pcsc.wait_for_card(number, present=is_there)

    def chip(self, *arguments, stdin=None, status=0):
        found, output, error = run(SELF, "chip", *arguments, stdin=None if stdin is None else json.dumps(stdin))
        self.assertEqual(found, status, output + error)
        return output if status == 0 else error

    def register(self, options=CREATION, *more, status=0):
        answer = self.chip("register", "--origin", ORIGIN, *more, stdin=options, status=status)
        return json.loads(answer) if status == 0 else answer

    def authenticate(self, options, *more, status=0):
        answer = self.chip("authenticate", "--origin", ORIGIN, *more, stdin=options, status=status)
        return json.loads(answer) if status == 0 else answer

    def refuses(self, sentence, *arguments, **more):
        """One line on standard error, exit status 2."""
        error = self.chip(*arguments, status=2, **more)
        self.assertRegex(error, r"\Amitid-token: [^\n]*\n\Z")
        self.assertIn(sentence, error)


class Information(Cards):
    def test_info_shows_what_the_chip_says_of_itself(self):
        self.lay(profile="full")
        report = json.loads(self.chip("info", "--json"))
        self.assertEqual((report["transport"], report["place"], report["u2f"]), ("card", pcsc.reader(0), "U2F_V2"))
        self.assertEqual(report["ctap2"]["versions"], ["U2F_V2", "FIDO_2_0", "FIDO_2_1_PRE", "FIDO_2_1"])
        self.assertEqual(report["ctap2"]["aaguid"], "6d697469-642d-406f-8066-756c6c2d3231")
        self.assertEqual(report["ctap2"]["departures"], [])
        self.assertIn("\nCTAP2: U2F_V2 FIDO_2_0 FIDO_2_1_PRE FIDO_2_1\n", self.chip("info"))
        profile = json.loads(self.chip("info", "--as-profile"))
        self.assertEqual((profile["aaguid"], profile["options"]["rk"]), (report["ctap2"]["aaguid"], True))
        self.assertEqual(profile["firmwareVersion"], {"minimum": 1, "maximum": 1})

    def test_info_of_a_token_of_u2f_alone(self):
        self.lay(profile="u2f-only")
        report = json.loads(self.chip("info", "--json"))
        self.assertEqual((report["u2f"], "ctap2" in report), ("U2F_V2", False))
        self.assertEqual(json.loads(self.chip("info", "--as-profile"))["versions"], ["U2F_V2"])


class Selection(Cards):
    def test_without_a_card_and_with_several_the_list_is_printed(self):
        self.refuses("no security key is in a USB port and no card is on a reader", "info")
        self.lay("C1", number=0)
        self.lay("C2", number=1, profile="mitid-chip")
        self.refuses(f"several tokens are connected; select one with --port, --serial or --reader: "
                     f"reader {pcsc.reader(0)}; reader {pcsc.reader(1)}", "info")
        self.refuses("no security key or card matches the options; connected: reader", "info", "--serial", "1")
        self.assertIn("CTAP2: U2F_V2 FIDO_2_0\n", self.chip("info", "--reader", pcsc.reader(1)))

    def test_a_card_without_the_applet_is_named_as_such(self):
        with foreign_card.ForeignCard(pcsc.FIRST_READER + 1):
            pcsc.wait_for_card(1)
            for arguments in (["info"], ["register", "--origin", ORIGIN]):
                self.refuses("the card has no FIDO applet; SELECT returns 6A82", *arguments, stdin=CREATION)


class Ceremonies(Cards):
    def test_a_chip_of_each_profile_is_enrolled_and_logs_in(self):
        for profile in ("full", "mitid-chip", "u2f-only"):
            with self.subTest(profile), Service("mitid-activation", "--policy", str(AT_ONCE), "--in-memory") as service:
                self.lay(profile, profile)
                self.assertEqual(service.post("/v1/users", ANNA).status, 201)
                login = json.dumps(ANNA)
                piped = subprocess.run(
                    ["bash", "-euo", "pipefail", "-c", """
                        for step in registrations:register assertions:authenticate; do
                            curl -sf "$1/v1/chips/${step%%:*}/options" -d "$2" |
                                "$3" chip "${step##*:}" --origin http://localhost |
                                curl -sf "$1/v1/chips/${step%%:*}" -H 'Content-Type: application/json' -d @-
                            echo
                        done""", "-", service.url, login, program(SELF)],
                    capture_output=True, text=True, timeout=60, check=False)
                self.assertEqual(piped.returncode, 0, piped.stderr + service.log)
                enrolled, logged_in = map(json.loads, piped.stdout.splitlines())
                self.assertEqual(enrolled["amr"], ["password", "u2f_token"])
                self.assertTrue(logged_in["accepted"])
                self.connect(profile, False)

    def test_lists_of_credentials_are_kept_to(self):
        for profile in ("full", "u2f-only"):
            with self.subTest(profile):
                self.lay(profile, profile)
                mine = self.register()["id"]
                foreign = [f"{'A' * 86}{number:02}" for number in range(20)]
                excluding = {**CREATION, "excludeCredentials": [
                    {"type": "public-key", "id": identifier} for identifier in [*foreign, mine]]}
                self.assertEqual(self.register(excluding, status=1),
                                 "mitid-token: the chip has a credential of the exclude list already\n")
                self.assertEqual(self.authenticate(request(*foreign, mine))["id"], mine)
                self.assertEqual(self.authenticate(request(*foreign), status=1),
                                 "mitid-token: the chip has no credential of the list\n")
                self.connect(profile, False)

    def test_short_apdus_in_parts_do_as_well(self):
        for profile in ("full", "u2f-only"):
            with self.subTest(profile):
                self.lay(profile, profile)
                self.assertFalse(json.loads(self.chip("info", "--json", "--apdu", "short"))["extendedAPDUs"])
                mine = self.register(CREATION, "--apdu", "short")["id"]
                # Several credentials are more than one part has room for.
                foreign = ["A" * 128] * 5
                signed = self.authenticate(request(*foreign, mine), "--apdu", "short")
                self.assertEqual(signed["id"], mine)
                self.connect(profile, False)

    def test_the_maker_is_told_only_if_the_relying_party_asks(self):
        from fido2.webauthn import AttestationObject
        for profile, formats in (("full", ("packed", "none")), ("u2f-only", ("fido-u2f", "none"))):
            self.lay(profile, profile)
            for conveyance, expected in zip(("direct", "none"), formats):
                with self.subTest(profile, conveyance=conveyance):
                    response = self.register({**CREATION, "attestation": conveyance})["response"]
                    text = response["attestationObject"]
                    found = AttestationObject(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
                    aaguid = bytes(found.auth_data.credential_data.aaguid)
                    self.assertEqual((found.fmt, any(aaguid)), (expected, expected == "packed"))
            self.connect(profile, False)

    def test_a_pin_verifies_the_user(self):
        from fido2.ctap2 import ClientPin, Ctap2
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        right, wrong, open_file = (private(folder / name, text) for name, text in
                                   (("right", PIN), ("wrong", "00000000"), ("open", PIN)))
        open_file.chmod(0o644)
        for profile in ("full", "mitid-chip"):
            with self.subTest(profile):
                self.lay(profile, profile)
                verified = {**CREATION, "authenticatorSelection": {"userVerification": "required"}}
                self.assertIn("needs a PIN, and none is set", self.register(verified, status=2))
                ClientPin(Ctap2(pcsc.connect())).set_pin(PIN)
                self.assertIn("asks for its PIN; give it with --pin-file", self.register(verified, status=2))
                self.assertIn("others may read", self.register(verified, "--pin-file", str(open_file), status=2))
                self.assertIn("wrong PIN (status 31)", self.register(verified, "--pin-file", str(wrong), status=1))
                self.assertEqual(json.loads(self.chip("info", "--json"))["ctap2"]["pinRetries"], 7)
                made = self.register(verified, "--pin-file", str(right))
                signed = self.authenticate(request(made["id"], userVerification="required"), "--pin-file", str(right))
                self.assertEqual(signed["id"], made["id"])
                self.connect(profile, False)

    def test_the_options_come_from_a_file_and_the_response_goes_into_a_new_one(self):
        self.lay()
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        (folder / "options").write_text(json.dumps(CREATION))
        arguments = ("register", "--origin", ORIGIN, "--in", str(folder / "options"), "--out", str(folder / "response"))
        self.assertEqual(self.chip(*arguments), "")
        self.assertEqual(json.loads((folder / "response").read_text())["type"], "public-key")
        self.refuses("exists already", *arguments)
        self.refuses("may not ask for the relying party bank.example", "register", "--origin", ORIGIN, "--rp-id", "bank.example",
                     stdin={**CREATION, "rp": {"name": "A bank"}})
        self.refuses("standard input: options of a relying party must have 'challenge'", "register", "--origin", ORIGIN,
                     stdin={name: value for name, value in CREATION.items() if name != "challenge"})


class Waiting(Cards):
    """A chip that asks for a touch, and what may happen meanwhile."""

    def setUp(self):
        super().setUp()
        profile = {"name": "full", "nfcPresenceWindow": "PT0S"}
        self.lay(profile=profile, presence="ask")

    def begin(self):
        """A registration that has asked for the touch."""
        program_ = subprocess.Popen([program(SELF), "chip", "register", "--origin", ORIGIN], stdin=subprocess.PIPE,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(program_.communicate)
        self.addCleanup(program_.kill)
        program_.stdin.write(json.dumps(CREATION))
        program_.stdin.close()
        program_.stdin = None
        self.assertEqual(program_.stderr.readline(), "touch the chip\n")
        return program_

    def end(self, waiting, status, sentence):
        output, error = waiting.communicate(timeout=60)
        self.assertEqual((waiting.returncode, output), (status, ""), error)
        self.assertRegex(error, r"\Amitid-token: [^\n]*\n\Z")
        self.assertIn(sentence, error)

    def test_signals_cancel_the_request_on_the_chip(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            waiting = self.begin()
            waiting.send_signal(number)
            self.end(waiting, 2, "cancelled")
            self.assertEqual(self.bench.get("/v1/devices/C1").json["light"], "off")

    def test_the_card_is_taken_away(self):
        waiting = self.begin()
        self.connect(is_there=False)
        self.end(waiting, 2, "no card is in the reader")
        self.connect()
        self.chip("info")

    def test_pcscd_is_killed(self):
        waiting = self.begin()
        pcsc.restart_pcscd(signal.SIGKILL)
        self.end(waiting, 2, "pcscd does not run; start it with")
        pcsc.wait_for_card()
        self.chip("info")

    def test_another_program_keeps_the_card(self):
        from smartcard import scard
        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        self.addCleanup(scard.SCardReleaseContext, context)
        result, card, _ = scard.SCardConnect(context, pcsc.reader(0), scard.SCARD_SHARE_EXCLUSIVE, scard.SCARD_PROTOCOL_ANY)
        self.assertEqual(result, scard.SCARD_S_SUCCESS)
        self.refuses("another program has the card for itself", "info")
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
        self.chip("info")

    def test_another_program_has_reset_the_card(self):
        from smartcard import scard
        _, context = scard.SCardEstablishContext(scard.SCARD_SCOPE_USER)
        self.addCleanup(scard.SCardReleaseContext, context)
        _, card, _ = scard.SCardConnect(context, pcsc.reader(0), scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY)
        self.assertEqual(scard.SCardReconnect(card, scard.SCARD_SHARE_SHARED, scard.SCARD_PROTOCOL_ANY,
                                              scard.SCARD_RESET_CARD)[0], scard.SCARD_S_SUCCESS)
        scard.SCardDisconnect(card, scard.SCARD_LEAVE_CARD)
        self.chip("info")


if __name__ == "__main__":
    unittest.main()
