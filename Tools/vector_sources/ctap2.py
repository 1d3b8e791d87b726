"""Single CTAP2 requests to an authenticator that is new, just powered on and touched when it asks, and their statuses."""

from .cbor import head
from .envelope import vector_file

HASH = bytes(range(32))
RP = {"id": "mitid.example", "name": "Example"}
USER = {"id": b"\x01\x02", "name": "anna", "displayName": "Anna And"}
ES256 = {"alg": -7, "type": "public-key"}
MAKE = {1: HASH, 2: RP, 3: USER, 4: [ES256]}
GET = {1: "mitid.example", 2: HASH}


def ctap2_files():
    file = vector_file(
        "ctap2_request_test",
        "Statuses of single CTAP2 requests, CTAP 2.1, sections 6 and 8.2",
        "ctap2-request.schema.json",
        authenticator="New: no PIN, no credential; powered on a moment ago; touched when it asks for it.",
        refusal="`expect` names the status, CTAP 2.1, section 8.2.",
        profile="`full` has all of CTAP 2.1, `mitid-chip` CTAP 2.0, `u2f-only` no CTAP2.",
    )
    commands(file)
    making(file)
    getting(file)
    others(file)
    ctap20(file)


def commands(file):
    file.group("CTAP 2.1, section 6: the command byte", profile="full")
    for comment, command in (("getInfo", 4), ("reset, just powered on", 7), ("selection", 11)):
        file.test(comment, request=bytes([command]).hex())
    file.invalid("getNextAssertion with nothing to go on with", "notAllowed", request="08")
    for command in (0x00, 0x03, 0x05, 0x09, 0x40, 0x42, 0xFF):
        file.invalid(f"unknown command {command:02x}", "invalidCommand", request=f"{command:02x}")
    file.invalid("no command", "invalidCommand", request="")
    for command in (4, 7, 8, 11):
        file.invalid(f"command {command:02x} takes no parameters", "invalidLength", request=f"{command:02x}a0")
    for command in (1, 2, 6, 10, 12, 13, 0x41):
        file.invalid(f"command {command:02x} without parameters", "missingParameter", request=f"{command:02x}")
        file.invalid(f"command {command:02x} with an array", "cborUnexpectedType", request=f"{command:02x}80")
        file.invalid(f"command {command:02x} with half a map", "invalidCBOR", request=f"{command:02x}a101")
    file.group("CTAP 2.0", profile="mitid-chip")
    file.test("getInfo", request="04")
    for command in (10, 11, 12, 13, 0x41):
        request = bytes([command]).hex() + ("" if command == 11 else encode({1: 1}).hex())
        file.invalid(f"command {command:02x} came later", "invalidCommand", request=request)
    file.invalid("longer than its longest message", "requestTooLarge", request=request_of(1, {**MAKE, 99: bytes(1200)}))
    file.group("no CTAP2", profile="u2f-only")
    file.invalid("getInfo", "invalidCommand", request="04")


def making(file):
    file.group("CTAP 2.1, section 6.1: makeCredential", profile="full")
    file.test("the least there can be", request=request_of(1, MAKE))
    for comment, extra in [
        *(("discoverable", {7: {"rk": True}}), ("unknown option", {7: {"tea": True}})),
        *(("presence wanted", {7: {"up": True}}), ("no verification wanted", {7: {"uv": False}})),
        *(("unknown extension", {6: {"tetris": True}}), ("unknown parameter", {200: "x"})),
        *(("a list entry of another type", {5: [{"id": b"1", "type": "rot13"}]}), ("an empty list", {5: []})),
        *(("an unknown algorithm before a known one", {4: [{"alg": -999, "type": "public-key"}, ES256]}),),
        *(("credProtect 3", {6: {"credProtect": 3}}), ("no attestation preferred", {11: ["none"]})),
    ]:
        file.test(comment, request=request_of(1, {**MAKE, **extra}))
    for key in MAKE:
        without = {other: value for other, value in MAKE.items() if other != key}
        file.invalid(f"without parameter {key}", "missingParameter", request=request_of(1, without))
    wrong = {1: 5, 2: 5, 3: b"x", 4: "x", 5: 8, 6: 8, 7: 8, 8: "x", 9: "x", 10: -1, 11: "none"}
    for key, value in wrong.items():
        file.invalid(f"parameter {key} of another type", "cborUnexpectedType", request=request_of(1, {**MAKE, key: value}))
    for comment, expect, extra in [
        ("a relying party without ID", "missingParameter", {2: {"name": "x"}}),
        ("a relying party whose ID is a number", "cborUnexpectedType", {2: {"id": 8}}),
        ("a relying party whose name is a number", "cborUnexpectedType", {2: {"id": "x", "name": 8}}),
        ("a user without ID", "missingParameter", {3: {"name": "x"}}),
        ("a user whose ID is a text", "cborUnexpectedType", {3: {"id": "x"}}),
        ("a user whose display name is a number", "cborUnexpectedType", {3: {"id": b"1", "displayName": 8}}),
        ("a user handle of 65 bytes", "invalidLength", {3: {"id": bytes(65)}}),
        ("a hash of 31 bytes", "invalidLength", {1: bytes(31)}),
        ("an algorithm without type", "missingParameter", {4: [{"alg": -7}]}),
        ("an algorithm without number", "missingParameter", {4: [{"type": "public-key"}]}),
        ("an algorithm whose number is a text", "cborUnexpectedType", {4: [{"alg": "7", "type": "public-key"}]}),
        ("unknown algorithms only", "unsupportedAlgorithm", {4: [{"alg": 1337, "type": "public-key"}]}),
        ("no algorithm", "unsupportedAlgorithm", {4: []}),
        ("a list entry without type", "missingParameter", {5: [{"id": b"1"}]}),
        ("a list entry without ID", "missingParameter", {5: [{"type": "public-key"}]}),
        ("a list entry whose ID is a text", "cborUnexpectedType", {5: [{"id": "1", "type": "public-key"}]}),
        ("a list entry that is a text", "cborUnexpectedType", {5: ["1234"]}),
        ("verification that is not built in", "invalidOption", {7: {"uv": True}}),
        ("no presence wanted", "invalidOption", {7: {"up": False}}),
        ("an option that is a number", "cborUnexpectedType", {7: {"rk": 1}}),
        ("credProtect 4", "invalidOption", {6: {"credProtect": 4}}),
        ("credProtect that is a text", "cborUnexpectedType", {6: {"credProtect": "3"}}),
        ("largeBlobKey for what is not discoverable", "invalidOption", {6: {"largeBlobKey": True}}),
        ("enterprise attestation that is not enabled", "invalidParameter", {10: 1}),
        ("which authenticator is meant, and no PIN is set", "pinNotSet", {8: b""}),
        ("an authorization without its protocol", "missingParameter", {8: b"x"}),
        ("an authorization of an unknown protocol", "invalidParameter", {8: b"x", 9: 99}),
        ("an authorization without a token", "pinAuthInvalid", {8: bytes(32), 9: 2}),
    ]:
        file.invalid(comment, expect, request=request_of(1, {**MAKE, **extra}))


def getting(file):
    file.group("CTAP 2.1, section 6.2: getAssertion", profile="full")
    file.invalid("no credential", "noCredentials", request=request_of(2, GET))
    for key in GET:
        without = {other: value for other, value in GET.items() if other != key}
        file.invalid(f"without parameter {key}", "missingParameter", request=request_of(2, without))
    for key, value in {1: b"x", 2: "x", 3: {}, 4: [], 5: 8, 6: "x", 7: "x"}.items():
        file.invalid(f"parameter {key} of another type", "cborUnexpectedType", request=request_of(2, {**GET, key: value}))
    for comment, expect, extra in [
        ("a discoverable one wanted", "unsupportedOption", {5: {"rk": True}}),
        ("verification that is not built in", "invalidOption", {5: {"uv": True}}),
        ("a list entry without ID", "missingParameter", {3: [{"type": "public-key"}]}),
        ("a credential of nobody's", "noCredentials", {3: [{"id": bytes(97), "type": "public-key"}]}),
        ("which authenticator is meant, and no PIN is set", "pinNotSet", {6: b""}),
        ("an authorization without its protocol", "missingParameter", {6: b"x"}),
        ("largeBlobKey not wanted", "invalidOption", {4: {"largeBlobKey": False}}),
        ("hmac-secret without a key", "missingParameter", {4: {"hmac-secret": {2: bytes(32), 3: bytes(16)}}}),
    ]:
        file.invalid(comment, expect, request=request_of(2, {**GET, **extra}))


def others(file):
    file.group("CTAP 2.1, section 6.5: clientPIN", profile="full")
    file.test("getPINRetries", request=request_of(6, {1: 2, 2: 1}))
    file.test("getKeyAgreement", request=request_of(6, {1: 1, 2: 2}))
    file.invalid("getKeyAgreement without protocol", "missingParameter", request=request_of(6, {2: 2}))
    file.invalid("getKeyAgreement of protocol three", "invalidParameter", request=request_of(6, {1: 3, 2: 2}))
    file.invalid("no subcommand", "missingParameter", request=request_of(6, {1: 1}))
    for subcommand in (0, 6, 7, 8, 10):
        request = request_of(6, {1: 1, 2: subcommand})
        file.invalid(f"subcommand {subcommand}", "invalidSubcommand", request=request)
    for subcommand in (3, 4, 5):
        request = request_of(6, {1: 1, 2: subcommand})
        file.invalid(f"subcommand {subcommand} and nothing else", "missingParameter", request=request)
    for source, command in (
        ("CTAP 2.1, section 6.8: credentialManagement", 10),
        ("FIDO_2_1_PRE: the preview of credentialManagement", 0x41),
    ):
        file.group(source, profile="full")
        for subcommand in (1, 2, 4, 6, 7):
            request = request_of(command, {1: subcommand})
            file.invalid(f"subcommand {subcommand} unauthorized", "pinRequired", request=request)
        for subcommand in (3, 5):
            request = request_of(command, {1: subcommand})
            file.invalid(f"subcommand {subcommand}, nothing begun", "notAllowed", request=request)
        file.invalid("unknown subcommand", "invalidSubcommand", request=request_of(command, {1: 8}))
    file.group("CTAP 2.1, section 6.10: largeBlobs", profile="full")
    file.test("the array of a new authenticator", request=request_of(12, {1: 17, 3: 0}))
    for comment, expect, parameters in [
        ("neither read nor written", "invalidParameter", {3: 0}),
        ("read and written", "invalidParameter", {1: 1, 2: b"x", 3: 0}),
        ("without offset", "invalidParameter", {1: 1}),
        ("read behind the end", "invalidParameter", {1: 1, 3: 18}),
        ("too much at a time", "invalidLength", {1: 7546, 3: 0}),
        ("written without length", "invalidParameter", {2: b"x", 3: 0}),
        ("shorter than any array", "invalidParameter", {2: b"x", 3: 0, 4: 16}),
        ("longer than there is room for", "largeBlobStorageFull", {2: b"x", 3: 0, 4: 4097}),
        ("nothing begun", "invalidSequence", {2: b"x", 3: 10}),
    ]:
        file.invalid(comment, expect, request=request_of(12, parameters))
    file.group("CTAP 2.1, section 6.11: authenticatorConfig", profile="full")
    file.test("toggleAlwaysUv without a PIN", request=request_of(13, {1: 2}))
    file.test("setMinPINLength to 6", request=request_of(13, {1: 3, 2: {1: 6}}))
    file.invalid("setMinPINLength to 3", "pinPolicyViolation", request=request_of(13, {1: 3, 2: {1: 3}}))
    file.invalid("setMinPINLength to 64", "pinPolicyViolation", request=request_of(13, {1: 3, 2: {1: 64}}))
    file.invalid("a change forced of no PIN", "pinNotSet", request=request_of(13, {1: 3, 2: {3: True}}))
    file.invalid("unknown subcommand", "invalidParameter", request=request_of(13, {1: 9}))


def ctap20(file):
    """What CTAP 2.0 has otherwise."""
    file.group("CTAP 2.0, section 5.1: makeCredential", profile="mitid-chip")
    for comment, extra in [
        *(("the least there can be", {}), ("discoverable", {7: {"rk": True}}), ("unknown option", {7: {"tea": True}})),
        *(("enterprise attestation, which came later", {10: 1}), ("the same of another type", {10: "1"})),
        *(("formats of attestation, which came later", {11: 1}), ("a protocol and no authorization", {9: 7})),
        *(("credProtect, which came later", {6: {"credProtect": 0}}), ("the same of another type", {6: {"credProtect": True}})),
        *(("largeBlobKey, which came later", {6: {"largeBlobKey": 5}}), ("credBlob, which came later", {6: {"credBlob": "x"}})),
        *(("a secret for later", {6: {"hmac-secret": True}}), ("no secret for later", {6: {"hmac-secret": False}})),
    ]:
        file.test(comment, request=request_of(1, {**MAKE, **extra}))
    for comment, expect, extra in [
        ("the presence option is not of this command", "invalidOption", {7: {"up": True}}),
        ("no presence wanted", "invalidOption", {7: {"up": False}}),
        ("verification that is not built in", "unsupportedOption", {7: {"uv": True}}),
        ("the same beside an authorization", "unsupportedOption", {7: {"uv": True}, 8: bytes(16), 9: 1}),
        ("unknown algorithms and an authorization", "unsupportedAlgorithm", {4: [], 8: bytes(16), 9: 7}),
        ("an authorization without its protocol", "pinAuthInvalid", {8: b"x"}),
        ("an authorization of an unknown protocol", "pinAuthInvalid", {8: b"x", 9: 2}),
        ("an authorization without a token", "pinAuthInvalid", {8: bytes(16), 9: 1}),
        ("which authenticator is meant, and no PIN is set", "pinNotSet", {8: b""}),
        ("which authenticator is meant, and no algorithm", "unsupportedAlgorithm", {4: [], 8: b""}),
        ("an option of another type", "cborUnexpectedType", {7: {"uv": 1}}),
    ]:
        file.invalid(comment, expect, request=request_of(1, {**MAKE, **extra}))
    file.group("CTAP 2.0, section 5.2: getAssertion", profile="mitid-chip")
    salts = {1: {1: 2, 3: -25, -1: 1, -2: bytes(32), -3: bytes(32)}, 2: bytes(32), 3: bytes(16)}
    for comment, expect, extra in [
        ("no credential", "noCredentials", {}),
        ("verification that is not built in", "unsupportedOption", {5: {"uv": True}}),
        ("the option of another command", "invalidOption", {5: {"rk": True}}),
        ("an authorization without its protocol", "pinAuthInvalid", {6: b"x"}),
        ("an authorization of an unknown protocol", "pinAuthInvalid", {6: b"x", 7: 2}),
        ("an authorization and the option of another command", "pinAuthInvalid", {5: {"rk": True}, 6: bytes(16), 7: 1}),
        ("which authenticator is meant, and no PIN is set", "pinNotSet", {5: {"rk": True}, 6: b""}),
        ("largeBlobKey, which came later", "noCredentials", {4: {"largeBlobKey": False}}),
        ("hmac-secret without a key", "missingParameter", {4: {"hmac-secret": {2: bytes(32), 3: bytes(16)}}}),
        ("hmac-secret without presence", "unsupportedOption", {4: {"hmac-secret": salts}, 5: {"up": False}}),
    ]:
        file.invalid(comment, expect, request=request_of(2, {**GET, **extra}))
    file.group("CTAP 2.0, section 5.5: clientPIN", profile="mitid-chip")
    file.test("getRetries", request=request_of(6, {1: 1, 2: 1}))
    file.test("getKeyAgreement", request=request_of(6, {1: 1, 2: 2}))
    file.test("permissions, which came later", request=request_of(6, {1: 1, 2: 1, 9: "x", 10: 1}))
    file.invalid("getRetries without protocol", "missingParameter", request=request_of(6, {2: 1}))
    file.invalid("getKeyAgreement without protocol", "missingParameter", request=request_of(6, {2: 2}))
    file.invalid("getKeyAgreement of protocol two", "invalidParameter", request=request_of(6, {1: 2, 2: 2}))
    for subcommand in (0, 6, 7, 9, 10):
        file.invalid(f"subcommand {subcommand}", "invalidParameter", request=request_of(6, {1: 1, 2: subcommand}))
    for subcommand in (3, 4, 5):
        request = request_of(6, {1: 1, 2: subcommand})
        file.invalid(f"subcommand {subcommand} and nothing else", "missingParameter", request=request)


def request_of(command, parameters):
    return (bytes([command]) + encode(parameters)).hex()


def encode(value):
    """Canonical CBOR, CTAP 2.1, section 8."""
    if value is True or value is False:
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return head(0, value) if value >= 0 else head(1, -1 - value)
    if isinstance(value, bytes):
        return head(2, len(value)) + value
    if isinstance(value, str):
        return head(3, len(value.encode())) + value.encode()
    if isinstance(value, list):
        return head(4, len(value)) + b"".join(map(encode, value))
    entries = sorted(((encode(key), encode(item)) for key, item in value.items()), key=lambda e: (e[0][0] >> 5, len(e[0]), e[0]))
    return head(5, len(entries)) + b"".join(key + item for key, item in entries)
