"""CTAPHID over a hidraw, packet by packet: what libraries do not let a test see."""

import os
import select

PING, INIT, CBOR = 0x81, 0x86, 0x90
BROADCAST = b"\xff\xff\xff\xff"
LONGEST = 64 - 7 + 128 * (64 - 5)


class Channel:
    """A channel of its own on an authenticator."""

    def __init__(self, hidraw):
        self.file = os.open(hidraw, os.O_RDWR)
        nonce = os.urandom(8)
        answer = self.exchange(INIT, nonce, channel=BROADCAST)
        while answer[:8] != nonce:
            answer = self.receive(INIT, BROADCAST)
        self.id = answer[8:12]

    def close(self):
        os.close(self.file)

    def send(self, command, data, channel=None):
        channel = channel or self.id
        packets = [channel + bytes([command]) + len(data).to_bytes(2, "big") + data[:57]]
        for start in range(57, len(data), 59):
            packets.append(channel + bytes([len(packets) - 1]) + data[start:start + 59])
        for packet in packets:
            # hidraw takes the report's number first, and there is none.
            os.write(self.file, b"\0" + packet.ljust(64, b"\0"))

    def packet(self, channel, seconds=10):
        while True:
            if not select.select([self.file], [], [], seconds)[0]:
                raise AssertionError("no report came")
            # A hidraw shows everybody everything.
            if (report := os.read(self.file, 64))[:4] == channel:
                return report

    def receive(self, command, channel=None):
        channel = channel or self.id
        first = self.packet(channel)
        if first[4] != command:
            raise AssertionError(f"{first[4]:#x} {first[7:12].hex()} in answer to {command:#x}")
        length = int.from_bytes(first[5:7], "big")
        data, sequence = first[7:], 0
        while len(data) < length:
            packet = self.packet(channel)
            if packet[4] != sequence:
                raise AssertionError(f"packet {packet[4]} instead of {sequence}")
            data, sequence = data + packet[5:], sequence + 1
        return data[:length]

    def exchange(self, command, data, channel=None):
        self.send(command, data, channel)
        return self.receive(command, channel)
