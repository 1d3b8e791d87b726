"""Texts to parse: secrets in Base32 and hexadecimal, otpauth URIs, codes, OCRA suites."""

import base64

from .codes import KEY_20, pattern
from .envelope import vector_file

EXPECT_NOTE = "`expect` names the error, with what it tells: positions count bytes from 0."


def text_files():
    base32_file()
    hex_file()
    key_uri_file()
    code_file()
    suite_file()


def base32_file():
    file = vector_file(
        "secret_base32_test",
        "Shared secrets in Base32, as they are printed for people",
        "secret-text.schema.json",
        refusal=EXPECT_NOTE,
        leniency="Small letters, spaces and dashes between groups and missing padding are taken; bits left over in the "
        "last character are dropped. A number of characters that no encoder makes is refused.",
    )
    file.group("RFC 4648, section 10", encoding="base32")
    for plain, text in [
        *(("f", "MY======"), ("fo", "MZXQ===="), ("foo", "MZXW6===")),
        *(("foob", "MZXW6YQ="), ("fooba", "MZXW6YTB"), ("foobar", "MZXW6YTBOI======")),
    ]:
        file.test(f"\"{plain}\"", text=text, bytes=plain.encode().hex())
    file.group("forms that people type, made with Python's base64", encoding="base32")
    text = base64.b32encode(KEY_20).decode()
    file.test("the secret of RFC 4226", text=text, bytes=KEY_20.hex())
    file.test("small letters", text=text.lower(), bytes=KEY_20.hex())
    spaced = " ".join(text[start : start + 4] for start in range(0, len(text), 4))
    file.test("in groups of four", text=spaced, bytes=KEY_20.hex())
    file.test("in groups of four, small", text=spaced.lower(), bytes=KEY_20.hex())
    file.test("space around it", text=f" {text} ", bytes=KEY_20.hex())
    file.test("in groups of four with dashes", text=spaced.replace(" ", "-"), bytes=KEY_20.hex())
    file.test("in groups of four with dashes, small", text=spaced.replace(" ", "-").lower(), bytes=KEY_20.hex())
    file.test("dashes with spaces around them", text=spaced.replace(" ", " - "), bytes=KEY_20.hex())
    for count in (1, 2, 3, 4, 5, 10, 16, 32, 64, 127, 128):
        text = base64.b32encode(pattern(count)).decode()
        file.test(f"{count} bytes", text=text, bytes=pattern(count).hex())
        if "=" in text:
            file.test(f"{count} bytes, no padding", text=text.rstrip("="), bytes=pattern(count).hex())
    file.test("one bit left over", text="MZ", bytes="66")
    file.test("all left-over bits set", text="M7", bytes="67")
    file.group("texts that are no secret", encoding="base32")
    file.invalid("nothing", "empty", text="")
    file.invalid("spaces only", "empty", text="   ")
    file.invalid("padding only", "invalidPadding", text="========")
    file.invalid("one character", "invalidLength(1)", text="M")
    file.invalid("three characters", "invalidLength(3)", text="MZX")
    file.invalid("six characters", "invalidLength(6)", text="MZXW6Y")
    file.invalid("nine characters", "invalidLength(9)", text="MZXW6YTBO")
    file.invalid("digit 1, which the alphabet leaves out", "invalidCharacter(position: 3)", text="MZX1")
    file.invalid("digit 0", "invalidCharacter(position: 0)", text="0ZXW")
    file.invalid("digit 8", "invalidCharacter(position: 7)", text="MZXW6YT8")
    file.invalid("digit 9", "invalidCharacter(position: 7)", text="MZXW6YT9")
    file.invalid("an underscore between groups", "invalidCharacter(position: 4)", text="MZXW_6YTB")
    file.invalid("a colon between groups", "invalidCharacter(position: 4)", text="MZXW:6YTB")
    file.invalid("a dash from another block of Unicode", "invalidCharacter(position: 4)", text="MZXW\u20136YTB")
    file.invalid("dashes only", "empty", text="--")
    file.invalid("a line break", "invalidCharacter(position: 4)", text="MZXW\n6YTB")
    file.invalid("a letter outside ASCII", "invalidCharacter(position: 3)", text="MZX\u00e56YTB")
    file.invalid("a full-width letter", "invalidCharacter(position: 0)", text="\uff2dZXW6YTB")
    file.invalid("a character after padding", "invalidCharacter(position: 3)", text="MY=ZXW6Y")
    file.invalid("too little padding", "invalidPadding", text="MY=====")
    file.invalid("too much padding", "invalidPadding", text="MY=======")
    file.invalid("a whole group of padding", "invalidPadding", text="MZXW6YTB========")
    file.invalid("129 bytes", "tooLong", text=base64.b32encode(pattern(129)).decode())


def hex_file():
    file = vector_file(
        "secret_hex_test",
        "Shared secrets in hexadecimal",
        "secret-text.schema.json",
        refusal=EXPECT_NOTE,
        leniency="Spaces, colons and dashes between digits, and 0x at the start or after one of them, are taken.",
    )
    file.group("RFC 4648, section 10", encoding="hex")
    for plain, text in [("f", "66"), ("fo", "666F"), ("foobar", "666F6F626172")]:
        file.test(f"\"{plain}\"", text=text, bytes=text.lower())
    file.group("forms and lengths", encoding="hex")
    file.test("the secret of RFC 4226", text=KEY_20.hex(), bytes=KEY_20.hex())
    file.test("capitals and small letters", text="aAbBcCdDeEfF", bytes="aabbccddeeff")
    file.test("zeros", text="0000", bytes="0000")
    for count in (1, 64, 127, 128):
        file.test(f"{count} bytes", text=pattern(count).hex().upper(), bytes=pattern(count).hex())
    file.group("forms that people type, made with Python's bytes.hex", encoding="hex")
    for name, separator in (("spaces", " "), ("colons", ":"), ("dashes", "-")):
        for count in (1, 2, 4):
            file.test(f"{name}, {count} bytes a group", text=KEY_20.hex(separator, count), bytes=KEY_20.hex())
    file.test("space around it", text=f" {KEY_20.hex()} ", bytes=KEY_20.hex())
    file.test("a prefix", text="0x" + KEY_20.hex(), bytes=KEY_20.hex())
    file.test("a prefix in capitals", text="0X" + KEY_20.hex().upper(), bytes=KEY_20.hex())
    file.test("a prefix before each byte", text=" ".join(f"0x{byte:02x}" for byte in KEY_20), bytes=KEY_20.hex())
    file.test("half a byte in each group", text="3 1 3 2", bytes="3132")
    file.test("128 bytes with colons", text=pattern(128).hex(":"), bytes=pattern(128).hex())
    file.group("texts that are no secret", encoding="hex")
    file.invalid("nothing", "empty", text="")
    file.invalid("half a byte", "oddDigitCount(1)", text="a")
    file.invalid("half a byte at the end", "oddDigitCount(5)", text="31323")
    file.invalid("letters past f", "invalidCharacter(position: 0)", text="zz")
    file.invalid("second half of a byte", "invalidCharacter(position: 3)", text="313g")
    file.invalid("half a byte after a space", "oddDigitCount(3)", text="31 2")
    file.invalid("a prefix and nothing else", "empty", text="0x")
    file.invalid("a prefix and half a byte", "oddDigitCount(1)", text="0x3")
    file.invalid("a prefix inside", "invalidCharacter(position: 3)", text="310x32")
    file.invalid("two prefixes", "invalidCharacter(position: 3)", text="0x0x3132")
    file.invalid("half a prefix", "invalidCharacter(position: 0)", text="x3132")
    file.invalid("separators only", "empty", text=" :-")
    file.invalid("a comma", "invalidCharacter(position: 2)", text="31,32")
    file.invalid("a sign", "invalidCharacter(position: 0)", text="+1")
    file.invalid("a line break", "invalidCharacter(position: 2)", text="31\n3")
    file.invalid("full-width digits", "invalidCharacter(position: 0)", text="\uff13\uff11")
    file.invalid("129 bytes", "tooLong", text=pattern(129).hex())


SECRET = base64.b32encode(KEY_20).decode()


def key_uri_file():
    file = vector_file(
        "keyuri_otpauth_test",
        "Keys as otpauth URIs",
        "key-uri.schema.json",
        refusal="`expect` names the error, with the parameter it is about.",
        format="Google Authenticator's Key Uri Format; it is no standard.",
        numbers="`counter` is a decimal string of 64 bits.",
    )

    def key(**changes):
        members = {"type": "totp", "secret": KEY_20.hex(), "algorithm": "sha1", "digits": 6, "account": ""}
        members.update(changes)
        if members["type"] == "totp":
            members.setdefault("timeStep", 30)
        return {name: value for name, value in members.items() if value is not None}

    file.group("Key Uri Format")
    alice = "otpauth://totp/Example:alice@example.com"
    file.test(
        "the format's own example of a label and an issuer",
        text=f"{alice}?secret={SECRET}&issuer=Example",
        key=key(issuer="Example", account="alice@example.com"),
    )
    file.test(
        "every parameter",
        text="otpauth://totp/ACME%20Co:john.doe@email.com?secret=" + SECRET
        + "&issuer=ACME%20Co&algorithm=SHA1&digits=6&period=30",
        key=key(issuer="ACME Co", account="john.doe@email.com"),
    )
    file.test("nothing but the secret", text=f"otpauth://totp/?secret={SECRET}", key=key())
    file.test("no label and no slash", text=f"otpauth://totp?secret={SECRET}", key=key())
    file.test("issuer from the label", text=f"otpauth://totp/Bank:me?secret={SECRET}", key=key(issuer="Bank", account="me"))
    file.test(
        "the issuer's parameter counts more than the label",
        text=f"otpauth://totp/Old:me?secret={SECRET}&issuer=New",
        key=key(issuer="New", account="me"),
    )
    file.test(
        "a colon in percent-encoding, and a space after it",
        text=f"otpauth://totp/Bank%3A%20me?secret={SECRET}",
        key=key(issuer="Bank", account="me"),
    )
    file.test(
        "letters outside ASCII",
        text=f"otpauth://totp/K%C3%B8benhavn:%C3%A5se?secret={SECRET}",
        key=key(issuer="K\u00f8benhavn", account="\u00e5se"),
    )
    for algorithm in ("sha1", "sha256", "sha512"):
        for spelling in (algorithm, algorithm.upper()):
            file.test(
                f"algorithm {spelling}",
                text=f"otpauth://totp/a?secret={SECRET}&algorithm={spelling}",
                key=key(algorithm=algorithm, account="a"),
            )
    for digits in (6, 7, 8, 9, 10):
        file.test(
            f"{digits} digits",
            text=f"otpauth://totp/a?secret={SECRET}&digits={digits}",
            key=key(digits=digits, account="a"),
        )
    for period in (1, 15, 60, 4294967295):
        file.test(
            f"a period of {period} s",
            text=f"otpauth://totp/a?secret={SECRET}&period={period}",
            key=key(timeStep=period, account="a"),
        )
    for counter in ("0", "1", "18446744073709551615"):
        file.test(
            f"counter {counter}",
            text=f"otpauth://hotp/a?secret={SECRET}&counter={counter}",
            key=key(type="hotp", counter=counter, account="a"),
        )
    file.test("scheme and type in capitals", text=f"OTPAUTH://TOTP/a?secret={SECRET}", key=key(account="a"))
    file.test("names of parameters in capitals", text=f"otpauth://totp/a?SECRET={SECRET}", key=key(account="a"))
    file.test("a secret in small letters", text=f"otpauth://totp/a?secret={SECRET.lower()}", key=key(account="a"))
    file.test(
        "a padded secret, percent-encoded",
        text="otpauth://totp/a?secret=MY%3D%3D%3D%3D%3D%3D",
        key=key(secret="66", account="a"),
    )
    file.test("a padded secret as it is", text="otpauth://totp/a?secret=MY======", key=key(secret="66", account="a"))
    file.test(
        "a picture changes no code",
        text=f"otpauth://totp/a?image=https%3A%2F%2Fexample.com%2Fi.png&secret={SECRET}&ICON=%zz&lock",
        key=key(account="a"),
    )
    file.test("empty parameters are passed over", text=f"otpauth://totp/a?&secret={SECRET}&&", key=key(account="a"))
    file.test("a fragment is no parameter", text=f"otpauth://totp/a?secret={SECRET}#digits=8", key=key(account="a"))
    file.test("a percent sign that encodes nothing", text=f"otpauth://totp/100%?secret={SECRET}", key=key(account="100%"))
    file.test(
        "percent-encoded bytes that are no UTF-8",
        text=f"otpauth://totp/Bank:%C3?secret={SECRET}",
        key=key(issuer="Bank", account="%C3"),
    )
    file.test(
        "an issuer that is no UTF-8",
        text=f"otpauth://totp/a?secret={SECRET}&issuer=%FF",
        key=key(issuer="%FF", account="a"),
    )
    file.test(
        "two issuers, of which the first counts",
        text=f"otpauth://totp/a?secret={SECRET}&issuer=One&issuer=Two",
        key=key(issuer="One", account="a"),
    )
    file.test(
        "a name of a parameter in percent-encoding",
        text=f"otpauth://totp/a?secret={SECRET}&%64igits=8",
        key=key(digits=8, account="a"),
    )
    file.test(
        "a counter that TOTP has no use for",
        text=f"otpauth://totp/a?secret={SECRET}&counter=5",
        key=key(account="a"),
    )

    file.group("texts that are no key")
    file.invalid("nothing", "invalidScheme", text="")
    file.invalid("another scheme", "invalidScheme", text=f"https://totp/a?secret={SECRET}")
    file.invalid("one slash", "invalidScheme", text=f"otpauth:/totp/a?secret={SECRET}")
    file.invalid("scheme only", "invalidScheme", text="otpauth://")
    file.invalid("another type", "invalidType", text=f"otpauth://steam/a?secret={SECRET}")
    file.invalid("no type", "invalidType", text=f"otpauth:///a?secret={SECRET}")
    file.invalid("no parameters", "missingParameter(secret)", text="otpauth://totp/a")
    file.invalid("no secret", "missingParameter(secret)", text="otpauth://totp/a?digits=6")
    file.invalid("an empty secret", "invalidSecret(empty)", text="otpauth://totp/a?secret=")
    file.invalid("a secret that is no Base32", "invalidSecret(invalidCharacter(position: 0))", text="otpauth://totp/a?secret=1")
    file.invalid("two secrets", "repeatedParameter(secret)", text=f"otpauth://totp/a?secret={SECRET}&secret={SECRET}")
    file.invalid("two numbers of digits", "repeatedParameter(digits)", text=f"otpauth://totp/a?secret={SECRET}&digits=6&digits=6")
    for digits in ("5", "11", "06x", "", "-6", "6.0", "%20" + "6", "18446744073709551622"):
        file.invalid(
            f"digits={digits}", "invalidParameter(digits)", text=f"otpauth://totp/a?secret={SECRET}&digits={digits}"
        )
    for period in ("0", "4294967296", "-30", "30s", ""):
        file.invalid(
            f"period={period}", "invalidParameter(period)", text=f"otpauth://totp/a?secret={SECRET}&period={period}"
        )
    for algorithm in ("MD5", "SHA224", "HmacSHA1", "", "SHA-1"):
        file.invalid(
            f"algorithm={algorithm}",
            "invalidParameter(algorithm)",
            text=f"otpauth://totp/a?secret={SECRET}&algorithm={algorithm}",
        )
    file.invalid("HOTP without a counter", "missingParameter(counter)", text=f"otpauth://hotp/a?secret={SECRET}")
    for counter in ("-1", "18446744073709551616", "x", ""):
        file.invalid(
            f"counter={counter}", "invalidParameter(counter)", text=f"otpauth://hotp/a?secret={SECRET}&counter={counter}"
        )
    file.group("parameters of other apps, which may change a code")
    start = f"otpauth://totp/a?secret={SECRET}&"
    for parameter in (
        "encoder=steam", "interval=60", "step=60", "timestep=60", "timeStep=60", "x=60", "time=60", "algo=SHA256",
        "alg=SHA256", "hash=SHA256", "hmac=SHA256", "digest=sha256", "hashing=SHA256", "digit=8", "length=8", "size=8",
        "offset=30", "t0=30", "T0=30", "epoch=30", "skew=1", "drift=1", "pin=1234", "encoding=hex", "format=hex",
        "type=hotp", "key=GEZA", "version=2", "2step_salt=8", "x", "=8", "%zz=8", "amp;digits=8", "digits%20=8",
        " digits=8",
    ):
        file.invalid(parameter, f"unknownParameter(position: {len(start)})", text=start + parameter)


def code_file():
    file = vector_file(
        "code_text_test",
        "Codes as someone types them",
        "code-text.schema.json",
        refusal=EXPECT_NOTE,
        range="RFC 4226 wants 6 digits and more; OCRA (RFC 6287) allows 4 and 5, so a code has 4 to 10.",
    )
    file.group("codes")
    for text in ("0000", "12345", "755224", "000000", "007081", "07081804", "94287082", "2147483647", "9999999999"):
        file.test(f"{len(text)} digits", text=text, value=int(text))
    file.group("texts that are no code")
    for count in (0, 1, 3, 11, 40):
        file.invalid(f"{count} digits", f"invalidLength({count})", text="1" * count)
    file.invalid("a space in the middle", "notADigit(position: 3)", text="755 224")
    file.invalid("a space in front", "notADigit(position: 0)", text=" 755224")
    file.invalid("a space behind", "notADigit(position: 6)", text="755224 ")
    file.invalid("a line break behind", "notADigit(position: 6)", text="755224\n")
    file.invalid("a sign", "notADigit(position: 0)", text="+55224")
    file.invalid("a minus sign", "notADigit(position: 0)", text="-55224")
    file.invalid("a letter O for zero", "notADigit(position: 2)", text="75O224")
    file.invalid("hexadecimal", "notADigit(position: 1)", text="0x5224")
    file.invalid("a decimal point", "notADigit(position: 3)", text="755.24")
    file.invalid("a null character", "notADigit(position: 5)", text="75522\u0000")
    file.invalid("Arabic-Indic digits, which are no ASCII", "notADigit(position: 0)", text="\u0660\u0661\u0662\u0663")
    file.invalid("full-width digits, too many bytes", "invalidLength(18)", text="\uff17\uff15\uff15\uff12\uff12\uff14")


def suite_file():
    file = vector_file(
        "ocra-suite_text_test",
        "OCRA suites, RFC 6287, section 6",
        "ocra-suite.schema.json",
        refusal=EXPECT_NOTE,
        zeroHours="The RFC's table 3 allows a time step of 0H, by which no time can be divided: refused.",
    )
    file.group("RFC 6287, section 6.4 and appendix C")

    def suite(text, algorithm, digits, question, length, **inputs):
        members = {
            "algorithm": algorithm,
            "digits": digits,
            "hasCounter": "counter" in inputs,
            "questionFormat": question,
            "questionLength": length,
            **{name: value for name, value in inputs.items() if name != "counter"},
        }
        file.test(text, text=text, suite=members)

    suite("OCRA-1:HOTP-SHA1-4:QH08-S512", "sha1", 4, "hexadecimal", 8, sessionByteCount=512)
    suite("OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1", "sha512", 8, "numeric", 8, counter=True, pinHash="sha1")
    suite("OCRA-1:HOTP-SHA256-6:QA10-T1M", "sha256", 6, "alphanumeric", 10, timeStep=60)
    suite("OCRA-1:HOTP-SHA1-6:QN08", "sha1", 6, "numeric", 8)
    suite("OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1", "sha256", 8, "numeric", 8, counter=True, pinHash="sha1")
    suite("OCRA-1:HOTP-SHA256-8:QN08-PSHA1", "sha256", 8, "numeric", 8, pinHash="sha1")
    suite("OCRA-1:HOTP-SHA512-8:C-QN08", "sha512", 8, "numeric", 8, counter=True)
    suite("OCRA-1:HOTP-SHA512-8:QN08-T1M", "sha512", 8, "numeric", 8, timeStep=60)
    suite("OCRA-1:HOTP-SHA512-8:QA10-T1M", "sha512", 8, "alphanumeric", 10, timeStep=60)

    file.group("the ends of every range")
    for digits in (0, 4, 5, 9, 10):
        suite(f"OCRA-1:HOTP-SHA1-{digits}:QN08", "sha1", digits, "numeric", 8)
    suite("OCRA-1:HOTP-SHA1-6:QN04", "sha1", 6, "numeric", 4)
    suite("OCRA-1:HOTP-SHA1-6:QA64", "sha1", 6, "alphanumeric", 64)
    for algorithm in ("sha1", "sha256", "sha512"):
        suite(f"OCRA-1:HOTP-SHA1-6:QN08-P{algorithm.upper()}", "sha1", 6, "numeric", 8, pinHash=algorithm)
    suite("OCRA-1:HOTP-SHA1-6:QN08-S001", "sha1", 6, "numeric", 8, sessionByteCount=1)
    for text, seconds in (("1S", 1), ("59S", 59), ("59M", 3540), ("1H", 3600), ("48H", 172800)):
        suite(f"OCRA-1:HOTP-SHA1-6:QN08-T{text}", "sha1", 6, "numeric", 8, timeStep=seconds)
    suite(
        "OCRA-1:HOTP-SHA512-10:C-QA64-PSHA512-S512-T48H",
        *("sha512", 10, "alphanumeric", 64),
        **{"counter": True, "pinHash": "sha512", "sessionByteCount": 512, "timeStep": 172800},
    )

    file.group("texts that are no suite")
    for comment, text, error in [
        ("nothing", "", "invalidAlgorithm"),
        ("another version", "OCRA-2:HOTP-SHA1-6:QN08", "invalidAlgorithm"),
        ("small letters", "ocra-1:hotp-sha1-6:qn08", "invalidAlgorithm"),
        ("a space in front", " OCRA-1:HOTP-SHA1-6:QN08", "invalidAlgorithm"),
        ("another crypto function", "OCRA-1:SOTP-SHA1-6:QN08", "invalidCryptoFunction"),
        ("another hash", "OCRA-1:HOTP-SHA224-6:QN08", "invalidCryptoFunction"),
        ("a hash with a dash", "OCRA-1:HOTP-SHA-1-6:QN08", "invalidCryptoFunction"),
        ("SHA-3", "OCRA-1:HOTP-SHA3-6:QN08", "invalidCryptoFunction"),
        ("no digits", "OCRA-1:HOTP-SHA1:QN08", "invalidCryptoFunction"),
        ("digits with a zero in front", "OCRA-1:HOTP-SHA1-06:QN08", "invalidCryptoFunction"),
        ("digits in letters", "OCRA-1:HOTP-SHA1-six:QN08", "invalidCryptoFunction"),
        ("three figures of digits", "OCRA-1:HOTP-SHA1-100:QN08", "invalidCryptoFunction"),
        ("no data input", "OCRA-1:HOTP-SHA1-6", "invalidCryptoFunction"),
        ("1 digit", "OCRA-1:HOTP-SHA1-1:QN08", "digitsOutOfRange(1)"),
        ("3 digits", "OCRA-1:HOTP-SHA1-3:QN08", "digitsOutOfRange(3)"),
        ("11 digits", "OCRA-1:HOTP-SHA1-11:QN08", "digitsOutOfRange(11)"),
        ("empty data input", "OCRA-1:HOTP-SHA1-6:", "invalidQuestion"),
        ("a counter and no question", "OCRA-1:HOTP-SHA1-6:C", "invalidQuestion"),
        ("a counter, a dash and no question", "OCRA-1:HOTP-SHA1-6:C-", "invalidQuestion"),
        ("a session and no question", "OCRA-1:HOTP-SHA1-6:S064", "invalidQuestion"),
        ("another question format", "OCRA-1:HOTP-SHA1-6:QX08", "invalidQuestion"),
        ("question length of one figure", "OCRA-1:HOTP-SHA1-6:QN8", "invalidQuestion"),
        ("question length 03", "OCRA-1:HOTP-SHA1-6:QN03", "invalidQuestion"),
        ("question length 65", "OCRA-1:HOTP-SHA1-6:QN65", "invalidQuestion"),
        ("two counters", "OCRA-1:HOTP-SHA1-6:C-C-QN08", "invalidQuestion"),
        ("question length of three figures", "OCRA-1:HOTP-SHA1-6:QN008", "invalidQuestion"),
        ("another hash of the PIN", "OCRA-1:HOTP-SHA1-6:QN08-PMD5", "invalidPINHash"),
        ("no hash of the PIN", "OCRA-1:HOTP-SHA1-6:QN08-P", "invalidPINHash"),
        ("session of 0 bytes", "OCRA-1:HOTP-SHA1-6:QN08-S000", "invalidSession"),
        ("session of 513 bytes", "OCRA-1:HOTP-SHA1-6:QN08-S513", "invalidSession"),
        ("session length of two figures", "OCRA-1:HOTP-SHA1-6:QN08-S64", "invalidSession"),
        ("session without a length", "OCRA-1:HOTP-SHA1-6:QN08-S", "invalidSession"),
        ("step of 0 seconds", "OCRA-1:HOTP-SHA1-6:QN08-T0S", "invalidTimeStep"),
        ("step of 60 seconds", "OCRA-1:HOTP-SHA1-6:QN08-T60S", "invalidTimeStep"),
        ("step of 60 minutes", "OCRA-1:HOTP-SHA1-6:QN08-T60M", "invalidTimeStep"),
        ("step of 0 hours", "OCRA-1:HOTP-SHA1-6:QN08-T0H", "invalidTimeStep"),
        ("step of 49 hours", "OCRA-1:HOTP-SHA1-6:QN08-T49H", "invalidTimeStep"),
        ("step with a zero in front", "OCRA-1:HOTP-SHA1-6:QN08-T01M", "invalidTimeStep"),
        ("step in days", "OCRA-1:HOTP-SHA1-6:QN08-T1D", "invalidTimeStep"),
        ("step without a unit", "OCRA-1:HOTP-SHA1-6:QN08-T1", "invalidTimeStep"),
        ("time before session", "OCRA-1:HOTP-SHA1-6:QN08-T1M-S064", "invalidDataInput(position: 27)"),
        ("two PINs", "OCRA-1:HOTP-SHA1-6:QN08-PSHA1-PSHA1", "invalidDataInput(position: 29)"),
        ("a counter after the question", "OCRA-1:HOTP-SHA1-6:QN08-C", "invalidDataInput(position: 23)"),
        ("a dash at the end", "OCRA-1:HOTP-SHA1-6:QN08-", "invalidDataInput(position: 23)"),
        ("a fourth part", "OCRA-1:HOTP-SHA1-6:QN08:QN08", "invalidDataInput(position: 23)"),
        ("a space at the end", "OCRA-1:HOTP-SHA1-6:QN08 ", "invalidDataInput(position: 23)"),
        ("a line break at the end", "OCRA-1:HOTP-SHA1-6:QN08\n", "invalidDataInput(position: 23)"),
        ("65 bytes", "OCRA-1:HOTP-SHA1-6:QN08" + "-" * 42, "tooLong(65)"),
    ]:
        file.invalid(comment, error, text=text)
