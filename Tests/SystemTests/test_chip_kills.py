"""A bench that is killed between and in the middle of a chip's commands, and what must be true of the chip afterwards."""

import collections
import hashlib
import os
import random
import tempfile
import threading
import time
import unittest

import pcsc
from programs import Daemon
from virtual_reader import VirtualReader

if pcsc.IS_BESIDE:
    from fido2.ctap import CtapError
    from fido2.ctap1 import Ctap1
    from fido2.ctap2 import ClientPin, Ctap2
    from fido2.pcsc import CtapPcscDevice

setUpModule = pcsc.set_up

RP = {"id": "mitid.example", "name": "Relying party"}
RP_HASH = hashlib.sha256(RP["id"].encode()).digest()
CHALLENGE = hashlib.sha256(b"challenge").digest()
PIN, WRONG_PIN = "12345678", "00000000"
KILLS = 300


class Kills(pcsc.Story):
    """Whatever was answered for is still true; a command that was not answered was carried out or not."""

    seconds = 600

    def setUp(self):
        self.reader = VirtualReader()
        self.addCleanup(self.reader.close)
        state = self.enterContext(tempfile.TemporaryDirectory())
        self.bench = self.enterContext(
            Daemon("mitid-bench", "--state", state, "--vpcd", f"127.0.0.1:{self.reader.port}"))
        # What the chip has answered for: key handles and credential IDs with their public keys, and the rest at its bounds.
        self.u2f, self.ctap2 = {}, {}
        self.counter = 0
        self.tries = 8
        self.answered = collections.Counter()

    def test_no_credential_is_lost_no_counter_goes_back_and_no_pin_try_is_regained(self):
        chip = {"kind": "chip", "serialNumber": "C1", "profile": "full", "connection": {"nfc": True}}
        self.assertEqual(self.bench.post("/v1/devices", chip).status, 201)
        self.connect()
        ClientPin(self.chip).set_pin(PIN)
        commands = [self.register, self.sign, self.make, self.use, self.mistake, self.unlock]
        inside = 0
        for _ in range(KILLS):
            killer = threading.Timer(random.uniform(0, 0.05), self.kill)
            killer.start()
            try:
                while True:
                    command = random.choice(commands)
                    began = time.monotonic()
                    command()
                    self.answered[command.__name__] += 1
            except OSError:
                pass
            killer.join()
            inside += self.killed_at >= began
            self.bench.process.wait(10)
            self.bench.process.stdout.close()
            self.bench.start()
            self.connect()
            self.check()
        for credential in self.u2f:
            self.sign(credential)
        for credential in self.ctap2:
            self.use(credential)
        answered = ", ".join(f"{count} {name}" for name, count in sorted(self.answered.items()))
        print(f"info: {KILLS} kills of the bench, {inside} of them inside a chip's command; answered for: {answered}; "
              f"{len(self.u2f) + len(self.ctap2)} credentials are all there", flush=True)
        self.assertEqual(len(self.answered), len(commands), "every command was answered at times")
        self.assertGreater(inside, KILLS // 4)

    def kill(self):
        self.killed_at = time.monotonic()
        self.bench.process.kill()

    def connect(self):
        device = CtapPcscDevice(self.reader, "virtual reader")
        self.key, self.chip = Ctap1(device), Ctap2(device)
        self.mistakes = 0

    def check(self):
        left = ClientPin(self.chip).get_pin_retries()[0]
        self.assertLessEqual(left, self.tries, "a PIN try was regained")
        self.tries = left
        for credential in random.sample(sorted(self.u2f), min(2, len(self.u2f))):
            self.sign(credential)
        for credential in random.sample(sorted(self.ctap2), min(2, len(self.ctap2))):
            self.use(credential)

    def count(self, counter):
        self.assertGreater(counter, self.counter, "the counter went back")
        self.counter = counter

    # The commands. What is written down before one may be so without an answer; what is written down after it must be so.

    def register(self):
        registered = self.key.register(CHALLENGE, RP_HASH)
        self.u2f[registered.key_handle] = registered.public_key

    def sign(self, credential=None):
        if not self.u2f:
            return self.register()
        credential = credential or random.choice(sorted(self.u2f))
        signed = self.key.authenticate(CHALLENGE, RP_HASH, credential)
        signed.verify(RP_HASH, CHALLENGE, self.u2f[credential])
        return self.count(signed.counter)

    def make(self):
        token, protocol = self.token(ClientPin.PERMISSION.MAKE_CREDENTIAL)
        # A new user each time; half of them find room on the chip, the others are in their credential IDs.
        is_kept = random.random() < 0.5 and len(self.ctap2) < 90
        made = self.chip.make_credential(
            CHALLENGE, RP, {"id": os.urandom(16), "name": "user"}, [{"type": "public-key", "alg": -7}],
            options={"rk": is_kept}, pin_uv_param=protocol.authenticate(token, CHALLENGE),
            pin_uv_protocol=protocol.VERSION)
        self.ctap2[made.auth_data.credential_data.credential_id] = made.auth_data.credential_data.public_key

    def use(self, credential=None):
        if not self.ctap2:
            return self.make()
        credential = credential or random.choice(sorted(self.ctap2))
        used = self.chip.get_assertion(RP["id"], CHALLENGE, [{"type": "public-key", "id": credential}])
        used.verify(CHALLENGE, self.ctap2[credential])
        return self.count(used.auth_data.counter)

    def mistake(self):
        # A third one in a row would want a power cycle.
        if self.tries <= 3 or self.mistakes == 2:
            return self.unlock()
        try:
            ClientPin(self.chip).get_pin_token(WRONG_PIN)
        except CtapError as error:
            self.assertEqual(error.code, CtapError.ERR.PIN_INVALID)
        self.tries -= 1
        self.mistakes += 1

    def unlock(self):
        self.token(ClientPin.PERMISSION.GET_ASSERTION)

    def token(self, permission):
        pin = ClientPin(self.chip)
        self.tries = 8
        token = pin.get_pin_token(PIN, permission, RP["id"])
        self.mistakes = 0
        return token, pin.protocol


if __name__ == "__main__":
    unittest.main()
