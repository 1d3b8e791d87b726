"""OCRA: the 70 cases of RFC 6287, appendix C, and the inputs that it has no case of."""

import hashlib
import hmac

from .codes import COMPUTED, DECIMAL_NOTE, KEY_20, KEY_32, KEY_64, RFC_KEYS, pattern, truncated
from .envelope import vector_file

PIN_1234_SHA1 = "7110eda4d09e062aa5e4a390b0a572ac0d2c0220"
RFC_6287_TIME = 0x132D0B6  # minutes: Mar 25 2008, 12:06:00 GMT
REPEATED = [str(digit) * 8 for digit in range(10)]

# RFC 6287, appendix C, table by table: (section, title, suite, secret, needs PIN, needs time, rows of (C, Q, value)).
RFC_6287_C = {
    "one-way": [
        (
            "C.1",
            "OCRA-1:HOTP-SHA1-6:QN08",
            KEY_20,
            [
                (None, question, value)
                for question, value in zip(
                    REPEATED,
                    ["237653", "243178", "653583", "740991", "608993", "388898", "816933", "224598", "750600", "294470"],
                )
            ],
        ),
        (
            "C.1",
            "OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1",
            KEY_32,
            [
                (counter, "12345678", value)
                for counter, value in enumerate(
                    [
                        *("65347737", "86775851", "78192410", "71565254", "10104329"),
                        *("65983500", "70069104", "91771096", "75011558", "08522129"),
                    ]
                )
            ],
        ),
        (
            "C.1",
            "OCRA-1:HOTP-SHA256-8:QN08-PSHA1",
            KEY_32,
            [
                (None, question, value)
                for question, value in zip(REPEATED, ["83238735", "01501458", "17957585", "86776967", "86807031"])
            ],
        ),
        (
            "C.1",
            "OCRA-1:HOTP-SHA512-8:C-QN08",
            KEY_64,
            [
                (counter, question, value)
                for counter, (question, value) in enumerate(
                    zip(
                        REPEATED,
                        [
                            *("07016083", "63947962", "70123924", "25341727", "33203315"),
                            *("34205738", "44343969", "51946085", "20403879", "31409299"),
                        ],
                    )
                )
            ],
        ),
        (
            "C.1",
            "OCRA-1:HOTP-SHA512-8:QN08-T1M",
            KEY_64,
            [
                (None, question, value)
                for question, value in zip(REPEATED, ["95209754", "55907591", "22048402", "24218844", "36209546"])
            ],
        ),
    ],
    "mutual": [
        (
            "C.2, server computes",
            "OCRA-1:HOTP-SHA256-8:QA08",
            KEY_32,
            [
                (None, "CLI22220SRV11110", "28247970"),
                (None, "CLI22221SRV11111", "01984843"),
                (None, "CLI22222SRV11112", "65387857"),
                (None, "CLI22223SRV11113", "03351211"),
                (None, "CLI22224SRV11114", "83412541"),
            ],
        ),
        (
            "C.2, client computes",
            "OCRA-1:HOTP-SHA256-8:QA08",
            KEY_32,
            [
                (None, "SRV11110CLI22220", "15510767"),
                (None, "SRV11111CLI22221", "90175646"),
                (None, "SRV11112CLI22222", "33777207"),
                (None, "SRV11113CLI22223", "95285278"),
                (None, "SRV11114CLI22224", "28934924"),
            ],
        ),
        (
            "C.2, server computes",
            "OCRA-1:HOTP-SHA512-8:QA08",
            KEY_64,
            [
                (None, "CLI22220SRV11110", "79496648"),
                (None, "CLI22221SRV11111", "76831980"),
                (None, "CLI22222SRV11112", "12250499"),
                (None, "CLI22223SRV11113", "90856481"),
                (None, "CLI22224SRV11114", "12761449"),
            ],
        ),
        (
            "C.2, client computes",
            "OCRA-1:HOTP-SHA512-8:QA08-PSHA1",
            KEY_64,
            [
                (None, "SRV11110CLI22220", "18806276"),
                (None, "SRV11111CLI22221", "70020315"),
                (None, "SRV11112CLI22222", "01600026"),
                (None, "SRV11113CLI22223", "18951020"),
                (None, "SRV11114CLI22224", "32528969"),
            ],
        ),
    ],
    "signature": [
        (
            "C.3",
            "OCRA-1:HOTP-SHA256-8:QA08",
            KEY_32,
            [
                (None, "SIG10000", "53095496"),
                (None, "SIG11000", "04110475"),
                (None, "SIG12000", "31331128"),
                (None, "SIG13000", "76028668"),
                (None, "SIG14000", "46554205"),
            ],
        ),
        (
            "C.3",
            "OCRA-1:HOTP-SHA512-8:QA10-T1M",
            KEY_64,
            [
                (None, "SIG1000000", "77537423"),
                (None, "SIG1100000", "31970405"),
                (None, "SIG1200000", "10235557"),
                (None, "SIG1300000", "95213541"),
                (None, "SIG1400000", "65360607"),
            ],
        ),
    ],
}


def ocra_files():
    appendix_c_files()
    input_file()


def appendix_c_files():
    titles = {
        "one-way": "one-way challenge-response",
        "mutual": "mutual challenge-response",
        "signature": "plain signature",
    }
    for mode, tables in RFC_6287_C.items():
        file = vector_file(
            f"ocra_{mode}_test",
            f"OCRA values of RFC 6287 for {titles[mode]}",
            "ocra.schema.json",
            numbers=DECIMAL_NOTE,
            pinHash="The PIN is 1234; `pinHash` is its SHA-1, as the RFC prints it.",
            time="The RFC's T is 132d0b6 (hexadecimal), in minutes; `unixTime` is the first second of that minute.",
            mutual="In mutual mode Q is both challenges, one after the other, so it is longer than the suite's QA08 "
            "(RFC 6287, section 7.2).",
        )
        for section, suite, secret, rows in tables:
            file.group(f"RFC 6287, appendix {section}", suite=suite, secret=secret.hex())
            for counter, question, value in rows:
                members = {"question": question}
                if counter is not None:
                    members["counter"] = str(counter)
                if suite.endswith("-PSHA1"):
                    members["pinHash"] = PIN_1234_SHA1
                if suite.endswith("-T1M"):
                    members["unixTime"] = str(RFC_6287_TIME * 60)
                comment = f"Q = {question}" if counter is None else f"C = {counter}, Q = {question}"
                file.test(comment, **members, response=value)


def message(suite, question, counter=None, pin_hash=b"", session=b"", step=None):
    """{OCRASuite | 00 | C | Q | P | S | T}, RFC 6287, section 5.1."""
    data_input = suite.split(":")[2]
    parts = data_input.split("-")
    question_format = next(part for part in parts if part.startswith("Q"))[1]
    if question_format == "N":
        digits = f"{int(question):x}"
    elif question_format == "H":
        digits = question
    else:
        digits = question.encode().hex()
    size = next((int(part[1:]) for part in parts if part.startswith("S")), 0)
    return b"".join(
        [
            suite.encode(),
            b"\0",
            b"" if counter is None else counter.to_bytes(8, "big"),
            bytes.fromhex(digits.ljust(256, "0")),
            pin_hash,
            session.rjust(size, b"\0"),
            b"" if step is None else step.to_bytes(8, "big"),
        ]
    )


def response(secret, suite, *inputs, **named):
    _, function, digits = suite.split(":")[1].split("-")
    digest = hmac.new(secret, message(suite, *inputs, **named), function.lower()).digest()
    if digits == "0":
        return digest.hex()
    return str(truncated(digest) % 10 ** int(digits)).zfill(int(digits))


def input_file():
    file = vector_file(
        "ocra_inputs_test",
        "OCRA with every kind of input, and inputs that do not fit the suite",
        "ocra.schema.json",
        numbers=DECIMAL_NOTE,
        session="Session information shorter than the suite's is filled up with zeros on the left (RFC 6287, section 5.1).",
        question="A numeric question is taken as a number, its hexadecimal digits from the left (RFC 6287, appendix A).",
        zeroDigits="With 0 digits the response is the whole HMAC, in hexadecimal.",
        refusal="`expect` names the error, with the input it is about.",
    )
    file.group(
        "made with the reference implementation of RFC 6287, appendix A, by others",
        suite="OCRA-1:HOTP-SHA1-6:QH07",
        secret=KEY_20.hex(),
    )
    file.test("odd number of hexadecimal digits", question="153158E", response="347935")
    file.test("odd number of hexadecimal digits", question="ABC1DEF", response="857750")
    file.group(
        "made with the reference implementation of RFC 6287, appendix A, by others",
        suite="OCRA-1:HOTP-SHA1-6:QH08",
        secret=KEY_20.hex(),
    )
    file.test("even number, leading zeros in the response", question="F153158E", response="004133")
    file.test("even number", question="ABC10DEF", response="277962")

    def group(suite):
        algorithm = suite.split(":")[1].split("-")[1].lower()
        secret = RFC_KEYS[algorithm]
        file.group(COMPUTED, suite=suite, secret=secret.hex())

        def test(comment, question, counter=None, pin=None, session=None, time=None):
            parts = suite.split(":")[2].split("-")
            members = {"question": question}
            named = {}
            if counter is not None:
                members["counter"] = str(counter)
                named["counter"] = counter
            if pin is not None:
                function = next(part[1:] for part in parts if part.startswith("P")).lower()
                named["pin_hash"] = hashlib.new(function, pin.encode()).digest()
                members["pinHash"] = named["pin_hash"].hex()
            if session is not None:
                members["session"] = session.hex()
                named["session"] = session
            if time is not None:
                unit = next(part for part in parts if part.startswith("T"))
                seconds = int(unit[1:-1]) * {"S": 1, "M": 60, "H": 3600}[unit[-1]]
                members["unixTime"] = str(time)
                named["step"] = time // seconds
            file.test(comment, **members, response=response(secret, suite, question, **named))

        return test

    test = group("OCRA-1:HOTP-SHA1-6:QN08")
    test("the number 0 has one hexadecimal digit", "0")
    test("leading zeros make no difference to the number", "00000001")
    test("one digit", "1")
    test("sixteen digits, both parties' questions", "9999999999999999")
    test = group("OCRA-1:HOTP-SHA256-8:QN64")
    test("the greatest number", "9" * 64)
    test("the greatest number of both parties", "9" * 128)
    test = group("OCRA-1:HOTP-SHA1-8:QH64")
    test("capitals", "ABCDEF" * 10)
    test("small letters give the same", "abcdef" * 10)
    test("a question that fills its 128 bytes half", "F" * 128)
    test = group("OCRA-1:HOTP-SHA512-10:QA64")
    test("one letter", "a")
    test("small and capital letters differ", "A")
    test("128 letters fill the question", "Zz09" * 32)
    for digits in (4, 5, 9, 10, 0):
        test = group(f"OCRA-1:HOTP-SHA1-{digits}:QN08")
        test(f"{digits} digits", "12345678")
    for algorithm in ("SHA256", "SHA512"):
        test = group(f"OCRA-1:HOTP-{algorithm}-0:QN08")
        test("the whole HMAC", "12345678")
    for function in ("SHA1", "SHA256", "SHA512"):
        test = group(f"OCRA-1:HOTP-SHA256-6:QN08-P{function}")
        test("PIN 1234", "12345678", pin="1234")
        test("empty PIN", "12345678", pin="")
    for size, given in ((1, 1), (64, 64), (64, 10), (64, 0), (512, 512), (512, 1)):
        test = group(f"OCRA-1:HOTP-SHA1-6:QA08-S{size:03}")
        test(f"{given} of {size} bytes", "SIG10000", session=pattern(given))
    for unit, time in (
        *(("1S", 0), ("59S", 58), ("59S", 59), ("30S", 1795348800), ("1M", 20000000000), ("59M", 3540)),
        *(("1H", 3599), ("48H", 172800), ("1S", 2**63 - 1)),
    ):
        test = group(f"OCRA-1:HOTP-SHA1-6:QN08-T{unit}")
        test(f"{time} s in steps of {unit}", "12345678", time=time)
    test = group("OCRA-1:HOTP-SHA1-6:C-QN08")
    for counter in (0, 2**32, 2**64 - 1):
        test(f"counter {counter}", "12345678", counter=counter)
    test = group("OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T48H")
    test("everything", "Q" * 64, counter=2**64 - 1, pin="0000", session=pattern(512), time=253402300799)

    def refuse(suite, comment, error, **members):
        if file.groups[-1].get("suite") != suite or not file.groups[-1]["source"].startswith("inputs"):
            algorithm = suite.split(":")[1].split("-")[1].lower()
            file.group("inputs that do not fit the suite", suite=suite, secret=RFC_KEYS[algorithm].hex())
        file.invalid(comment, error, **members)

    plain = "OCRA-1:HOTP-SHA1-6:QN08"
    refuse(plain, "no question", "invalidQuestionLength(0)", question="")
    refuse(plain, "more than both parties' questions", "invalidQuestionLength(17)", question="1" * 17)
    refuse(plain, "more than any question", "invalidQuestionLength(129)", question="1" * 129)
    refuse(plain, "a letter in a number", "invalidQuestion(position: 7)", question="1234567a")
    refuse(plain, "a sign", "invalidQuestion(position: 0)", question="-1234567")
    refuse(plain, "a counter nobody asked for", "unexpected(counter)", question="1", counter="0")
    refuse(plain, "a PIN nobody asked for", "unexpected(pinHash)", question="1", pinHash=PIN_1234_SHA1)
    refuse(plain, "a session nobody asked for", "unexpected(session)", question="1", session="00")
    refuse(plain, "a time nobody asked for", "unexpected(time)", question="1", unixTime="0")
    letters = "OCRA-1:HOTP-SHA1-6:QA08"
    refuse(letters, "a dash", "invalidQuestion(position: 3)", question="SIG-1000")
    refuse(letters, "a letter outside ASCII", "invalidQuestion(position: 0)", question="\u00e5")
    refuse("OCRA-1:HOTP-SHA1-6:QH08", "a letter past F", "invalidQuestion(position: 1)", question="AG")
    everything = "OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T48H"
    pin = hashlib.sha512(b"1234").hexdigest()
    refuse(everything, "no counter", "missing(counter)", question="1", pinHash=pin, session="00", unixTime="0")
    refuse(everything, "no PIN", "missing(pinHash)", question="1", counter="0", session="00", unixTime="0")
    refuse(everything, "no session", "missing(session)", question="1", counter="0", pinHash=pin, unixTime="0")
    refuse(everything, "no time", "missing(time)", question="1", counter="0", pinHash=pin, session="00")
    refuse(
        everything,
        "the hash of another function",
        "invalidPINHashLength(20)",
        **{"question": "1", "counter": "0", "pinHash": PIN_1234_SHA1, "session": "00", "unixTime": "0"},
    )
    refuse(
        everything,
        "a time before 1970",
        "timeBeforeEpoch",
        **{"question": "1", "counter": "0", "pinHash": pin, "session": "00", "unixTime": "-1"},
    )
    refuse("OCRA-1:HOTP-SHA1-6:QN08-S001", "a session too long", "invalidSessionLength(2)", question="1", session="0000")
