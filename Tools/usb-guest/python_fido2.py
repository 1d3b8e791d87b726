"""python-fido2 with one hidraw: registers, and authenticates. `python_fido2.py HIDRAW PIN`, run in the guest."""

import hashlib
import os
import sys
import time

from fido2.client import DefaultClientDataCollector, Fido2Client, UserInteraction
from fido2.cose import ES256
from fido2.ctap1 import APDU, ApduError, Ctap1
from fido2.ctap2 import Ctap2
from fido2.hid import get_descriptor, open_connection, CtapHidDevice
from fido2.server import Fido2Server

ORIGIN = "https://mitid.example"
RP = {"id": "mitid.example", "name": "Relying party"}
ALICE = {"id": b"alice", "name": "alice", "displayName": "Alice"}


class Person(UserInteraction):
    """Knows the PIN; the chip's own presence mode does the touching."""

    def __init__(self, pin):
        self.pin = pin

    def request_pin(self, permissions, rp_id):
        return self.pin


def through_a_relying_party(device, pin, verification):
    """Web Authentication as a browser and a server do it."""
    client = Fido2Client(device, DefaultClientDataCollector(ORIGIN), user_interaction=Person(pin))
    server = Fido2Server(RP, attestation="direct")
    options, state = server.register_begin(ALICE, user_verification=verification)
    registered = server.register_complete(state, client.make_credential(options["publicKey"]))
    for _ in range(2):
        options, state = server.authenticate_begin([registered.credential_data], user_verification=verification)
        assertion = client.get_assertion(options["publicKey"]).get_response(0)
        server.authenticate_complete(state, [registered.credential_data], assertion)


def touched(request):
    """A U2F key does not wait for the touch: who wants it asks again, U2F raw messages, section 4.2."""
    end = time.monotonic() + 10
    while True:
        try:
            return request()
        except ApduError as error:
            if error.code != APDU.USE_NOT_SATISFIED or time.monotonic() > end:
                raise
        time.sleep(0.05)


def over_u2f(device):
    """U2F's raw messages."""
    key = Ctap1(device)
    assert key.get_version() == "U2F_V2", key.get_version()
    challenge, application = os.urandom(32), hashlib.sha256(ORIGIN.encode()).digest()
    registered = touched(lambda: key.register(challenge, application))
    registered.verify(application, challenge)
    again = os.urandom(32)
    signed = touched(lambda: key.authenticate(again, application, registered.key_handle))
    signed.verify(application, again, registered.public_key)


def main():
    hidraw, pin = sys.argv[1:]
    descriptor = get_descriptor(hidraw)
    device = CtapHidDevice(descriptor, open_connection(descriptor))
    info = Ctap2(device).get_info()
    assert "FIDO_2_1" in info.versions, info.versions
    assert {"type": "public-key", "alg": ES256.ALGORITHM} in info.algorithms, info.algorithms
    through_a_relying_party(device, pin, "discouraged")
    through_a_relying_party(device, pin, "required")
    over_u2f(device)
    device.close()


main()
