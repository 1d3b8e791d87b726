"""Codes as RFC 4226, section 5.3 makes them, and the secrets of the RFCs."""

import hmac

DECIMAL_NOTE = (
    "Counters, steps and Unix times are decimal strings: they use all 64 bits, and a JSON number is exact only to "
    "2^53 in many readers."
)
COMPUTED = "computed with Python's hashlib and hmac"

KEY_20 = b"12345678901234567890"
KEY_32 = b"12345678901234567890123456789012"
KEY_64 = b"1234567890123456789012345678901234567890123456789012345678901234"
RFC_KEYS = {"sha1": KEY_20, "sha256": KEY_32, "sha512": KEY_64}


def truncated(digest):
    offset = digest[-1] & 0x0F
    return int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF


def hotp(secret, counter, algorithm="sha1", digits=6):
    digest = hmac.new(secret, counter.to_bytes(8, "big"), algorithm).digest()
    return str(truncated(digest) % 10**digits).zfill(digits)


def pattern(count):
    """Bytes without a period that fits a block: 7, 38, 69 ..."""
    return bytes((7 + 31 * index + index // 251) % 256 for index in range(count))


def first_counters(condition, count):
    """The first `count` counters whose code satisfies the condition."""
    found = []
    counter = 0
    while len(found) < count:
        if condition(counter):
            found.append(counter)
        counter += 1
    return found
