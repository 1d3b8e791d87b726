"""A line between a chip and its virtual reader on which the chip's responses are altered."""

import contextlib
import random
import socket
import struct
import threading


class AlteringLine:
    """Listens as vpcd does, and passes on to vpcd what one card says, altered by a function of command and response."""

    def __init__(self, reader_port, alter):
        self.reader_port, self.alter = reader_port, alter
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.sockets = []

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        for each in [self.server, *self.sockets]:
            # A thread that waits for the socket wakes up.
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                card, _ = self.server.accept()
                reader = socket.create_connection(("127.0.0.1", self.reader_port))
                for each in (card, reader):
                    each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    self.sockets.append(each)
                self.pass_on(card, reader)

    def pass_on(self, card, reader):
        with contextlib.suppress(OSError), card, reader:
            while (command := hear(reader)) is not None:
                say(card, command)
                # Power off, power on and reset have no response; 4 asks for the answer to reset.
                if len(command) == 1 and command != b"\x04":
                    continue
                if (response := hear(card)) is None:
                    return
                say(reader, response if len(command) == 1 else self.alter(command, response))


def say(line, message):
    line.sendall(struct.pack(">H", len(message)) + message)


def hear(line):
    """The next message; None at the end of the line."""
    length = exactly(line, 2)
    return length and exactly(line, int.from_bytes(length, "big"))


def exactly(line, count):
    received = b""
    while len(received) < count:
        more = line.recv(count - len(received))
        if not more:
            return None
        received += more
    return received


def at_random(seed, share):
    """Alters a share of the responses in one of several ways; the same ones for the same seed."""
    source = random.Random(seed)

    def alter(_, response):
        if source.random() >= share or len(response) < 2:
            return response
        data, status_word = bytearray(response[:-2]), response[-2:]
        at = source.randrange(len(data)) if data else 0
        way = source.randrange(8)
        if way == 0:
            return bytes(data)[:at] + status_word
        if way == 1:
            return bytes(data) + source.randbytes(source.choice((1, 16, 300))) + status_word
        if way == 2:
            return bytes(data) + bytes.fromhex(source.choice(("6100", "6101", "6c01", "6985", "6f00", "9100", "0000")))
        if way == 3:
            return source.randbytes(source.randrange(2, 80)) + status_word
        if way == 4:
            return status_word
        if way == 5:
            return response[:1]
        if not data:
            return source.randbytes(2)
        # A length or a type of CBOR, or a byte of a key or a signature.
        data[at] = source.choice((0x00, 0x1F, 0x40, 0x5B, 0x60, 0x80, 0x9F, 0xA0, 0xBB, 0xFB, 0xFF, source.randrange(256)))
        return bytes(data) + status_word

    return alter


def empty_selection(command, response):
    """Firmware that answers SELECT with 9000 and nothing else."""
    is_select = len(command) > 1 and command[1] == 0xA4
    return response[-2:] if is_select else response


def empty_credential_id(_, response):
    """Firmware that makes credentials with an ID of no bytes."""
    from fido2 import cbor

    if response[:1] != b"\0" or response[-2:] != b"\x90\0":
        return response
    try:
        made = cbor.decode(response[1:-2])
    except (ValueError, KeyError, IndexError):
        return response
    data = made.get(2) if isinstance(made, dict) else None
    if not isinstance(data, bytes) or len(data) < 55:
        return response
    length = int.from_bytes(data[53:55], "big")
    made[2] = data[:53] + b"\0\0" + data[55 + length:]
    return b"\0" + cbor.encode(made) + response[-2:]
