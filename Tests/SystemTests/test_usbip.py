"""The bench's USB/IP server, from outside: whole hosts, and whoever else may come to a socket."""

import hashlib
import os
import random
import signal
import socket
import statistics
import struct
import subprocess
import time
import unittest

import usb_host
from programs import Daemon, program
from usb_host import CBOR, HID, IN, PING, STALLED, UNLINKED, Closed, Host, Link, devices

SEED = 1209
RELYING_PARTY = b"mitid.example"
HASH = bytes(range(32))
# What the allocator may keep for itself after thousands of connections.
MEMORY_LIMIT = 48 * 1024 * 1024


def octets(data):
    """A byte string in CBOR, RFC 8949, section 3.1."""
    return bytes([0x58, len(data)]) + data if len(data) > 23 else bytes([0x40 | len(data)]) + data


def text(data):
    """A short text in CBOR."""
    return bytes([0x60 | len(data)]) + data


# authenticatorMakeCredential, CTAP 2.1, section 6.1, with ES256.
MAKE_CREDENTIAL = (
    b"\x01\xa4\x01" + octets(HASH) + b"\x02\xa1" + text(b"id") + text(RELYING_PARTY)
    + b"\x03\xa2" + text(b"id") + octets(b"alice") + text(b"name") + text(b"alice")
    + b"\x04\x81\xa2" + text(b"alg") + b"\x26" + text(b"type") + text(b"public-key"))


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Story(unittest.TestCase):
    """A bench with chips in USB ports."""

    def setUp(self):
        self.port = free_port()
        self.bench = self.enterContext(Daemon("mitid-bench", "--in-memory", "--usbip", self.port))

    def plug(self, *serials):
        for serial in serials:
            chip = {"kind": "chip", "serialNumber": serial, "profile": "full", "connection": {"usb": True}}
            answer = self.bench.post("/v1/devices", chip)
            self.assertEqual(answer.status, 201, answer.text)

    def connect(self, serial, is_plugged):
        answer = self.bench.put(f"/v1/devices/{serial}/connection", {"usb": is_plugged})
        self.assertEqual(answer.status, 200, answer.text)

    def host(self, bus_id="1-1"):
        return self.enterContext(Host(self.port, bus_id))


class PluggingTests(Story):
    def test_chips_are_listed_while_they_are_plugged_in(self):
        self.assertEqual(devices(self.port), {})
        self.plug("C1", "C2", "C3")
        self.assertEqual(devices(self.port), {"1-1": "C1", "1-2": "C2", "1-3": "C3"})
        self.connect("C2", False)
        self.assertEqual(devices(self.port), {"1-1": "C1", "1-3": "C3"})
        self.connect("C2", True)
        self.assertEqual(self.bench.delete("/v1/devices/C1").status, 204)
        self.assertEqual(devices(self.port), {"1-2": "C2", "1-3": "C3"})

    def test_a_chip_has_one_host_at_a_time_and_another_after_it(self):
        self.plug("C1")
        with Host(self.port, "1-1") as host:
            with self.assertRaisesRegex(PermissionError, "status 2"):
                Host(self.port, "1-1")
            host.open_channel()
        for _ in range(20):
            with self.attached_soon("1-1") as host:
                host.open_channel()
        with self.assertRaisesRegex(PermissionError, "status 4"):
            Host(self.port, "1-7")

    def attached_soon(self, bus_id):
        """A host has left when the server has seen it leave, which it does not tell."""
        end = time.monotonic() + 10
        while True:
            try:
                return Host(self.port, bus_id)
            except PermissionError:
                if time.monotonic() > end:
                    raise

    def test_a_chip_that_is_pulled_out_leaves_its_host(self):
        self.plug("C1")
        host = self.host()
        host.submit(IN, HID, 64)
        self.connect("C1", False)
        with self.assertRaises(Closed):
            host.receive(48)

    def test_a_transfer_is_taken_back_once(self):
        self.plug("C1")
        host = self.host()
        waiting = host.submit(IN, HID, 64)
        self.assertEqual(host.reply(())[:2] if host.unlink(waiting) else None, (host.sequence, UNLINKED))
        self.assertEqual(host.reply(())[:2] if host.unlink(waiting) else None, (host.sequence, 0))
        self.assertEqual(host.control(0x80, usb_host.GET_DESCRIPTOR, 0x0600, length=10), (STALLED, b""))

    def test_messages_of_every_size_come_back_byte_for_byte(self):
        self.plug("C1")
        host = self.host()
        channel = host.open_channel()
        order = random.Random(SEED)
        for size in [0, 1, 57, 58, 116, 117, 7608, 7609, *(order.randrange(7610) for _ in range(1000))]:
            data = order.randbytes(size)
            self.assertEqual(host.exchange(PING, data, channel), data, f"{size} bytes")

    def test_channels_do_not_hear_each_other(self):
        self.plug("C1", "C2")
        hosts = [self.host("1-1"), self.host("1-2")]
        channels = [[host.open_channel() for _ in range(4)] for host in hosts]
        order = random.Random(SEED)
        for _ in range(100):
            which = order.randrange(2)
            data = order.randbytes(order.randrange(400))
            self.assertEqual(hosts[which].exchange(PING, data, order.choice(channels[which])), data)

    def test_a_hundred_chips_at_once(self):
        before = self.bench.memory()
        self.plug(*(f"C{number}" for number in range(100)))
        plugged = self.bench.memory()
        self.assertEqual(devices(self.port), {f"1-{number + 1}": f"C{number}" for number in range(100)})
        hosts = [self.host(f"1-{number + 1}") for number in range(100)]
        for host in hosts:
            self.assertEqual(host.exchange(CBOR, b"\x04", host.open_channel())[0], 0)
        attached = self.bench.memory()
        print(f"\ninfo: a chip takes {(plugged - before) / 102400:.0f} KiB plugged in, "
              f"{(attached - before) / 102400:.0f} KiB attached and asked")
        self.assertLess(attached - before, 100 * 1024 * 1024)

    def test_speed(self):
        self.plug("C1")
        self.assertEqual(self.bench.put("/v1/devices/C1/presence", {"mode": "accept"}).status, 200)
        host = self.host()
        channel = host.open_channel()
        made = host.exchange(CBOR, MAKE_CREDENTIAL, channel)
        self.assertEqual(made[0], 0)
        # WebAuthn, section 6.1: the RP's hash, flags and counter, then the AAGUID, a length and the credential's ID.
        place = made.index(hashlib.sha256(RELYING_PARTY).digest()) + 37 + 16
        number = made[place + 2:][:int.from_bytes(made[place:place + 2], "big")]
        assertion = (b"\x02\xa3\x01" + text(RELYING_PARTY) + b"\x02" + octets(HASH) + b"\x03\x81\xa2" + text(b"id")
                     + octets(number) + text(b"type") + text(b"public-key"))
        ping = self.median(host, PING, bytes(len(made)), channel)
        for name, command in (("getInfo", b"\x04"), ("makeCredential", MAKE_CREDENTIAL), ("getAssertion", assertion)):
            self.assertEqual(host.exchange(CBOR, command, channel)[0], 0, name)
            took = self.median(host, CBOR, command, channel)
            beside = f"a PING of {len(made)} bytes {ping:.2f} ms"
            print(f"\ninfo: over USB/IP {name} takes {took:.2f} ms, {beside}", flush=True)

    def median(self, host, command, data, channel):
        times = []
        for _ in range(40):
            start = time.perf_counter()
            host.exchange(command, data, channel)
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1000


class LatePacketTests(Story):
    """A message whose packets come slowly, CTAP 2.1, section 11.2.5.2."""

    def attached(self, timeout):
        chip = {"kind": "chip", "serialNumber": "C1", "profile": {"name": "full", "packetTimeout": timeout},
                "connection": {"usb": True}}
        answer = self.bench.post("/v1/devices", chip)
        self.assertEqual(answer.status, 201, answer.text)
        self.assertEqual(answer.json["profile"]["packetTimeout"], timeout)
        host = self.host()
        return host, host.open_channel()

    def begin(self, host, channel):
        """Sends the first packet of a PING of 200 bytes, and waits until it is taken; the packets after it."""
        data = bytes(range(200))
        first = channel + bytes([PING]) + len(data).to_bytes(2, "big") + data[:57]
        rest = [channel + bytes([number]) + data[start:start + 59]
                for number, start in enumerate(range(57, len(data), 59))]
        sent = host.submit(usb_host.OUT, HID, 64, data=first)
        # What is left of the exchange before comes first.
        while (reply := host.reply(()))[0] != sent:
            pass
        self.assertEqual(reply[1], 0)
        return [packet.ljust(64, b"\0") for packet in rest]

    def report(self, host):
        awaited = host.submit(IN, HID, 64)
        while (reply := host.reply({awaited}))[0] != awaited:
            pass
        return reply[2]

    def test_it_is_given_up(self):
        host, channel = self.attached("PT0.05S")
        self.begin(host, channel)
        self.assertEqual(self.report(host)[:8], channel + b"\xbf\x00\x01\x05")

    def test_the_profile_says_how_long_it_is_waited_for(self):
        host, channel = self.attached("PT1H")
        rest = self.begin(host, channel)
        time.sleep(0.6)
        for packet in rest:
            host.submit(usb_host.OUT, HID, 64, data=packet)
        self.assertEqual(self.report(host)[:7], channel + bytes([PING, 0, 200]))

    def test_what_is_in_the_socket_already_is_read_before(self):
        host, channel = self.attached("PT1S")
        for _ in range(3):
            rest = self.begin(host, channel)
            # A machine that is too busy to run the bench, for longer than the host may take.
            self.bench.process.send_signal(signal.SIGSTOP)
            for packet in rest:
                host.submit(usb_host.OUT, HID, 64, data=packet)
            time.sleep(1.2)
            self.bench.process.send_signal(signal.SIGCONT)
            answer = self.report(host)
            self.assertEqual(answer[:7], channel + bytes([PING, 0, 200]), answer.hex())
            for _ in rest:
                self.report(host)


class AddressTests(unittest.TestCase):
    def test_other_machines_get_the_chips_only_if_the_risk_is_named(self):
        for address in ("0.0.0.0:3240", "[::]:3240", "192.0.2.1:3240", "bench.example:3240"):
            done = subprocess.run(
                [program("mitid-bench"), "serve", "--port", "0", "--in-memory", "--usbip", address],
                capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
            self.assertRegex(done.stderr, r"\Amitid-bench: --usbip \S+ is reachable from other machines, and USB/IP has "
                                          r"no authentication: it needs --usbip-without-authentication\n\Z")

    def test_a_port_in_use_is_reported_before_the_bench_is_said_to_listen(self):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            done = subprocess.run(
                [program("mitid-bench"), "serve", "--port", "0", "--in-memory", "--usbip", str(port)],
                capture_output=True, text=True, timeout=60, check=False)
        self.assertEqual((done.returncode, done.stdout), (2, ""), done.stderr)
        self.assertIn(f"--usbip: port {port} of 127.0.0.1 is in use by another program", done.stderr)

    def test_the_risk_can_be_taken(self):
        # An address of this machine alone that the bench does not know for one.
        port = free_port()
        options = ("--in-memory", "--usbip", f"[::ffff:127.0.0.1]:{port}", "--usbip-without-authentication")
        with Daemon("mitid-bench", *options):
            self.assertEqual(devices(port), {})


class HostileTests(Story):
    """A chip that goes on working for its host, whatever others send to the same port."""

    def setUp(self):
        super().setUp()
        self.plug("C1", "C2")
        self.neighbour = self.host("1-1")
        self.channel = self.neighbour.open_channel()
        self.check_neighbour()

    def check_neighbour(self):
        data = os.urandom(300)
        self.assertEqual(self.neighbour.exchange(PING, data, self.channel), data)

    def attack(self, what, count, seconds, send):
        """Lets many connections come, within a bounded time; the daemon lives and takes no memory for them."""
        before, tries, end = self.bench.memory(), 0, time.monotonic() + seconds
        while tries < count and time.monotonic() < end:
            try:
                with Link(self.port) as link:
                    send(link, tries)
            except (OSError, Closed):
                pass  # Turned away, as it should be.
            tries += 1
            if tries % 500 == 0:
                self.check_neighbour()
        self.assertIsNone(self.bench.process.poll())
        self.check_neighbour()
        self.assertEqual(devices(self.port), {"1-1": "C1", "1-2": "C2"})
        after = self.bench.memory()
        grown = f"{before >> 20} MiB before, {after >> 20} MiB after"
        print(f"\ninfo: {tries} connections with {what}: {grown}", flush=True)
        self.assertLess(after - before, MEMORY_LIMIT)

    def test_bytes_without_sense(self):
        order = random.Random(SEED)
        self.attack("random bytes", 1000, 20, lambda link, _: link.send(order.randbytes(order.randrange(1, 3000))))

    def test_ten_thousand_connections(self):
        self.attack("nothing to say", 10_000, 60, lambda link, _: None)

    def test_half_messages(self):
        whole = usb_host.operation(0x8003, b"1-2".ljust(32, b"\0")) + Host.submission(1, 0, 1, 64, data=bytes(64))
        self.attack("half a message", 1000, 20, lambda link, number: link.send(whole[:1 + number % (len(whole) - 1)]))

    def test_lengths_of_a_gigabyte(self):
        def send(link, number):
            link.send(usb_host.operation(0x8003, b"1-2".ljust(32, b"\0")))
            if struct.unpack(">HHI", link.receive(8))[2]:
                return
            link.receive(312)
            link.send(Host.submission(1, number % 2, number % 16, 1 << 30))
            link.send(bytes(100_000))
            with self.assertRaises((Closed, OSError)):
                link.receive(1)

        self.attack("a length of a gigabyte", 300, 20, send)

    def test_transfers_nobody_fetches(self):
        """A host that asks and asks and never reads."""
        request = Host.submission(1, IN, 0, 255, struct.pack("<BBHHH", 0x80, 6, 0x0200, 0, 255))

        def send(link, _):
            link.send(usb_host.operation(0x8003, b"1-2".ljust(32, b"\0")))
            if struct.unpack(">HHI", link.receive(8))[2]:
                return
            link.receive(312)
            link.socket.settimeout(0.5)
            for _ in range(200):
                link.send(request * 2000)

        self.attack("requests for answers that it never reads", 4, 20, send)

    def test_every_transfer_that_makes_no_sense(self):
        order = random.Random(SEED)
        host = self.host("1-2")
        awaited = set()
        for number in range(3000):
            direction, endpoint = order.randrange(2), order.randrange(16)
            length = order.randrange(200)
            data = order.randbytes(length) if direction == 0 else b""
            # Half of them nearly a request.
            setup = order.randbytes(8)
            if number % 2:
                setup = bytes([order.choice([0, 0x80, 0x21, 0x81, 2]), order.randrange(12)]) + setup[2:]
            sequence = host.submit(direction, endpoint, length, setup, data)
            if direction == IN:
                awaited.add(sequence)
            if number % 50 == 49:
                # The answers so far are fetched; this one is the last of them.
                last = host.submit(IN, 0, 18, struct.pack("<BBHHH", 0x80, 6, 0x0100, 0, 18))
                awaited.add(last)
                while (answered := host.reply(awaited))[0] != last:
                    pass
                self.assertEqual(answered[2][:2], bytes([18, 1]))
        self.check_neighbour()
