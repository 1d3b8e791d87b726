"""HOTP and TOTP: RFC 4226, appendix D; RFC 6238, appendix B; the edges."""

from .codes import COMPUTED, DECIMAL_NOTE, KEY_20, RFC_KEYS, first_counters, hotp, pattern
from .envelope import vector_file

# HOTP

# RFC 4226, appendix D: (count, HMAC-SHA-1, truncated hexadecimal, truncated decimal, HOTP).
RFC_4226_D = [
    (0, "cc93cf18508d94934c64b65d8ba7667fb7cde4b0", "4c93cf18", 1284755224, "755224"),
    (1, "75a48a19d4cbe100644e8ac1397eea747a2d33ab", "41397eea", 1094287082, "287082"),
    (2, "0bacb7fa082fef30782211938bc1c5e70416ff44", "82fef30", 137359152, "359152"),
    (3, "66c28227d03a2d5529262ff016a1e6ef76557ece", "66ef7655", 1726969429, "969429"),
    (4, "a904c900a64b35909874b33e61c5938a8e15ed1c", "61c5938a", 1640338314, "338314"),
    (5, "a37e783d7b7233c083d4f62926c7a25f238d0316", "33c083d4", 868254676, "254676"),
    (6, "bc9cd28561042c83f219324d3c607256c03272ae", "7256c032", 1918287922, "287922"),
    (7, "a4fb960c0bc06e1eabb804e5b397cdc4b45596fa", "4e5b397", 82162583, "162583"),
    (8, "1b3c89f65e6c9e883012052823443f048b4332db", "2823443f", 673399871, "399871"),
    (9, "1637409809a679dc698207310c8c7fc07290d9e5", "2679dc69", 645520489, "520489"),
]

EDGE_COUNTERS = [
    *(0, 1, 127, 128, 255, 256, 65535, 65536, 2**24, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**32 + 1, 2**40),
    *(2**48 - 1, 2**53, 2**53 + 1, 2**56, 2**63 - 1, 2**63, 2**64 - 2, 2**64 - 1),
]


def hotp_files():
    file = vector_file(
        "hotp_sha1_6_test",
        "HOTP values of RFC 4226",
        "hotp.schema.json",
        numbers=DECIMAL_NOTE,
        intermediate="`hmac` and `truncated` are the RFC's intermediate values (tables 1 and 2).",
    )
    file.group("RFC 4226, appendix D", algorithm="sha1", digits=6, secret=KEY_20.hex())
    for counter, digest, hexadecimal, decimal, code in RFC_4226_D:
        assert int(hexadecimal, 16) == decimal
        file.test(f"count {counter}", counter=str(counter), hmac=digest, truncated=decimal, code=code)

    file = vector_file(
        "hotp_edges_test",
        "HOTP values at the edges: counters of 64 bits, 6 to 10 digits, leading zeros, short and long secrets",
        "hotp.schema.json",
        numbers=DECIMAL_NOTE,
        tenDigits="The truncated number has 31 bits, so the first of ten digits is 0, 1 or 2 (RFC 4226, section 5.3).",
    )
    for algorithm, secret in RFC_KEYS.items():
        file.group(f"counter edges, {COMPUTED}", algorithm=algorithm, digits=6, secret=secret.hex())
        for counter in EDGE_COUNTERS:
            file.test(f"counter {counter:#x}", counter=str(counter), code=hotp(secret, counter, algorithm, 6))
    for digits in (7, 8, 9, 10):
        file.group(f"{digits} digits, {COMPUTED}", algorithm="sha1", digits=digits, secret=KEY_20.hex())
        for counter in range(5):
            file.test(f"count {counter}", counter=str(counter), code=hotp(KEY_20, counter, "sha1", digits))
    file.group(f"leading zeros stay, {COMPUTED}", algorithm="sha1", digits=6, secret=KEY_20.hex())
    for zeros, count in ((1, 3), (2, 3), (3, 2), (4, 1)):
        prefix = "0" * zeros
        for counter in first_counters(lambda c: hotp(KEY_20, c).startswith(prefix), count):
            file.test(f"{zeros} or more zeros in front", counter=str(counter), code=hotp(KEY_20, counter))
    for count in (1, 10, 16, 24, 63, 64, 65, 127, 128):
        secret = pattern(count)
        for algorithm in RFC_KEYS:
            file.group(f"secret of {count} bytes, {COMPUTED}", algorithm=algorithm, digits=8, secret=secret.hex())
            for counter in (0, 1, 2**40):
                file.test(f"counter {counter}", counter=str(counter), code=hotp(secret, counter, algorithm, 8))


# TOTP

# RFC 6238, appendix B: (time, T, SHA1, SHA256, SHA512).
RFC_6238_B = [
    (59, "0000000000000001", "94287082", "46119246", "90693936"),
    (1111111109, "00000000023523EC", "07081804", "68084774", "25091201"),
    (1111111111, "00000000023523ED", "14050471", "67062674", "99943326"),
    (1234567890, "000000000273EF07", "89005924", "91819424", "93441116"),
    (2000000000, "0000000003F940AA", "69279037", "90698825", "38618901"),
    (20000000000, "0000000027BC86AA", "65353130", "77737706", "47863826"),
]

YEAR_9999 = 253402300799


def totp_files():
    for column, algorithm in enumerate(RFC_KEYS):
        file = vector_file(
            f"totp_{algorithm}_8_test",
            f"TOTP values of RFC 6238 for {algorithm.upper().replace('SHA', 'SHA-')}",
            "totp.schema.json",
            numbers=DECIMAL_NOTE,
            secrets="The table prints one 20-byte secret; the values are those of the RFC's reference code, whose "
            "secrets are 20, 32 and 64 bytes long (RFC errata 2866).",
        )
        file.group(
            "RFC 6238, appendix B",
            algorithm=algorithm,
            digits=8,
            secret=RFC_KEYS[algorithm].hex(),
            timeStep=30,
            epoch="0",
        )
        for row in RFC_6238_B:
            file.test(f"T = {row[1]}", unixTime=str(row[0]), step=str(int(row[1], 16)), code=row[2 + column])

    file = vector_file(
        "totp_edges_test",
        "TOTP values at the edges: step boundaries, T0, time steps of 1 s to 136 years, times of 64 bits",
        "totp.schema.json",
        numbers=DECIMAL_NOTE,
        refusal="timeBeforeEpoch: the time lies before T0, where RFC 6238, section 4.2 defines no step.",
    )

    def group(title, algorithm="sha1", digits=6, timeStep=30, epoch=0):
        file.group(
            f"{title}, {COMPUTED}",
            algorithm=algorithm,
            digits=digits,
            secret=RFC_KEYS[algorithm].hex(),
            timeStep=timeStep,
            epoch=str(epoch),
        )

        def test(comment, time):
            if time < epoch:
                file.invalid(comment, "timeBeforeEpoch", unixTime=str(time))
                return
            step = (time - epoch) // timeStep
            code = hotp(RFC_KEYS[algorithm], step, algorithm, digits)
            file.test(comment, unixTime=str(time), step=str(step), code=code)

        return test

    test = group("boundaries of a step")
    for time in (0, 1, 29, 30, 59, 60):
        test(f"{time} s", time)
    test("one second before T0", -1)
    test("the earliest time there is", -(2**63))
    test("the last second of the year 9999", YEAR_9999)
    test("the latest time there is", 2**63 - 1)
    test("first second past 32 signed bits", 2**31)
    test("first second past 32 bits", 2**32)
    test = group("T0 of its own", algorithm="sha256", digits=8, timeStep=60, epoch=1700000000)
    test("at T0", 1700000000)
    test("end of the first step", 1700000059)
    test("second step", 1700000060)
    test("one second early", 1699999999)
    test("zero is before this T0", 0)
    test = group("T0 before 1970", algorithm="sha512", digits=7, timeStep=30, epoch=-2208988800)
    test("at T0, the start of 1900", -2208988800)
    test("one second before T0", -2208988801)
    test("1970", 0)
    test("2026", 1795348800)
    test = group("the earliest T0", timeStep=1, epoch=-(2**63))
    test("step 0", -(2**63))
    test("step 2^63", 0)
    test("the greatest step, 2^64 - 1", 2**63 - 1)
    test = group("the latest T0", timeStep=1, epoch=2**63 - 1)
    test("step 0", 2**63 - 1)
    test("one second early", 2**63 - 2)
    test("the distance does not fit a signed number", -(2**63))
    test = group("the longest step", timeStep=2**32 - 1, epoch=0)
    test("first step", 2**32 - 2)
    test("second step", 2**32 - 1)
    test("the latest time there is", 2**63 - 1)
    for timeStep in (1, 10, 60, 86400):
        test = group(f"step of {timeStep} s", timeStep=timeStep)
        for time in (1111111109, 1795348800, 20000000000):
            test(f"time {time}", time)
