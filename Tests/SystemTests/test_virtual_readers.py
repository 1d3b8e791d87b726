"""The bench at virtual readers that are no pcscd's: hostile ones, and more than a pcscd has."""

import os
import random
import socket
import struct
import subprocess
import threading
import time
import unittest

from programs import SECRET, Daemon, program
from virtual_reader import VirtualReader

SELECT = bytes.fromhex("00A4040008A0000006472F000100")


class Listener:
    """Listens where pcscd would, and does to each card that comes what it is told to do."""

    def __init__(self):
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.visits = 0
        self.come = threading.Condition()
        self.treatment = polite
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                card, _ = self.server.accept()
            except OSError:
                return
            threading.Thread(target=self.treat, args=(card,), daemon=True).start()

    def treat(self, card):
        with card:
            try:
                card.settimeout(1)
                self.treatment(card)
            except OSError:
                pass
        with self.come:
            self.visits += 1
            self.come.notify_all()

    def wait_for_visits(self, count, seconds):
        """Waits until so many cards have come and gone, but no longer."""
        with self.come:
            goal = self.visits + count
            self.come.wait_for(lambda: self.visits >= goal, timeout=seconds)

    def close(self):
        self.server.close()


def message(content):
    return struct.pack(">H", len(content)) + content


def receive(card):
    """One whole message of the card's."""
    with card.makefile("rb") as stream:
        length = stream.read(2)
        return stream.read(int.from_bytes(length, "big"))


def polite(card):
    for content in [b"\x04", b"\x01"]:
        card.sendall(message(content))
    assert receive(card).startswith(b"\x3b")


def closes_at_once(card):
    pass


def breaks_off(card):
    card.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def says_half_a_message(card):
    card.sendall(b"\xff\xff" + bytes(random.randrange(2000)))


def says_random_bytes(card):
    for _ in range(100):
        card.sendall(os.urandom(10_000))


def asks_and_does_not_listen(card):
    while True:
        card.sendall(message(b"\x04") * 1000)


def commands_and_does_not_listen(card):
    while True:
        card.sendall(message(os.urandom(65_535)))


def commands_too_long(card):
    for _ in range(50):
        card.sendall(message(bytes(65_535)))
        receive(card)


def turns_on_and_off(card):
    for _ in range(100):
        card.sendall(message(b"\x01") + message(b"\x02") + message(b"\x00"))


def says_a_byte_at_a_time(card):
    card.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in message(b"\x01") + message(SELECT) + b"\x00":
        card.sendall(bytes([byte]))
    receive(card)


def says_nothing(card):
    card.recv(1)


TREATMENTS = [
    closes_at_once, breaks_off, says_half_a_message, says_random_bytes, asks_and_does_not_listen,
    commands_and_does_not_listen, commands_too_long, turns_on_and_off, says_a_byte_at_a_time, says_nothing,
]


class HostilePcscd(unittest.TestCase):
    def setUp(self):
        self.listener = Listener()
        self.addCleanup(self.listener.close)

    def test_the_bench_lives_and_its_memory_stays(self):
        with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{self.listener.port}") as bench:
            bench.post("/v1/devices", {"kind": "code-display", "serialNumber": "D1", "secretHex": SECRET})
            bench.post("/v1/devices", {"kind": "chip", "serialNumber": "C1"})
            self.assertEqual(bench.put("/v1/devices/C1/connection", {"nfc": True}).status, 200)
            self.listener.wait_for_visits(1, seconds=20)
            # Once for what any bench takes, and once more for what would be lost.
            usual = None
            for memory_round in range(2):
                for treatment in TREATMENTS:
                    with self.subTest(treatment.__name__):
                        self.listener.treatment = treatment
                        self.listener.wait_for_visits(3, seconds=1)
                        pressed = bench.post("/v1/devices/D1/buttons/main")
                        self.assertEqual((pressed.status, pressed.json["display"]["lit"]), (200, True))
                        self.assertEqual(bench.get("/v1/devices/C1").status, 200)
                usual = usual or bench.memory()
            grown = bench.memory() - usual
            print(f"\ninfo: under hostile bytes for the second time, memory {usual / 1e6:.1f} MB grew by "
                  f"{grown / 1e6:+.1f} MB", flush=True)
            self.assertLess(grown, 16e6)

            seen = threading.Event()

            def asks(card):
                polite(card)
                seen.set()

            self.listener.treatment = asks
            self.assertTrue(seen.wait(20), "the card comes back to whoever behaves")
            self.assertEqual(bench.stop(), 0)


class ManyReaders(unittest.TestCase):
    """vpcd's end of a hundred sockets."""

    count = 100

    def readers(self):
        """So many readers on ports in a row, wherever there are so many."""
        for _ in range(100):
            first = random.randrange(20_000, 32_000)
            readers = []
            try:
                for port in range(first, first + self.count):
                    readers.append(VirtualReader(port))
            except OSError:
                for reader in readers:
                    reader.close()
                continue
            for reader in readers:
                self.addCleanup(reader.close)
            return readers
        return self.fail("no hundred ports in a row are free")

    def test_a_hundred_chips_answer_and_a_slow_one_holds_up_nobody(self):
        slow, *others = readers = self.readers()
        with Daemon("mitid-bench", "--in-memory", "--vpcd", f"127.0.0.1:{slow.port}") as bench:
            self.add(bench, [0])
            self.register(slow)
            alone = bench.memory()
            self.add(bench, range(1, self.count))
            # Its answer lies about for as long as the others are spoken to.
            self.assertEqual(bench.put("/v1/devices/C0/faults", {"answerDelay": "PT1M"}).status, 200)
            slow.say(SELECT)
            started = time.monotonic()
            keys = {self.register(reader) for reader in others}
            seconds = time.monotonic() - started
            self.assertEqual(len(keys), len(others))
            each = (bench.memory() - alone) / len(others)
            print(f"\ninfo: {len(readers)} chips on virtual readers at once, {each / 1e3:.0f} kB each; each powered, "
                  f"selected and registered with U2F, {len(others) / seconds:.0f} a second", flush=True)
            self.assertEqual(bench.stop(), 0)

    def add(self, bench, numbers):
        chips = [{"kind": "chip", "serialNumber": f"C{number}", "connection": {"nfc": True}} for number in numbers]
        answer = bench.post("/v1/devices", chips)
        self.assertEqual(answer.status, 201, answer.text)

    def register(self, reader):
        """Powers the card, selects FIDO's applet and registers with U2F: the public key."""
        reader.connect()
        self.assertEqual(reader.getATR()[0], 0x3B)
        self.assertEqual(reader.transmit(SELECT), ([*b"U2F_V2"], 0x90, 0x00))
        answer, *status = reader.transmit(b"\x00\x01\x00\x00\x00\x00\x40" + os.urandom(64) + b"\x00\x00")
        self.assertEqual((answer[:2], status), ([5, 4], [0x90, 0x00]))
        return bytes(answer[1:66])


class CommandLine(unittest.TestCase):
    def test_what_is_no_reader_is_refused(self):
        for address in ["nowhere", "localhost", "localhost:0", "localhost:65536", ":35963", "::1:35963"]:
            with self.subTest(address):
                ended = subprocess.run([program("mitid-bench"), "serve", "--in-memory", "--vpcd", address],
                                       capture_output=True, text=True, timeout=30)
                self.assertEqual((ended.returncode, ended.stdout), (2, ""))
                self.assertRegex(ended.stderr, r"\Amitid-bench: [^\n]+--vpcd <host:port>[^\n]+\n\Z")


if __name__ == "__main__":
    unittest.main()
