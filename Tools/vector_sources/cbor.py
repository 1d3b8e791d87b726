"""Canonical CBOR: items as CTAP2 wants them, and bytes that break one rule each."""

from .envelope import vector_file


def cbor_files():
    file = vector_file(
        "cbor_canonical_test",
        "CTAP2 canonical CBOR, CTAP 2.1, section 8",
        "cbor.schema.json",
        refusal="`expect` names the rule that is broken and the offset where: of the item's first byte, or of the first "
        "byte that is missing or too many.",
        floats="The canonical form leaves floating-point numbers as they are; no message of CTAP has one, so they are "
        "refused.",
        diagnostic="RFC 8949, section 8; control characters in texts are \\u and four digits.",
    )
    valid_files(file)
    nesting(file)
    maps(file)
    heads(file)
    others(file)


def valid_files(file):
    file.group("RFC 8949, appendix A: those of its examples that are canonical")
    for data, text in [
        *(("00", "0"), ("01", "1"), ("0a", "10"), ("17", "23"), ("1818", "24"), ("1819", "25"), ("1864", "100")),
        *(("1903e8", "1000"), ("1a000f4240", "1000000"), ("1b000000e8d4a51000", "1000000000000")),
        *(("1bffffffffffffffff", "18446744073709551615"), ("3bffffffffffffffff", "-18446744073709551616")),
        *(("20", "-1"), ("29", "-10"), ("3863", "-100"), ("3903e7", "-1000")),
        *(("f4", "false"), ("f5", "true"), ("f6", "null"), ("f7", "undefined")),
        *(("40", "h''"), ("4401020304", "h'01020304'"), ("60", '""'), ("6161", '"a"'), ("6449455446", '"IETF"')),
        *(("62225c", '"\\"\\\\"'), ("62c3bc", '"\u00fc"'), ("63e6b0b4", '"\u6c34"'), ("64f0908591", '"\U00010151"')),
        *(("80", "[]"), ("83010203", "[1, 2, 3]"), ("8301820203820405", "[1, [2, 3], [4, 5]]")),
        ("98190102030405060708090a0b0c0d0e0f101112131415161718181819", f"[{', '.join(map(str, range(1, 26)))}]"),
        *(("a0", "{}"), ("a201020304", "{1: 2, 3: 4}"), ("a26161016162820203", '{"a": 1, "b": [2, 3]}')),
        *(("826161a161626163", '["a", {"b": "c"}]'),),
        ("a56161614161626142616361436164614461656145", '{"a": "A", "b": "B", "c": "C", "d": "D", "e": "E"}'),
    ]:
        file.test(text, bytes=data, diagnostic=text)
    file.group("the ends of every head")
    for value in (23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1):
        file.test(f"{value}", bytes=head(0, value).hex(), diagnostic=str(value))
        file.test(f"{-1 - value}", bytes=head(1, value).hex(), diagnostic=str(-1 - value))
    for count in (23, 24, 255, 256, 300):
        file.test(f"{count} bytes", bytes=(head(2, count) + bytes(count)).hex(), diagnostic=f"h'{'00' * count}'")
        file.test(f"{count} letters", bytes=(head(3, count) + b"x" * count).hex(), diagnostic=f'"{"x" * count}"')
    file.test("a control character", bytes="610a", diagnostic='"\\u000a"')


def nesting(file):
    file.group("CTAP 2.1, section 8: at most four levels of maps and arrays")
    file.test("four arrays", bytes="8181818100", diagnostic="[[[[0]]]]")
    file.test("four maps", bytes="a101a101a101a10100", diagnostic="{1: {1: {1: {1: 0}}}}")
    file.test("maps and arrays", bytes="a10181a10180", diagnostic="{1: [{1: []}]}")
    file.invalid("five arrays", "nestedTooDeep(offset: 4)", bytes="818181818100")
    file.invalid("five arrays, the last one empty", "nestedTooDeep(offset: 4)", bytes="8181818180")
    file.invalid("five maps", "nestedTooDeep(offset: 8)", bytes="a101a101a101a101a0")
    file.invalid("a map in four arrays", "nestedTooDeep(offset: 4)", bytes="81818181a0")
    file.invalid("a hundred arrays", "nestedTooDeep(offset: 4)", bytes="81" * 100 + "00")


def maps(file):
    file.group("CTAP 2.1, section 8: keys by major type, then length, then bytes")
    file.test("numbers, negative ones, texts", bytes="a4010002002000616100", diagnostic='{1: 0, 2: 0, -1: 0, "a": 0}')
    file.test("the shorter text first", bytes="a2617a0062616100", diagnostic='{"z": 0, "aa": 0}')
    file.test("the shorter number first", bytes="a21700181800", diagnostic="{23: 0, 24: 0}")
    file.test("byte strings before texts", bytes="a241ff0061610" + "0", diagnostic='{h\'ff\': 0, "a": 0}')
    file.invalid("numbers the wrong way round", "keysOutOfOrder(offset: 3)", bytes="a202000100")
    file.invalid("a negative one before a number", "keysOutOfOrder(offset: 3)", bytes="a220000100")
    file.invalid("a text before a number", "keysOutOfOrder(offset: 4)", bytes="a26161000100")
    file.invalid("the longer text first", "keysOutOfOrder(offset: 5)", bytes="a262616100617a00")
    file.invalid("texts the wrong way round", "keysOutOfOrder(offset: 4)", bytes="a2616200616100")
    file.invalid("the third key too early", "keysOutOfOrder(offset: 5)", bytes="a3010003000200")
    file.invalid("negative ones the wrong way round", "keysOutOfOrder(offset: 3)", bytes="a221002000")
    file.invalid("inside an array", "keysOutOfOrder(offset: 4)", bytes="81a202000100")
    file.invalid("a number twice", "duplicateKey(offset: 3)", bytes="a201000100")
    file.invalid("a text twice", "duplicateKey(offset: 4)", bytes="a2616100616101")


def heads(file):
    file.group("CTAP 2.1, section 8: numbers and lengths as short as they can be")
    for comment, data in [
        *(("0 in one byte more", "1800"), ("23 in one byte more", "1817"), ("255 in two bytes", "1900ff")),
        *(("65535 in four bytes", "1a0000ffff"), ("2^32 - 1 in eight bytes", "1b00000000ffffffff")),
        *(("-1 in one byte more", "3800"), ("-256 in two bytes", "3900ff"), ("a byte string's length", "580100")),
        *(("a text's length", "78016" + "1"), ("an array's length", "980100"), ("a map's length", "b8010100")),
    ]:
        file.invalid(comment, "notMinimal(offset: 0)", bytes=data)
    file.invalid("a key", "notMinimal(offset: 1)", bytes="a1180100")
    file.invalid("a value", "notMinimal(offset: 2)", bytes="a1011801")
    file.group("CTAP 2.1, section 8: definite lengths")
    for comment, data in [
        *(("a byte string", "5f4101ff"), ("a text", "7f6161ff"), ("an array", "9f01ff"), ("a map", "bf0100ff")),
        ("a break by itself", "ff"),
    ]:
        file.invalid(comment, "indefiniteLength(offset: 0)", bytes=data)
    file.group("RFC 8949, section 3: what has no meaning")
    for data in ("1c", "1d", "1e", "1f", "3c", "3f", "5c", "7d", "9e", "bc", "dc", "df", "fc", "fd", "fe"):
        file.invalid(f"first byte {data}", "unassigned(offset: 0)", bytes=data)
    for comment, data in [("simple value 0", "e0"), ("simple value 19", "f3"), ("32", "f820"), ("255", "f8ff")]:
        file.invalid(comment, "unassigned(offset: 0)", bytes=data)
    file.invalid("true in one byte more", "unassigned(offset: 0)", bytes="f815")


def others(file):
    file.group("CTAP 2.1, section 8: no tags; and no floating-point numbers")
    for comment, data in [("a date", "c074323031332d30332d32315432303a30343a30305a"), ("self-described", "d9d9f700")]:
        file.invalid(comment, "tag(offset: 0)", bytes=data)
    file.invalid("in a map", "tag(offset: 2)", bytes="a101c100")
    for comment, data in [("0.0", "f90000"), ("100000.0", "fa47c35000"), ("1.1", "fb3ff199999999999a"), ("NaN", "f97e00")]:
        file.invalid(comment, "floatingPoint(offset: 0)", bytes=data)
    file.group("RFC 8949, appendix F: bytes that end too early, or do not end")
    file.invalid("nothing", "truncated(offset: 0)", bytes="")
    for data in ("18", "19", "1901", "1a010203", "1b01020304050607", "38", "41", "4401020" + "3", "61", "6261", "81"):
        file.invalid(f"{data}", f"truncated(offset: {len(data) // 2})", bytes=data)
    for data in ("8201", "a1", "a101", "a20102", "9a01ff00", "5affffffff00", "7bffffffffffffffff", "9bffffffffffffffff"):
        file.invalid(f"{data}", f"truncated(offset: {len(data) // 2})", bytes=data)
    file.invalid("a map of 2^64 - 1 entries", "truncated(offset: 11)", bytes="bbffffffffffffffff0102")
    for data, offset in [("0000", 1), ("8000", 1), ("a0a0", 1), ("4100ff", 2), ("6161" + "00", 2)]:
        file.invalid(f"one more after an item: {data}", f"trailingBytes(offset: {offset})", bytes=data)
    file.group("RFC 3629, section 4: texts are UTF-8")
    for comment, data, offset in [
        *(("a byte that starts nothing", "61ff", 1), ("a byte that goes on with nothing", "6180", 1)),
        *(("cut after one byte of two", "61c3", 1), ("cut after two of three", "62e282", 1)),
        *(("behind good ones", "636162c0", 3), ("too long a form of /", "62c0af", 1), ("of U+07FF", "63e09fbf", 1)),
        *(("a surrogate", "63eda080", 1), ("above U+10FFFF", "64f4908080", 1), ("of U+FFFF", "64f08fbfbf", 1)),
        *(("five bytes", "65f888808080", 1), ("a letter where a byte should go on", "63e26161", 1)),
    ]:
        file.invalid(comment, f"invalidUTF8(offset: {offset})", bytes=data)
    file.invalid("as a key", "invalidUTF8(offset: 2)", bytes="a161ff00")
    for comment, data, text in [
        *(("U+0080", "62c280", '"\u0080"'), ("U+07FF", "62dfbf", '"\u07ff"'), ("U+0800", "63e0a080", '"\u0800"')),
        *(("U+D7FF", "63ed9fbf", '"\ud7ff"'), ("U+E000", "63ee8080", '"\ue000"'), ("U+FFFF", "63efbfbf", '"\uffff"')),
        *(("U+10000", "64f0908080", '"\U00010000"'), ("U+10FFFF", "64f48fbfbf", '"\U0010ffff"')),
    ]:
        file.test(comment, bytes=data, diagnostic=text)


def head(major_type, argument):
    """RFC 8949, section 3: the shortest head."""
    for limit, information, size in ((24, argument, 0), (2**8, 24, 1), (2**16, 25, 2), (2**32, 26, 4), (2**64, 27, 8)):
        if argument < limit:
            return bytes([major_type << 5 | information]) + (argument.to_bytes(size, "big") if size else b"")
    raise ValueError(argument)
