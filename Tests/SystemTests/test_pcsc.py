"""The chip on virtual readers of a real pcscd, as PC/SC's own clients and python-fido2 see it."""

import hashlib
import os
import signal
import statistics
import subprocess
import tempfile
import threading
import time
import unittest

import pcsc

if pcsc.IS_BESIDE:  # Whoever only lists the stories has neither pyscard nor python-fido2.
    from cryptography.exceptions import InvalidSignature
    from fido2.attestation import Attestation
    from fido2.client import ClientError, DefaultClientDataCollector, Fido2Client, UserInteraction
    from fido2.cose import ES256
    from fido2.ctap import CtapError
    from fido2.ctap1 import APDU, ApduError, Ctap1
    from fido2.ctap2 import ClientPin, CredentialManagement, Ctap2
    from fido2.ctap2.extensions import CredBlobExtension, HmacSecretExtension, LargeBlobExtension
    from fido2.hid import STATUS
    from fido2.server import Fido2Server
    from smartcard.Exceptions import CardConnectionException

setUpModule = pcsc.set_up

RP = {"id": "mitid.example", "name": "Relying party"}
ALICE = {"id": b"alice", "name": "alice", "displayName": "Alice"}
BOB = {"id": b"bob", "name": "bob", "displayName": "Bob"}
ES256_ONLY = [{"type": "public-key", "alg": -7}]
CHALLENGE = hashlib.sha256(b"challenge").digest()
APPLICATION = hashlib.sha256(b"https://mitid.example").digest()
PIN = "12345678"
GET_INFO = [0x80, 0x10, 0x00, 0x00, 0x01, 0x04, 0x00]


class Story(pcsc.Story):
    """A bench with one chip on the first reader."""

    profile = "full"
    is_kept = False

    def setUp(self):
        state = ["--state", self.enterContext(tempfile.TemporaryDirectory())] if self.is_kept else ["--in-memory"]
        self.bench = self.enterContext(pcsc.bench(*state))
        self.add("C1")

    def add(self, serial):
        answer = self.bench.post("/v1/devices", {"kind": "chip", "serialNumber": serial, "profile": self.profile})
        self.assertEqual(answer.status, 201, answer.text)
        self.lay(serial)

    def lay(self, serial="C1", on_reader=True):
        answer = self.bench.put(f"/v1/devices/{serial}/connection", {"nfc": on_reader})
        self.assertEqual(answer.status, 200, answer.text)

    def lift(self, serial="C1"):
        self.lay(serial, on_reader=False)

    def device(self, reader=0):
        """The chip on a reader, once pcscd sees it there."""
        pcsc.wait_for_card(reader)
        device = pcsc.connect(reader)
        self.addCleanup(self.close, device)
        return device

    def close(self, device):
        try:
            device.close()
        except CardConnectionException:
            pass  # Its card or its pcscd is gone.

    def power_cycle(self):
        """The chip lifted and laid back."""
        self.lift()
        pcsc.wait_for_card(present=False)
        self.lay()
        return self.device()

    def ctap2(self):
        return Ctap2(self.device())

    def assertStatus(self, status, call, *arguments, **named):
        with self.assertRaises(CtapError) as refused:
            call(*arguments, **named)
        self.assertEqual(refused.exception.code, status)


class Clients(Story):
    """What reads any card."""

    def test_opensc_tool_and_pcsc_scan_see_the_card(self):
        atr = pcsc.wait_for_card()
        tool = subprocess.run(["opensc-tool", "--atr", "--reader", "0"], capture_output=True, text=True, timeout=60)
        self.assertEqual(tool.returncode, 0, tool.stderr)
        self.assertEqual(bytes.fromhex(tool.stdout.strip().replace(":", "")), atr, tool.stdout)
        scan = self.enterContext(subprocess.Popen(["pcsc_scan", "-n"], stdout=subprocess.PIPE, text=True))
        self.addCleanup(scan.kill)
        # It goes on for ever; without what is looked for the story ends with its time.
        for expected in ["Card inserted", atr.hex(" ").upper()]:
            self.assertTrue(any(expected in line for line in scan.stdout), expected)
        scan.kill()
        self.assertEqual(self.device().get_atr(), atr)

    def test_a_card_is_seen_to_come_and_to_go(self):
        for _ in range(3):
            pcsc.wait_for_card(present=True)
            self.lift()
            pcsc.wait_for_card(present=False)
            self.lay()

    def test_how_fast_it_answers(self):
        device = self.device()
        ctap = Ctap2(device)
        made = ctap.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY)
        allowed = [{"type": "public-key", "id": made.auth_data.credential_data.credential_id}]

        def durations(count, call):
            measured = []
            for _ in range(count):
                started = time.perf_counter()
                call()
                measured.append((time.perf_counter() - started) * 1000)
            return sorted(measured)

        info = durations(500, lambda: self.assertEqual(device._conn.transmit(GET_INFO)[0][0], 0))
        making = durations(100, lambda: ctap.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY))
        asserting = durations(100, lambda: ctap.get_assertion(RP["id"], CHALLENGE, allowed))
        print(f"info: through pcscd, getInfo takes {statistics.median(info):.2f} ms (99th percentile {info[494]:.2f} ms), "
              f"makeCredential {statistics.median(making):.2f} ms, getAssertion {statistics.median(asserting):.2f} ms "
              f"with python-fido2", flush=True)

    def test_other_applications_are_not_there(self):
        connection = self.device()._conn
        for application in ["A000000308000010000100", "D2760001240102", "A0000000031010", "A000000647"]:
            name = bytes.fromhex(application)
            answer = connection.transmit([0x00, 0xA4, 0x04, 0x00, len(name), *name, 0x00])
            self.assertEqual(answer, ([], 0x6A, 0x82), application)
        # One byte alone is for vpcd itself, and never comes to the card.
        for command in [[0x00, 0xCA], [0x00, 0xCA, 0x01], [0x00, 0xB0, 0x00, 0x00, 0x00], [0xFF] * 300, [0x00] * 60_000]:
            answer, sw1, _ = connection.transmit(command)
            self.assertEqual((answer, sw1 >> 4), ([], 6))

    def test_a_second_client_resets_the_card_under_the_first(self):
        first = Ctap2(self.device())
        made = first.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY)
        second = self.device()
        second.close()
        with self.assertRaises(CardConnectionException):
            first.get_info()
        first.device.connect()
        used = first.get_assertion(RP["id"], CHALLENGE, [{"type": "public-key",
                                                         "id": made.auth_data.credential_data.credential_id}])
        used.verify(CHALLENGE, made.auth_data.credential_data.public_key)


class Chips(Story):
    """More than one."""

    readers = 6

    def test_each_chip_lies_on_a_reader_of_its_own(self):
        for serial in ["C2", "C3", "C4", "C5"]:
            self.add(serial)
        keys = set()
        for reader in range(5):
            ctap = Ctap1(self.device(reader))
            keys.add(ctap.register(CHALLENGE, APPLICATION).public_key)
        self.assertEqual(len(keys), 5)
        # A reader that became free is taken by the next chip, and the others do not move.
        self.lift("C2")
        pcsc.wait_for_card(1, present=False)
        self.add("C6")
        pcsc.wait_for_card(1)
        self.bench.delete("/v1/devices/C4")
        pcsc.wait_for_card(3, present=False)


class U2F(Story):
    """CTAP1, on a chip that knows nothing else."""

    profile = "u2f-only"

    def setUp(self):
        super().setUp()
        self.ctap = Ctap1(self.device())

    def test_it_registers_and_authenticates(self):
        self.assertEqual(self.ctap.get_version(), "U2F_V2")
        registered = self.ctap.register(CHALLENGE, APPLICATION)
        registered.verify(APPLICATION, CHALLENGE)
        counters = []
        for number in range(5):
            challenge = hashlib.sha256(bytes([number])).digest()
            signed = self.ctap.authenticate(challenge, APPLICATION, registered.key_handle)
            signed.verify(APPLICATION, challenge, registered.public_key)
            self.assertEqual(signed.user_presence, 1)
            counters.append(signed.counter)
        self.assertEqual(counters, sorted(set(counters)))

    def test_it_knows_its_own_key_handles(self):
        registered = self.ctap.register(CHALLENGE, APPLICATION)
        self.assertRefused(APDU.USE_NOT_SATISFIED, APPLICATION, registered.key_handle, check_only=True)
        elsewhere = hashlib.sha256(b"https://other.example").digest()
        bent = registered.key_handle[:-1] + bytes([registered.key_handle[-1] ^ 1])
        for check_only in (True, False):
            self.assertRefused(APDU.WRONG_DATA, elsewhere, registered.key_handle, check_only)
            self.assertRefused(APDU.WRONG_DATA, APPLICATION, bent, check_only)
            self.assertRefused(APDU.WRONG_DATA, APPLICATION, bytes(len(bent)), check_only)

    def assertRefused(self, status, application, key_handle, check_only):
        with self.assertRaises(ApduError) as refused:
            self.ctap.authenticate(CHALLENGE, application, key_handle, check_only)
        self.assertEqual(refused.exception.code, status)

    def test_it_is_no_ctap2_authenticator(self):
        with self.assertRaises(ValueError):
            Ctap2(self.ctap.device)


class CTAP2(Story):
    def test_it_registers_and_authenticates(self):
        ctap = self.ctap2()
        made = ctap.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY)
        self.verify_attestation(made, CHALLENGE)
        credential = made.auth_data.credential_data
        counters = [made.auth_data.counter]
        for number in range(5):
            challenge = hashlib.sha256(bytes([number])).digest()
            used = ctap.get_assertion(RP["id"], challenge, [{"type": "public-key", "id": credential.credential_id}])
            used.verify(challenge, credential.public_key)
            counters.append(used.auth_data.counter)
        self.assertEqual(counters, sorted(set(counters)))
        excluded = [{"type": "public-key", "id": credential.credential_id}]
        self.assertStatus(CtapError.ERR.CREDENTIAL_EXCLUDED, ctap.make_credential, CHALLENGE, RP, ALICE, ES256_ONLY,
                          excluded)
        self.assertStatus(CtapError.ERR.NO_CREDENTIALS, ctap.get_assertion, "other.example", CHALLENGE, excluded)
        self.assertStatus(CtapError.ERR.UNSUPPORTED_ALGORITHM, ctap.make_credential, CHALLENGE, RP, ALICE,
                          [{"type": "public-key", "alg": -257}])

    def verify_attestation(self, made, challenge):
        Attestation.for_type(made.fmt)().verify(made.att_stmt, made.auth_data, challenge)

    def test_extended_apdus_say_the_same_as_chained_ones(self):
        device = self.device()
        ctap = Ctap2(device)
        made = ctap.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY)
        device.use_ext_apdu = True
        allowed = [{"type": "public-key", "id": os.urandom(200)} for _ in range(4)]
        allowed.append({"type": "public-key", "id": made.auth_data.credential_data.credential_id})
        for use in (True, False):
            device.use_ext_apdu = use
            used = ctap.get_assertion(RP["id"], CHALLENGE, allowed)
            used.verify(CHALLENGE, made.auth_data.credential_data.public_key)
        device.use_ext_apdu = True
        self.verify_attestation(ctap.make_credential(CHALLENGE, RP, BOB, ES256_ONLY), CHALLENGE)

    def test_credentials_of_u2f_and_ctap2_are_each_others(self):
        device = self.device()
        registered = Ctap1(device).register(CHALLENGE, APPLICATION)
        # WebAuthn's appid extension asks so for what was registered with U2F.
        made = Ctap2(device).make_credential(CHALLENGE, RP, ALICE, ES256_ONLY).auth_data.credential_data
        rp_hash = hashlib.sha256(RP["id"].encode()).digest()
        signed = Ctap1(device).authenticate(CHALLENGE, rp_hash, made.credential_id)
        public_key = b"\x04" + made.public_key[-2] + made.public_key[-3]
        signed.verify(rp_hash, CHALLENGE, public_key)
        registered = Ctap1(device).register(CHALLENGE, rp_hash)
        used = Ctap2(device).get_assertion(RP["id"], CHALLENGE, [{"type": "public-key", "id": registered.key_handle}])
        used.verify(CHALLENGE, ES256.from_ctap1(registered.public_key))

    def test_discoverable_credentials_are_found_newest_first(self):
        ctap = self.ctap2()
        keys = {}
        for user in (ALICE, BOB):
            made = ctap.make_credential(CHALLENGE, RP, user, ES256_ONLY, options={"rk": True})
            keys[user["id"]] = made.auth_data.credential_data.public_key
        ctap = Ctap2(self.power_cycle())
        found = ctap.get_assertions(RP["id"], CHALLENGE)
        self.assertEqual([used.user["id"] for used in found], [b"bob", b"alice"])
        for used in found:
            used.verify(CHALLENGE, keys[used.user["id"]])

    def test_reset_forgets_everything(self):
        ctap = self.ctap2()
        ClientPin(ctap).set_pin(PIN)
        token = ClientPin(ctap).get_pin_token(PIN, ClientPin.PERMISSION.MAKE_CREDENTIAL, RP["id"])
        protocol = ClientPin(ctap).protocol
        made = ctap.make_credential(CHALLENGE, RP, ALICE, ES256_ONLY, options={"rk": True},
                                    pin_uv_param=protocol.authenticate(token, CHALLENGE),
                                    pin_uv_protocol=protocol.VERSION)
        self.assertTrue(made.auth_data.is_user_verified())
        ctap = Ctap2(self.power_cycle())
        ctap.reset()
        ctap = Ctap2(self.power_cycle())
        self.assertFalse(ctap.get_info().options["clientPin"])
        self.assertStatus(CtapError.ERR.NO_CREDENTIALS, ctap.get_assertion, RP["id"], CHALLENGE)
        self.assertStatus(CtapError.ERR.NO_CREDENTIALS, ctap.get_assertion, RP["id"], CHALLENGE,
                          [{"type": "public-key", "id": made.auth_data.credential_data.credential_id}])


class PINs(Story):
    """Set, changed, mistaken, and what a PIN unlocks."""

    def setUp(self):
        super().setUp()
        self.ctap = self.ctap2()
        self.pin = ClientPin(self.ctap)
        self.pin.set_pin(PIN)

    def again(self):
        self.ctap = Ctap2(self.power_cycle())
        self.pin = ClientPin(self.ctap)

    def test_a_pin_is_set_and_changed(self):
        self.assertTrue(self.ctap.get_info().options["clientPin"])
        self.assertTrue(self.pin.get_pin_token(PIN))
        self.pin.change_pin(PIN, "87654321")
        self.again()
        self.assertStatus(CtapError.ERR.PIN_INVALID, self.pin.get_pin_token, PIN)
        self.assertTrue(self.pin.get_pin_token("87654321"))
        self.assertStatus(CtapError.ERR.PIN_INVALID, self.pin.change_pin, PIN, "11223344")

    def test_three_wrong_pins_want_a_power_cycle_and_eight_block(self):
        total = self.pin.get_pin_retries()[0]
        self.assertEqual(total, 8)
        for left in (7, 6):
            self.assertStatus(CtapError.ERR.PIN_INVALID, self.pin.get_pin_token, "00000000")
            self.assertEqual(self.pin.get_pin_retries()[0], left)
        self.assertStatus(CtapError.ERR.PIN_AUTH_BLOCKED, self.pin.get_pin_token, "00000000")
        self.assertStatus(CtapError.ERR.PIN_AUTH_BLOCKED, self.pin.get_pin_token, PIN)
        self.assertEqual(self.pin.get_pin_retries()[0], 5, "a try that is not looked at costs nothing")

        self.again()
        self.assertEqual(self.pin.get_pin_retries()[0], 5, "tries are no more for a power cycle")
        self.assertTrue(self.pin.get_pin_token(PIN))
        self.assertEqual(self.pin.get_pin_retries()[0], 8, "the right PIN gives them back")

        for attempt in range(1, 9):
            status = (CtapError.ERR.PIN_BLOCKED if attempt == 8 else
                      CtapError.ERR.PIN_AUTH_BLOCKED if attempt % 3 == 0 else CtapError.ERR.PIN_INVALID)
            self.assertStatus(status, self.pin.get_pin_token, "00000000")
            if attempt % 3 == 0:
                self.again()
        self.assertStatus(CtapError.ERR.PIN_BLOCKED, self.pin.get_pin_token, PIN)
        self.again()
        self.assertStatus(CtapError.ERR.PIN_BLOCKED, self.pin.get_pin_token, PIN)
        self.assertEqual(self.pin.get_pin_retries()[0], 0)

        self.again()
        self.ctap.reset()
        self.again()
        self.pin.set_pin("44332211")
        self.assertTrue(self.pin.get_pin_token("44332211"))

    def test_both_protocols_agree(self):
        for protocol in ClientPin.PROTOCOLS:
            with self.subTest(protocol.__name__):
                self.assertTrue(ClientPin(self.ctap, protocol()).get_pin_token(PIN))

    def test_credentials_are_managed(self):
        for user in (ALICE, BOB):
            self.make(user)
        token = self.pin.get_pin_token(PIN, ClientPin.PERMISSION.CREDENTIAL_MGMT)
        management = CredentialManagement(self.ctap, self.pin.protocol, token)
        metadata = management.get_metadata()
        self.assertEqual(metadata[CredentialManagement.RESULT.EXISTING_CRED_COUNT], 2)
        parties = management.enumerate_rps()
        self.assertEqual([party[CredentialManagement.RESULT.RP]["id"] for party in parties], [RP["id"]])
        rp_hash = parties[0][CredentialManagement.RESULT.RP_ID_HASH]
        credentials = management.enumerate_creds(rp_hash)
        users = {found[CredentialManagement.RESULT.USER]["id"]: found for found in credentials}
        self.assertEqual(set(users), {b"alice", b"bob"})
        management.update_user_info(users[b"bob"][CredentialManagement.RESULT.CREDENTIAL_ID],
                                    {**BOB, "displayName": "Robert"})
        management.delete_cred(users[b"alice"][CredentialManagement.RESULT.CREDENTIAL_ID])
        left = management.enumerate_creds(rp_hash)
        self.assertEqual([found[CredentialManagement.RESULT.USER]["displayName"] for found in left], ["Robert"])

    def make(self, user):
        token = self.pin.get_pin_token(PIN, ClientPin.PERMISSION.MAKE_CREDENTIAL, RP["id"])
        return self.ctap.make_credential(CHALLENGE, RP, user, ES256_ONLY, options={"rk": True},
                                         pin_uv_param=self.pin.protocol.authenticate(token, CHALLENGE),
                                         pin_uv_protocol=self.pin.protocol.VERSION)


class Browsers(Story):
    """WebAuthn as a browser does it: python-fido2's client on this side, its relying party on the other."""

    def setUp(self):
        super().setUp()
        self.server = Fido2Server(RP, attestation="direct", verify_attestation=self.verify_attestation)
        self.credentials = []
        self.open(self.device())

    def verify_attestation(self, attestation, client_data_hash):
        Attestation.for_type(attestation.fmt)().verify(
            attestation.att_stmt, attestation.auth_data, client_data_hash)

    def open(self, device):
        class User(UserInteraction):
            def request_pin(self, permissions, rp_id):
                return PIN

        self.ctap = Ctap2(device)
        self.client = Fido2Client(
            device, DefaultClientDataCollector("https://" + RP["id"]), User(),
            extensions=[HmacSecretExtension(allow_hmac_secret=True), CredBlobExtension(), LargeBlobExtension()])

    def register(self, user=ALICE, **options):
        extensions = options.pop("extensions", None)
        asked, state = self.server.register_begin(user, self.credentials, extensions=extensions, **options)
        given = self.client.make_credential(asked.public_key)
        data = self.server.register_complete(state, given)
        self.credentials.append(data.credential_data)
        return given

    def authenticate(self, extensions=None, is_named=True, **options):
        credentials = self.credentials if is_named else None
        asked, state = self.server.authenticate_begin(credentials, extensions=extensions, **options)
        given = self.client.get_assertion(asked.public_key).get_response(0)
        self.server.authenticate_complete(state, self.credentials, given)
        return given

    def test_without_a_pin(self):
        self.register(user_verification="discouraged")
        self.authenticate(user_verification="discouraged")
        with self.assertRaises(ClientError) as refused:
            self.register(user_verification="discouraged")
        self.assertEqual(refused.exception.code, ClientError.ERR.DEVICE_INELIGIBLE)

    def test_with_a_pin_and_no_user_name(self):
        ClientPin(self.ctap).set_pin(PIN)
        self.open(self.power_cycle())
        self.register(resident_key_requirement="required", user_verification="required")
        given = self.authenticate(is_named=False, user_verification="required")
        self.assertTrue(given.response.authenticator_data.is_user_verified())
        self.assertEqual(given.response.user_handle, ALICE["id"])

    def test_secrets_of_a_credential(self):
        ClientPin(self.ctap).set_pin(PIN)
        self.open(self.power_cycle())
        made = self.register(extensions={"hmacCreateSecret": True})
        self.assertTrue(made.client_extension_results.hmac_create_secret)

        def secrets(*salts):
            salts = dict(zip(("salt1", "salt2"), salts))
            got = self.authenticate(extensions={"hmacGetSecret": salts}).client_extension_results.hmac_get_secret
            return got.output1, got.output2

        one, two = hashlib.sha256(b"1").digest(), hashlib.sha256(b"2").digest()
        first, second = secrets(one, two)
        self.assertEqual({len(first), len(second), len({first, second})}, {32, 2})
        self.assertEqual(secrets(two, one), (second, first))
        self.open(self.power_cycle())
        self.assertEqual(secrets(one)[0], first)

    def test_blobs(self):
        ClientPin(self.ctap).set_pin(PIN)
        self.open(self.power_cycle())
        blob, large = os.urandom(32), os.urandom(900)
        made = self.register(resident_key_requirement="required",
                             extensions={"credBlob": blob, "largeBlob": {"support": "required"}})
        self.assertTrue(made.response.attestation_object.auth_data.extensions["credBlob"])
        self.assertTrue(made.client_extension_results.large_blob.supported)
        self.authenticate(extensions={"largeBlob": {"write": large}})
        self.open(self.power_cycle())
        given = self.authenticate(extensions={"getCredBlob": True, "largeBlob": {"read": True}})
        self.assertEqual(given.response.authenticator_data.extensions["credBlob"], blob)
        self.assertEqual(given.client_extension_results.large_blob.blob, large)


class MitIDChip(Browsers):
    """What a browser does with the chip as it comes."""

    profile = "mitid-chip"
    test_blobs = None


class LaidDownTooLong(Story):
    """A chip for which having been laid down counts as a touch no longer."""

    profile = {"name": "full", "nfcPresenceWindow": "PT0S", "userPresenceTimeout": "PT1S"}

    def test_ctap2_waits_for_a_touch_until_the_client_gives_up(self):
        ctap = self.ctap2()
        enough, told = threading.Event(), []

        def tell(status):
            told.append(status)
            enough.set()

        self.assertStatus(CtapError.ERR.KEEPALIVE_CANCEL, ctap.make_credential, CHALLENGE, RP, ALICE, ES256_ONLY,
                          event=enough, on_keepalive=tell)
        self.assertEqual(told, [STATUS.UPNEEDED])

    def test_ctap2_waits_no_longer_than_it_is_to(self):
        self.assertStatus(CtapError.ERR.OPERATION_DENIED, self.ctap2().make_credential, CHALLENGE, RP, ALICE,
                          ES256_ONLY)

    def test_u2f_is_told_to_ask_again(self):
        device = self.device()
        answer = device._conn.transmit([0x00, 0x01, 0x03, 0x00, 0x40, *CHALLENGE, *APPLICATION, 0x00])
        self.assertEqual(answer, ([], 0x69, 0x85))
        self.assertEqual(self.bench.get("/v1/devices/C1").json["light"], "blinking")


class Disturbances(Story):
    """What happens to cards and readers."""

    is_kept = True

    def setUp(self):
        super().setUp()
        self.made = Ctap2(self.device()).make_credential(CHALLENGE, RP, ALICE, ES256_ONLY)

    def authenticate(self, device):
        credential = self.made.auth_data.credential_data
        used = Ctap2(device).get_assertion(
            RP["id"], CHALLENGE, [{"type": "public-key", "id": credential.credential_id}])
        used.verify(CHALLENGE, credential.public_key)

    def break_it(self, **faults):
        answer = self.bench.put("/v1/devices/C1/faults", faults)
        self.assertEqual(answer.status, 200, answer.text)

    def assertLying(self, is_lying):
        self.assertEqual(self.bench.get("/v1/devices/C1").json["connection"]["nfc"], is_lying)

    def test_a_pcscd_that_is_started_again_gets_its_card_again(self):
        for how in (signal.SIGTERM, signal.SIGKILL):
            pcsc.restart_pcscd(how)
            self.authenticate(self.device())
        self.assertLying(True)

    def test_a_bench_that_is_killed_comes_back_with_what_it_answered_for(self):
        counter = 0
        for _ in range(3):
            self.bench.kill()
            pcsc.wait_for_card(present=False)
            self.bench.start()
            device = self.device()
            self.authenticate(device)
            registered = Ctap1(device).register(CHALLENGE, APPLICATION)
            signed = Ctap1(device).authenticate(CHALLENGE, APPLICATION, registered.key_handle)
            self.assertGreater(signed.counter, counter)
            counter = signed.counter

    def test_a_card_taken_away_in_the_middle_of_a_command(self):
        device = self.device()
        self.break_it(answerDelay="PT1M")
        ended = threading.Event()

        def ask():
            with self.assertRaises(CardConnectionException):
                device._conn.transmit(GET_INFO)
            ended.set()

        asking = threading.Thread(target=ask)
        asking.start()
        self.lift()
        self.assertTrue(ended.wait(20), "nobody waits for the answer of a card that is gone")
        asking.join()
        pcsc.wait_for_card(present=False)
        self.break_it(answerDelay="PT0S")
        self.lay()
        self.authenticate(self.device())

    def test_a_field_that_is_lost_before_the_answer(self):
        device = self.device()
        self.break_it(fieldLostAfter=1)
        with self.assertRaises(CardConnectionException):
            for _ in range(2):
                device._conn.transmit(GET_INFO)
        pcsc.wait_for_card(present=False)
        self.assertLying(False)
        self.lay()
        self.authenticate(self.device())

    def test_a_touch_switches_nfc_off(self):
        touched = self.bench.post("/v1/devices/C1/buttons/touch")
        self.assertEqual(touched.status, 200, touched.text)
        pcsc.wait_for_card(present=False)
        self.assertLying(False)
        self.lay()
        self.authenticate(self.device())

    def test_a_mute_card_is_no_card(self):
        self.break_it(mute=True)
        pcsc.wait_for_card(present=False)
        self.break_it(mute=False)
        self.authenticate(self.device())

    def test_a_slow_card_is_waited_for(self):
        device = self.device()
        self.break_it(answerDelay="PT0.2S")
        started = time.monotonic()
        answer, sw1, sw2 = device._conn.transmit(GET_INFO)
        self.assertGreaterEqual(time.monotonic() - started, 0.2)
        self.assertEqual(answer[0], 0)

    def test_a_wrong_signature_is_noticed(self):
        self.break_it(invalidSignatures=True)
        with self.assertRaises(InvalidSignature):
            self.authenticate(self.device())
        self.break_it(invalidSignatures=False)
        self.authenticate(self.device())

    def test_a_chip_that_is_no_more_is_off_the_reader(self):
        self.assertEqual(self.bench.delete("/v1/devices/C1").status, 204)
        pcsc.wait_for_card(present=False)


if __name__ == "__main__":
    unittest.main()
