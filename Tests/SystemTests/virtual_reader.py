"""vpcd's end of the socket: a reader for one card, which python-fido2 takes for a PC/SC connection."""

import socket
import struct


class VirtualReader:
    """Listens as vpcd does; the card that came last is the one that is spoken to."""

    def __init__(self, port=0):
        self.server = socket.create_server(("127.0.0.1", port))
        self.server.settimeout(30)
        self.port = self.server.getsockname()[1]
        self.card = None

    def close(self):
        self.disconnect()
        self.server.close()

    # What python-fido2 asks of a connection.

    def connect(self):
        """Waits for a card, and gives it power."""
        self.disconnect()
        self.card, _ = self.server.accept()
        self.card.settimeout(30)
        self.card.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.say(b"\x01")

    def disconnect(self):
        if self.card:
            self.card.close()
            self.card = None

    def getATR(self):
        self.say(b"\x04")
        return list(self.hear())

    def transmit(self, command, protocol=None):
        self.say(bytes(command))
        answer = self.hear()
        return list(answer[:-2]), answer[-2], answer[-1]

    # What vpcd does.

    def say(self, message):
        self.card.sendall(struct.pack(">H", len(message)) + message)

    def hear(self):
        return self.exactly(int.from_bytes(self.exactly(2), "big"))

    def exactly(self, count):
        received = b""
        while len(received) < count:
            more = self.card.recv(count - len(received))
            if not more:
                raise ConnectionResetError("the card is gone")
            received += more
        return received
