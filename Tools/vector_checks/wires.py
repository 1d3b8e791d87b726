"""The chip's wires worked out from ISO 7816 and CTAP, to hold the vectors against."""

import functools
import operator
import struct

# ISO 7816 -----------------------------------------------------------------------------------------------------------


class Refusal(Exception):
    """What is wrong with bytes, as the vectors name it."""


def command_parts(message):
    """A command's parts, ISO 7816-3:2006, section 12.1.3, from the number of its bytes and the first of its body."""
    if len(message) < 4:
        raise Refusal(f"truncatedHeader(byteCount: {len(message)})")
    header, body = message[:4], message[4:]
    wide = len(body) > 1 and body[0] == 0
    unit = ">H" if wide else ">B"
    size = struct.calcsize(unit)
    rest = body[1:] if wide else body
    data, expected = b"", None
    if len(rest) in range(1, size):
        raise Refusal("truncatedLength")
    if len(rest) == size:
        expected = struct.unpack(unit, rest)[0] or 256**size
    elif rest:
        (count,) = struct.unpack(unit, rest[:size])
        if count == 0:
            raise Refusal("zeroLength")
        data, tail = rest[size : size + count], rest[size + count :]
        if len(data) < count:
            raise Refusal(f"truncatedData(announced: {count}, byteCount: {len(data)})")
        if len(tail) > size:
            raise Refusal(f"trailingBytes(byteCount: {len(tail) - size})")
        if len(tail) in range(1, size):
            raise Refusal("truncatedLength")
        if tail:
            expected = struct.unpack(unit, tail)[0] or 256**size
    parts = dict(zip(("cla", "ins", "p1", "p2"), header))
    return {**parts, "data": data.hex(), "expectedLength": expected, "isExtended": wide}


def outcome(parse, text):
    try:
        return parse(bytes.fromhex(text))
    except Refusal as refusal:
        return str(refusal)


def check_command(check, _, test):
    check.equal("own ISO 7816 reference", outcome(command_parts, test["bytes"]), test.get("command", test.get("expect")))


def answer_to_reset_parts(message):
    """ISO 7816-3:2006, section 8.2, walking the indicator bytes."""
    if len(message) > 33:
        raise Refusal(f"tooLong(byteCount: {len(message)})")
    if len(message) < 2:
        raise Refusal("truncated")
    if message[0] not in (0x3B, 0x3F):
        raise Refusal(f"unknownConvention({message[0]})")
    cursor, indicator = 2, message[1]
    groups = [{}]
    while indicator is not None:
        following = None
        for bit, name in ((0x10, "ta"), (0x20, "tb"), (0x40, "tc"), (0x80, "td")):
            if not indicator & bit:
                continue
            if cursor >= len(message):
                raise Refusal("truncated")
            if name == "td":
                following = message[cursor]
            else:
                groups[-1][name] = message[cursor]
            cursor += 1
        if following is not None:
            groups.append({"protocol": following & 0x0F})
        indicator = following
    count = message[1] & 0x0F
    historical = message[cursor : cursor + count]
    if len(historical) < count:
        raise Refusal("truncated")
    tail = message[cursor + count :]
    if any(group["protocol"] for group in groups[1:]):
        if not tail:
            raise Refusal("missingCheckByte")
        if len(tail) > 1:
            raise Refusal(f"trailingBytes(byteCount: {len(tail) - 1})")
        expected = functools.reduce(operator.xor, message[1:-1])
        if tail[0] != expected:
            raise Refusal(f"wrongCheckByte({tail[0]}, expected: {expected})")
    elif tail:
        raise Refusal(f"trailingBytes(byteCount: {len(tail)})")
    convention = "direct" if message[0] == 0x3B else "inverse"
    return {"convention": convention, "first": groups[0], "groups": groups[1:], "historicalBytes": historical.hex()}


def check_answer_to_reset(check, _, test):
    computed = outcome(answer_to_reset_parts, test["bytes"])
    check.equal("own ISO 7816 reference", computed, test.get("answer", test.get("expect")))


class EchoCard:
    """A card that echoes data, and knows chaining and GET RESPONSE, ISO 7816-4."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.parts, self.key, self.left = b"", None, b""

    def answer(self, message):
        command = command_parts(message)
        room = command["expectedLength"] or 256
        if command["ins"] == 0xC0:
            return self.hand_out(room) if self.left else b"\x69\x85"
        self.left = b""
        key = (command["cla"] & 0xEF, command["ins"], command["p1"], command["p2"])
        before, expected_key = self.parts, self.key
        self.parts, self.key = b"", None
        if expected_key not in (None, key):
            return b"\x68\x83"
        data = before + bytes.fromhex(command["data"])
        if len(data) > self.capacity:
            return b"\x67\x00"
        if command["cla"] & 0x10:
            self.parts, self.key = data, key
            return b"\x90\x00"
        self.left = data
        return self.hand_out(room)

    def hand_out(self, room):
        part, self.left = self.left[:room], self.left[room:]
        count = len(self.left)
        return part + (bytes([0x61, count if count < 256 else 0]) if count else b"\x90\x00")


def check_card_conversation(check, group, test):
    card = EchoCard(group["capacity"])
    for step in test["steps"]:
        check.equal("own ISO 7816 reference", card.answer(bytes.fromhex(step["send"])).hex(), step["answer"])


# CTAPHID ------------------------------------------------------------------------------------------------------------


def padded(text):
    return bytes.fromhex(text).ljust(64, b"\0")


def packets_of(channel, command, payload):
    """The reports of a message: payload cut behind the headers, CTAP 2.1, section 11.2.4."""
    head = channel + struct.pack(">BH", 0x80 | command, len(payload))
    reports, rest, sequence = [head + payload[:57]], payload[57:], 0
    while rest:
        reports.append(channel + bytes([sequence]) + rest[:59])
        rest, sequence = rest[59:], sequence + 1
    return [report.ljust(64, b"\0") for report in reports]


def assembled(channel, reports):
    """The command and the payload, or what is wrong with the last report."""
    first, *others = reports
    if not first[4] & 0x80:
        return "unexpectedKind"
    (length,) = struct.unpack(">H", first[5:7])
    if length > 7609:
        return "payloadTooLong"
    payload = first[7:]
    for expected, other in enumerate(others):
        if other[:4] != channel:
            return "wrongChannel"
        if other[4] & 0x80:
            return "unexpectedKind"
        if other[4] != expected:
            return "wrongSequence"
        payload += other[5:]
    return first[4] & 0x7F, payload[:length]


def check_message(check, _, test):
    channel = bytes.fromhex(test["channel"])
    reports = [padded(report) for report in test["packets"]]
    if test["result"] == "invalid":
        check.equal("own CTAPHID reference", assembled(channel, reports), test["expect"])
        return
    payload = bytes.fromhex(test["payload"])
    check.equal("own CTAPHID reference", packets_of(channel, test["command"], payload), reports)
    check.equal("own CTAPHID reference", assembled(channel, reports), (test["command"], payload))


class Token:
    """A token's end of CTAPHID, CTAP 2.1, section 11.2.5, as tables of who has it and what has come."""

    PING, MSG, LOCK, INIT, WINK, CBOR, CANCEL = 0x01, 0x03, 0x04, 0x06, 0x08, 0x10, 0x11

    def __init__(self, group):
        self.group = group
        self.channels = 0
        self.incoming = None  # channel, command, length, payload so far, next sequence, deadline
        self.request = None  # channel, command
        self.lock = None  # channel, end

    def lengths(self, command):
        capabilities = self.group["capabilities"]
        longest = 7609
        return {
            self.PING: (0, longest),
            self.MSG: None if capabilities & 8 else (4, longest),
            self.CBOR: (1, longest) if capabilities & 4 else None,
            self.WINK: (0, 0) if capabilities & 1 else None,
            self.LOCK: (1, 1),
        }.get(command)

    @staticmethod
    def error(channel, code):
        return "answer", packets_of(channel, 0x3F, bytes([code]))

    def owner(self):
        for holder in (self.incoming, self.request, self.lock):
            if holder:
                return holder[0]
        return None

    def time_passed(self, now):
        if self.lock and now >= self.lock[1]:
            self.lock = None
        if self.incoming and now >= self.incoming[5]:
            channel, self.incoming = self.incoming[0], None
            return self.error(channel, 5)
        return "nothing", []

    def reply(self, payload):
        if not self.request:
            return "nothing", []
        (channel, command), self.request = self.request, None
        return "answer", packets_of(channel, command, payload)

    def report(self, now, report):
        timeout = self.time_passed(now)
        channel, kind = report[:4], report[4]
        if not kind & 0x80:
            if timeout[1] and timeout[1][0][:4] == channel:
                return timeout
            return self.continued(now, channel, kind, report[5:])
        command, (length,) = kind & 0x7F, struct.unpack(">H", report[5:7])
        if command == self.CANCEL:
            return ("cancel" if self.request == (channel, self.CBOR) and length == 0 else "nothing"), []
        number = struct.unpack(">I", channel)[0]
        is_broadcast = channel == b"\xff" * 4
        if not (1 <= number <= self.channels or is_broadcast and command == self.INIT):
            return self.error(channel, 0x0B)
        if command == self.INIT:
            return self.initialised(channel, is_broadcast, length, report[7:15])
        if self.owner() not in (None, channel) or self.request:
            return self.error(channel, 6)
        if self.incoming:
            self.incoming = None
            return self.error(channel, 4)
        allowed = self.lengths(command)
        if not allowed or not allowed[0] <= length <= allowed[1]:
            return self.error(channel, 3 if allowed else 1)
        return self.collected(now, channel, command, length, report[7:], 0)

    def initialised(self, channel, is_broadcast, length, nonce):
        if length != 8:
            return self.error(channel, 3)
        given, does = channel, "answer"
        if is_broadcast:
            self.channels += 1
            given = struct.pack(">I", self.channels)
        elif self.owner() not in (None, channel):
            return self.error(channel, 6)
        else:
            does = "abort" if self.request else "answer"
            self.incoming = self.request = None
        told = bytes([2]) + bytes.fromhex(self.group["version"]) + bytes([self.group["capabilities"]])
        return does, packets_of(channel, self.INIT, nonce + given + told)

    def continued(self, now, channel, sequence, data):
        if not self.incoming or self.incoming[0] != channel:
            return "nothing", []
        _, command, length, payload, expected, _ = self.incoming
        self.incoming = None
        if sequence != expected:
            return self.error(channel, 4)
        return self.collected(now, channel, command, length, payload + data, expected + 1)

    def collected(self, now, channel, command, length, payload, following):
        if len(payload) < length:
            deadline = now + self.group["messageTimeout"]
            self.incoming = (channel, command, length, payload, following, deadline)
            return "nothing", []
        payload = payload[:length]
        if command == self.PING:
            return "answer", packets_of(channel, command, payload)
        if command == self.WINK:
            return "wink", packets_of(channel, command, b"")
        if command == self.LOCK:
            if payload[0] > 10:
                return self.error(channel, 2)
            self.lock = (channel, now + 1000 * payload[0]) if payload[0] else None
            return "answer", packets_of(channel, command, b"")
        self.request = (channel, command)
        return "carryOut", []


def check_token_conversation(check, group, test):
    token = Token(group)
    for step in test["steps"]:
        if step["event"] == "report":
            done = token.report(step["at"], padded(step["report"]))
        elif step["event"] == "reply":
            done = token.reply(bytes.fromhex(step["payload"]))
        else:
            done = token.time_passed(step["at"])
        check.equal("own CTAPHID reference", done, (step["does"], [padded(answer) for answer in step["answers"]]))


CHECKS = {
    "apdu-command.schema.json": check_command,
    "answer-to-reset.schema.json": check_answer_to_reset,
    "apdu-conversation.schema.json": check_card_conversation,
    "ctaphid-message.schema.json": check_message,
    "ctaphid-conversation.schema.json": check_token_conversation,
}
