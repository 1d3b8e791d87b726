"""A USB/IP client as the kernel is one: attaches devices, submits transfers, takes them back; standard library only."""

import os
import socket
import struct

OUT, IN = 0, 1
STALLED, UNLINKED = -32, -104
GET_DESCRIPTOR, SET_CONFIGURATION = 6, 9
HID = 1
PING, INIT, CBOR = 0x81, 0x86, 0x90


class Closed(Exception):
    """The server has closed the connection."""


class Link:
    """One connection to the server."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, count):
        data = b""
        while len(data) < count:
            try:
                more = self.socket.recv(count - len(data))
            except ConnectionResetError:
                more = b""
            if not more:
                raise Closed(data)
            data += more
        return data


def operation(code, more=b""):
    return struct.pack(">HHI", 0x0111, code, 0) + more


def devices(port):
    """The bus ID and serial number of each device that is plugged in."""
    with Link(port) as link:
        link.send(operation(0x8005))
        _, code, status, count = struct.unpack(">HHII", link.receive(12))
        assert (code, status) == (0x0005, 0), (code, status)
        found = {}
        for _ in range(count):
            entry = link.receive(312)
            path, bus_id = (entry[start:end].rstrip(b"\0").decode() for start, end in ((0, 256), (256, 288)))
            found[bus_id] = path.rpartition("/")[2]
            link.receive(4 * entry[311])
        return found


class Host(Link):
    """A host that has attached a device and set it up."""

    def __init__(self, port, bus_id):
        super().__init__(port)
        self.sequence = 0
        self.send(operation(0x8003, bus_id.encode().ljust(32, b"\0")))
        _, code, status = struct.unpack(">HHI", self.receive(8))
        if (code, status) != (0x0003, 0):
            self.socket.close()
            raise PermissionError(f"{bus_id}: status {status}")
        self.entry = self.receive(312)
        self.control(0x00, SET_CONFIGURATION, value=1)

    @staticmethod
    def submission(sequence, direction, endpoint, length, setup=bytes(8), data=b""):
        return struct.pack(">5I I4i8s", 1, sequence, 0x10001, direction, endpoint, 0, length, 0, 0, 0, setup) + data

    def submit(self, direction, endpoint, length, setup=bytes(8), data=b""):
        self.sequence += 1
        self.send(self.submission(self.sequence, direction, endpoint, length, setup, data))
        return self.sequence

    def unlink(self, victim):
        self.sequence += 1
        self.send(struct.pack(">6I24x", 2, self.sequence, 0x10001, 0, 0, victim))
        return self.sequence

    def reply(self, lengths):
        """The next reply: (sequence number, status, data); `lengths` has the transfers to the host."""
        code, sequence, _, _, _, status, length = struct.unpack(">5I2i20x", self.receive(48))
        data = self.receive(length) if code == 3 and sequence in lengths else b""
        return sequence, status, data

    def control(self, request_type, request, value=0, index=0, length=0):
        setup = struct.pack("<BBHHH", request_type, request, value, index, length)
        direction = IN if request_type & 0x80 else OUT
        sequence = self.submit(direction, 0, length, setup)
        answered, status, data = self.reply({sequence} if direction == IN else ())
        assert answered == sequence, (answered, sequence)
        return status, data

    def exchange(self, command, data, channel):
        """One message of CTAPHID and its answer; keepalives on the way are passed over."""
        packets = [channel + bytes([command]) + len(data).to_bytes(2, "big") + data[:57]]
        for start in range(57, len(data), 59):
            packets.append(channel + bytes([len(packets) - 1]) + data[start:start + 59])
        awaited, got, length = set(), b"", None
        for packet in packets:
            self.submit(OUT, HID, 64, data=packet.ljust(64, b"\0"))
        awaited.add(self.submit(IN, HID, 64))
        while length is None or len(got) < length:
            sequence, status, report = self.reply(awaited)
            assert status == 0, status
            if sequence not in awaited:
                continue
            awaited.remove(sequence)
            if report[:4] == channel and length is None and report[4] == command:
                length, got = int.from_bytes(report[5:7], "big"), report[7:]
            elif report[:4] == channel and length is not None:
                got += report[5:]
            if length is None or len(got) < length:
                awaited.add(self.submit(IN, HID, 64))
        return got[:length]

    def open_channel(self):
        nonce = os.urandom(8)
        answer = self.exchange(INIT, nonce, b"\xff\xff\xff\xff")
        assert answer[:8] == nonce, answer
        return answer[8:12]
