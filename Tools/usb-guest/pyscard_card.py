"""pyscard with the card of the only reader: CTAP 2 in extended APDUs, run in the guest."""

from smartcard.System import readers

SELECT = [0x00, 0xA4, 0x04, 0x00, 0x08, 0xA0, 0x00, 0x00, 0x06, 0x47, 0x2F, 0x00, 0x01, 0x00]


def main():
    (reader,) = readers()
    card = reader.createConnection()
    card.connect()
    version, *status = card.transmit(SELECT)
    assert (bytes(version), status) == (b"U2F_V2", [0x90, 0x00]), (version, status)
    # authenticatorGetInfo as CTAP 2.1, section 11.3.5.2, wraps it: status 0, and then a map.
    info, *status = card.transmit([0x80, 0x10, 0x00, 0x00, 0x00, 0x00, 0x01, 0x04, 0x00, 0x00])
    assert status == [0x90, 0x00] and info[0] == 0 and b"FIDO_2_1" in bytes(info), (info, status)
    # A command longer than the reader takes in one message: the card refuses it itself, as CBOR that it is not.
    answer, *status = card.transmit([0x80, 0x10, 0x00, 0x00, 0x00, 0x18, 0x00, 0x01, *[0xFF] * 0x17FF, 0x00, 0x00])
    assert status == [0x90, 0x00] and len(answer) == 1 and answer[0] != 0, (answer, status)
    card.disconnect()


main()
