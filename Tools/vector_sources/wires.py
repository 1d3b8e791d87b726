"""The chip's wires: APDUs and answers to reset (ISO 7816), packets, messages and conversations (CTAPHID).

What must come of an input is written down here by hand; Tools/vector_checks/wires.py works it out.
"""

from .envelope import vector_file

ISO_7816_3 = "forms: ISO 7816-3:2006, section 12.1.3"
CTAPHID = "CTAP 2.1, section 11.2"


def wire_files():
    command_file()
    answer_to_reset_file()
    card_conversation_file()
    message_file()
    token_conversation_file()


# ISO 7816 -----------------------------------------------------------------------------------------------------------


def command_file():
    file = vector_file(
        "apdu_command_test",
        "Commands to a card, in all forms of ISO 7816-3",
        "apdu-command.schema.json",
        refusal="`expect` names the error, with what it tells.",
        expectedLength="Ne: null if no answer data are expected; a zero on the wire is 256 or 65,536.",
    )
    file.group(ISO_7816_3)

    def command(comment, text, data="", expected=None, extended=False):
        cla, ins, p1, p2 = bytes.fromhex(text)[:4]
        parts = {"cla": cla, "ins": ins, "p1": p1, "p2": p2, "data": data, "expectedLength": expected}
        file.test(comment, bytes=text, command={**parts, "isExtended": extended})

    command("case 1: a header", "00030000")
    command("case 2, short: Le", "0003000006", expected=6)
    command("case 2, short: Le of zero", "0003000000", expected=256)
    command("case 3, short: data", "8010000003010203", "010203")
    command("case 4, short: data and Le", "801000000301020310", "010203", 16)
    command("case 4, short: SELECT of FIDO", "00a4040008a0000006472f000100", "a0000006472f0001", 256)
    command("case 4, short: 255 bytes", "80100000ff" + "ab" * 255 + "00", "ab" * 255, 256)
    command("case 2, extended: Le", "00030000000101", expected=257, extended=True)
    command("case 2, extended: Le of zero", "00030000000000", expected=65536, extended=True)
    command("case 3, extended: one byte", "8010000000000107", "07", None, True)
    command("case 3, extended: 256 bytes", "80100000000100" + "cd" * 256, "cd" * 256, None, True)
    command("case 4, extended: U2F_REGISTER", "00010300000040" + "c0" * 32 + "a0" * 32 + "0000",
            "c0" * 32 + "a0" * 32, 65536, True)
    command("case 4, extended: Le of one", "801000000000010400" + "01", "04", 1, True)
    command("case 3, chained: not the last part", "9010000002a101", "a101")
    file.group("bytes that no case has")
    for comment, text, error in [
        ("nothing", "", "truncatedHeader(byteCount: 0)"),
        ("three bytes", "00a404", "truncatedHeader(byteCount: 3)"),
        ("short Lc, a byte missing", "80100000030102", "truncatedData(announced: 3, byteCount: 2)"),
        ("short Lc, all bytes missing but one", "80100000ff01", "truncatedData(announced: 255, byteCount: 1)"),
        ("a byte behind a short Le", "8010000001070000", "trailingBytes(byteCount: 1)"),
        ("an extended length of one byte", "801000000001", "truncatedLength"),
        ("extended Lc of zero, a byte behind it", "8010000000000007", "zeroLength"),
        ("extended Lc of zero and an Le, as U2F hosts write their empty U2F_VERSION", "000300000000000000",
         "zeroLength"),
        ("extended Lc, a byte missing", "801000000000020a", "truncatedData(announced: 2, byteCount: 1)"),
        ("extended Le of one byte", "801000000000010700", "truncatedLength"),
        ("a byte behind an extended Le", "8010000000000107000000", "trailingBytes(byteCount: 1)"),
    ]:
        file.invalid(comment, error, bytes=text)


def answer_to_reset_file():
    file = vector_file(
        "apdu_answer-to-reset_test",
        "What a card says when it is switched on",
        "answer-to-reset.schema.json",
        refusal="`expect` names the error, with what it tells.",
        groups="The interface bytes TA, TB, TC behind each TD, with the protocol that it names; `first` stands behind T0.",
    )

    def answer(comment, text, historical="", first=None, groups=(), convention="direct"):
        file.test(comment, bytes=text, answer={
            "convention": convention, "first": first or {}, "groups": list(groups), "historicalBytes": historical,
        })

    contactless = [{"protocol": 0}, {"protocol": 1}]
    file.group("ISO 7816-3:2006, section 8.2, and PC/SC part 3, section 3.1.3.2.3.1, for cards without contacts")
    answer("characters alone, no check byte", "3b00")
    answer("the inverse convention", "3f00", convention="inverse")
    answer("one historical byte", "3b0141", "41")
    answer("a card without contacts, as its reader tells it", "3b8380018001" + "0281", "800102", groups=contactless)
    answer("a card without contacts and without a word", "3b80800101", groups=contactless)
    answer("fifteen historical bytes", "3b8f8001" + "00" * 15 + "0e", "00" * 15, groups=contactless)
    answer("blocks, with interface bytes on both sides", "3bf01300008131204536", first={"ta": 19, "tb": 0, "tc": 0},
           groups=[{"protocol": 1}, {"protocol": 1, "ta": 32, "tb": 69}])
    file.group("bytes that are none")
    for comment, text, error in [
        ("nothing", "", "truncated"),
        ("TS alone", "3b", "truncated"),
        ("no convention", "3a00", "unknownConvention(58)"),
        ("historical bytes missing", "3b0241", "truncated"),
        ("interface bytes missing", "3bf0130000", "truncated"),
        ("the check byte is missing", "3b808001", "missingCheckByte"),
        ("the check byte is wrong", "3b80800102", "wrongCheckByte(2, expected: 1)"),
        ("a byte behind the check byte", "3b8080010100", "trailingBytes(byteCount: 1)"),
        ("a check byte where none is due", "3b0000", "trailingBytes(byteCount: 1)"),
        ("more than 33 bytes", "3b" * 34, "tooLong(byteCount: 34)"),
    ]:
        file.invalid(comment, error, bytes=text)


def card_conversation_file():
    file = vector_file(
        "apdu_conversation_test",
        "Commands in parts and answers in parts",
        "apdu-conversation.schema.json",
        card="The card echoes a command's data under 9000. Each step is a command of the reader and the card's answer.",
        capacity="How many data bytes a chain may bring together.",
    )
    file.group("chaining: ISO 7816-4:2020, section 5.3.3; GET RESPONSE: section 11.7.1", capacity=300)

    def conversation(comment, *steps):
        file.test(comment, steps=[{"send": send, "answer": answer} for send, answer in steps])

    many = "".join(f"{number % 256:02x}" for number in range(280))
    conversation("a command in one piece", ("801000000301020300", "0102039000"))
    conversation("two parts are one command", ("9010000002a1a2", "9000"), ("8010000001a300", "a1a2a39000"))
    conversation("an empty part", ("90100000", "9000"), ("8010000001a300", "a39000"))
    conversation("another instruction in between", ("9010000002a1a2", "9000"), ("8011000001b100", "6883"),
                 ("8010000001a300", "a39000"))
    conversation("other parameters in between", ("9010000002a1a2", "9000"), ("8010010001b100", "6883"))
    conversation("more than the card takes", ("90100000ff" + "01" * 255, "9000"), ("801000002e" + "02" * 46 + "00", "6700"),
                 ("801000000103", "039000"))
    conversation("an answer of more than was asked for", ("80100000000118" + many + "0100", many[:512] + "6118"),
                 ("00c0000018", many[512:] + "9000"), ("00c0000000", "6985"))
    conversation("an answer fetched byte by byte", ("801000000301020301", "016102"), ("00c0000001", "026101"),
                 ("00c0000001", "039000"))
    conversation("another command forgets what is left", ("801000000301020301", "016102"), ("801000000109", "099000"),
                 ("00c0000000", "6985"))
    conversation("nothing to fetch", ("00c0000000", "6985"))


# CTAPHID ------------------------------------------------------------------------------------------------------------


def pattern(count):
    return "".join(f"{number * 7 % 256:02x}" for number in range(count))


def message_file():
    file = vector_file(
        "ctaphid_message_test",
        "Messages and the packets that carry them",
        "ctaphid-message.schema.json",
        packets="Reports of 64 bytes; zeros at their end are left out.",
        refusal="`expect` names what is wrong with the last packet.",
    )
    file.group(f"{CTAPHID}.4")

    def message(comment, command, payload, *packets):
        file.test(comment, channel="01020304", command=command, payload=payload, packets=list(packets))

    message("nothing to say", 0x08, "", "0102030488")
    message("one byte", 0x10, "04", "0102030490000104")
    message("as much as one packet takes", 0x01, "11" * 57, "01020304810039" + "11" * 57)
    message("one byte more", 0x01, "11" * 58, "0102030481003a" + "11" * 57, "010203040011")
    message("two packets, both full", 0x03, "22" * 116, "01020304830074" + "22" * 57, "0102030400" + "22" * 59)
    message("one byte more than two packets take", 0x03, "22" * 117, "01020304830075" + "22" * 57,
            "0102030400" + "22" * 59, "010203040122")
    text = pattern(7609)
    message("the longest there is", 0x01, text, "01020304811db9" + text[:114], *(
        f"01020304{sequence:02x}" + text[114 + 118 * sequence : 232 + 118 * sequence].removesuffix(
            "00" if sequence == 127 else "") for sequence in range(128)
    ))
    message("what is in a packet behind its message is padding", 0x01, "aabb", "01020304810002aabb")
    file.group("packets that make no message")
    start = "0102030481003a" + "11" * 57
    for comment, error, *packets in [
        ("a beginning that is none", "unexpectedKind", "010203040011"),
        ("a second beginning", "unexpectedKind", start, start),
        ("a number left out", "wrongSequence", start, "010203040111"),
        ("a number twice", "wrongSequence", "01020304830075" + "22" * 57, "0102030400" + "22" * 59, "010203040022"),
        ("a packet of another channel", "wrongChannel", start, "010203050011"),
        ("one byte too many", "payloadTooLong", "01020304811dba"),
    ]:
        file.invalid(comment, error, channel="01020304", packets=packets)


NONCE = "0102030405060708"
BROADCAST_INIT = "ffffffff860008" + NONCE
FIRST, SECOND = "00000001", "00000002"


def opened(channel):
    """INIT and its answer."""
    return report(0, BROADCAST_INIT, "answer", "ffffffff860011" + NONCE + channel + "0205010205")


def report(at, packet, does="nothing", *answers):
    return {"event": "report", "at": at, "report": packet, "does": does, "answers": list(answers)}


def passed(at, does="nothing", *answers):
    return {"event": "timePassed", "at": at, "does": does, "answers": list(answers)}


def reply(at, payload, does="nothing", *answers):
    return {"event": "reply", "at": at, "payload": payload, "does": does, "answers": list(answers)}


def error(channel, code):
    return f"{channel}bf0001{code:02x}"


def token_conversation_file():
    file = vector_file(
        "ctaphid_conversation_test",
        "What a token does on each report, and when time passes",
        "ctaphid-conversation.schema.json",
        reports="Reports of 64 bytes; zeros at their end are left out.",
        does="nothing; answer: the packets under `answers`; wink: blink and answer; carryOut: give the authenticator the "
        "request; cancel: have it give up; abort: drop its request, and answer.",
        times="Milliseconds since the token was plugged in.",
        reply="What the authenticator has to say about the request that was carried out.",
        deviations="Refused at once, with its first packet: a command or a length that cannot be right.",
    )
    file.group(f"{CTAPHID}.5 and {CTAPHID}.9", version="050102", capabilities=5, messageTimeout=500)

    def conversation(comment, *steps):
        file.test(comment, steps=list(steps))

    long_ping = [FIRST + "810064" + "55" * 57, FIRST + "00" + "55" * 43]
    info, request = FIRST + "90000104", FIRST + "90000101"
    conversation("each application gets a channel", opened(FIRST), opened(SECOND))
    conversation("INIT with a nonce of another length", report(0, "ffffffff860007" + NONCE[:14], "answer",
                                                              error("ffffffff", 3)))
    conversation("a channel that was not handed out", report(0, info, "answer", error(FIRST, 0x0B)),
                 report(0, "0000000081000155", "answer", error("00000000", 0x0B)))
    conversation("the broadcast channel is for INIT", report(0, "ffffffff81000155", "answer", error("ffffffff", 0x0B)))
    conversation("PING in one packet", opened(FIRST), report(0, FIRST + "810002aabb", "answer", FIRST + "810002aabb"))
    conversation("PING in two packets", opened(FIRST), report(0, long_ping[0]),
                 report(1, long_ping[1], "answer", *long_ping))
    conversation("WINK", opened(FIRST), report(0, FIRST + "88", "wink", FIRST + "88"))
    conversation("a CTAP2 request and its answer", opened(FIRST), report(0, info, "carryOut"),
                 reply(5, "00a0", "answer", FIRST + "90000200a0"))
    conversation("a U2F request and its answer", opened(FIRST), report(0, FIRST + "83000700030000000000", "carryOut"),
                 reply(5, "5532465f56329000", "answer", FIRST + "8300085532465f563290"))
    conversation("an unknown command", opened(FIRST), report(0, FIRST + "85000100", "answer", error(FIRST, 1)))
    conversation("what only tokens say", opened(FIRST), report(0, FIRST + "bb000101", "answer", error(FIRST, 1)),
                 report(0, FIRST + "bf000101", "answer", error(FIRST, 1)))
    conversation("longer than the longest", opened(FIRST), report(0, FIRST + "811dba", "answer", error(FIRST, 3)))
    conversation("CBOR without a command", opened(FIRST), report(0, FIRST + "90", "answer", error(FIRST, 3)))
    conversation("a continuation without a beginning", opened(FIRST), report(0, FIRST + "0055"))
    conversation("a continuation out of order", opened(FIRST), report(0, long_ping[0]),
                 report(1, FIRST + "0155", "answer", error(FIRST, 4)), report(2, long_ping[1]))
    conversation("a second beginning in the middle", opened(FIRST), report(0, long_ping[0]),
                 report(1, FIRST + "81000155", "answer", error(FIRST, 4)),
                 report(2, FIRST + "81000155", "answer", FIRST + "81000155"))
    conversation("a message that stops coming", opened(FIRST), report(0, long_ping[0]), passed(499),
                 passed(500, "answer", error(FIRST, 5)), passed(900), report(901, long_ping[1]))
    conversation("a packet that comes too late", opened(FIRST), report(0, long_ping[0]),
                 report(600, long_ping[1], "answer", error(FIRST, 5)))
    conversation("another channel in the middle of a message", opened(FIRST), opened(SECOND), report(0, long_ping[0]),
                 report(1, SECOND + "81000155", "answer", error(SECOND, 6)), report(1, SECOND + "0055"),
                 report(2, long_ping[1], "answer", *long_ping))
    conversation("another channel during a request", opened(FIRST), opened(SECOND), report(0, request, "carryOut"),
                 report(1, SECOND + "90000104", "answer", error(SECOND, 6)),
                 report(1, SECOND + "860008" + NONCE, "answer", error(SECOND, 6)),
                 reply(9, "2d", "answer", FIRST + "9000012d"), report(9, SECOND + "90000104", "carryOut"))
    conversation("the same channel during its request", opened(FIRST), report(0, request, "carryOut"),
                 report(1, FIRST + "81000155", "answer", error(FIRST, 6)))
    conversation("a channel is handed out during a request", opened(FIRST), report(0, request, "carryOut"),
                 opened(SECOND), reply(9, "00", "answer", FIRST + "900001"))
    conversation("INIT in the middle of a message", opened(FIRST), report(0, long_ping[0]),
                 report(1, FIRST + "860008" + NONCE, "answer", FIRST + "860011" + NONCE + FIRST + "0205010205"),
                 report(2, long_ping[1]), passed(900))
    conversation("INIT during a request", opened(FIRST), report(0, request, "carryOut"),
                 report(1, FIRST + "860008" + NONCE, "abort", FIRST + "860011" + NONCE + FIRST + "0205010205"),
                 reply(2, "00"))
    conversation("CANCEL", opened(FIRST), report(0, request, "carryOut"), report(1, FIRST + "91", "cancel"),
                 reply(2, "2d", "answer", FIRST + "9000012d"))
    conversation("CANCEL of nothing", opened(FIRST), report(0, FIRST + "91"), report(1, long_ping[0]),
                 report(2, FIRST + "91"), report(3, long_ping[1], "answer", *long_ping))
    conversation("CANCEL on another channel, or with data", opened(FIRST), opened(SECOND), report(0, request, "carryOut"),
                 report(1, SECOND + "91"), report(2, FIRST + "91000100"), reply(3, "00", "answer", FIRST + "900001"))
    conversation("CANCEL of a U2F request", opened(FIRST), report(0, FIRST + "83000700030000000000", "carryOut"),
                 report(1, FIRST + "91"))
    conversation("LOCK keeps others out until its end", opened(FIRST), opened(SECOND),
                 report(0, FIRST + "84000102", "answer", FIRST + "84"),
                 report(1999, SECOND + "81000155", "answer", error(SECOND, 6)),
                 report(1999, FIRST + "81000155", "answer", FIRST + "81000155"),
                 report(2000, SECOND + "81000155", "answer", SECOND + "81000155"))
    conversation("LOCK of zero ends it", opened(FIRST), opened(SECOND),
                 report(0, FIRST + "8400010a", "answer", FIRST + "84"), report(1, FIRST + "840001", "answer", FIRST + "84"),
                 report(2, SECOND + "81000155", "answer", SECOND + "81000155"))
    conversation("LOCK of more than ten seconds", opened(FIRST), report(0, FIRST + "8400010b", "answer", error(FIRST, 2)))
