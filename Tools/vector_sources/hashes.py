"""SHA-1, SHA-256, SHA-512 and HMAC over them: RFC 3174, RFC 6234, RFC 2202, RFC 4231."""

import hashlib
import hmac

from .codes import COMPUTED, pattern
from .envelope import vector_file

ALPHABET_56 = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"
ALPHABET_112 = (
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
    "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
)
DIGITS_64 = "01234567012345670123456701234567" * 2

# RFC 6234, section 8.5: tests 1-4, 6, 8 and 10 of each hash: (number, message, repetitions, digest). 1-4 of SHA-1 are
# also RFC 3174, section 7.3. Tests 5, 7 and 9 end inside a byte; the package hashes whole bytes only.
RFC_6234 = {
    "sha1": [
        (1, b"abc", 1, "A9993E364706816ABA3E25717850C26C9CD0D89D"),
        (2, ALPHABET_56.encode(), 1, "84983E441C3BD26EBAAE4AA1F95129E5E54670F1"),
        (3, b"a", 1000000, "34AA973CD4C4DAA4F61EEB2BDBAD27316534016F"),
        (4, DIGITS_64.encode(), 10, "DEA356A2CDDD90C7A7ECEDC5EBB563934F460452"),
        (6, bytes.fromhex("5e"), 1, "5E6F80A34A9798CAFC6A5DB96CC57BA4C4DB59C2"),
        (8, bytes.fromhex("9a7dfdf1ecead06ed646aa55fe757146"), 1, "82ABFF6605DBE1C17DEF12A394FA22A82B544A35"),
        (
            10,
            bytes.fromhex(
                "f78f92141bcd170ae89b4fba15a1d59f3fd84d223c9251bdacbbae61d05ed115"
                "a06a7ce117b7beead24421ded9c32592bd57edeae39c39fa1fe8946a84d0cf1f"
                "7beead1713e2e0959897347f67c80b0400c209815d6b10a683836fd5562a56ca"
                "b1a28e81b6576654631cf16566b86e3b33a108b05307c00aff14a768ed735060"
                "6a0f85e6a91d396f5b5cbe577f9b38807c7d523d6d792f6ebc24a4ecf2b3a427"
                "cdbbfb"
            ),
            1,
            "CB0082C8F197D260991BA6A460E76E202BAD27B3",
        ),
    ],
    "sha256": [
        (1, b"abc", 1, "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD"),
        (2, ALPHABET_56.encode(), 1, "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1"),
        (3, b"a", 1000000, "CDC76E5C9914FB9281A1C7E284D73E67F1809A48A497200E046D39CCC7112CD0"),
        (4, DIGITS_64.encode(), 10, "594847328451BDFA85056225462CC1D867D877FB388DF0CE35F25AB5562BFBB5"),
        (6, bytes.fromhex("19"), 1, "68AA2E2EE5DFF96E3355E6C7EE373E3D6A4E17F75F9518D843709C0C9BC3E3D4"),
        (
            8,
            bytes.fromhex("e3d72570dcdd787ce3887ab2cd684652"),
            1,
            "175EE69B02BA9B58E2B0A5FD13819CEA573F3940A94F825128CF4209BEABB4E8",
        ),
        (
            10,
            bytes.fromhex(
                "8326754e2277372f4fc12b20527afef04d8a056971b11ad57123a7c137760000"
                "d7bef6f3c1f7a9083aa39d810db310777dab8b1e7f02b84a26c773325f8b2374"
                "de7a4b5a58cb5c5cf35bcee6fb946e5bd694fa593a8beb3f9d6592ecedaa66ca"
                "82a29d0c51bcf9336230e5d784e4c0a43f8d79a30a165cbabe452b774b9c7109"
                "a97d138f129228966f6c0adc106aad5a9fdd30825769b2c671af6759df28eb39"
                "3d54d6"
            ),
            1,
            "97DBCA7DF46D62C8A422C941DD7E835B8AD3361763F7E9B2D95F4F0DA6E1CCBC",
        ),
    ],
    "sha512": [
        (
            1,
            b"abc",
            1,
            "DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A"
            "2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F",
        ),
        (
            2,
            ALPHABET_112.encode(),
            1,
            "8E959B75DAE313DA8CF4F72814FC143F8F7779C6EB9F7FA17299AEADB6889018"
            "501D289E4900F7E4331B99DEC4B5433AC7D329EEB6DD26545E96E55B874BE909",
        ),
        (
            3,
            b"a",
            1000000,
            "E718483D0CE769644E2E42C7BC15B4638E1F98B13B2044285632A803AFA973EB"
            "DE0FF244877EA60A4CB0432CE577C31BEB009C5C2C49AA2E4EADB217AD8CC09B",
        ),
        (
            4,
            DIGITS_64.encode(),
            10,
            "89D05BA632C699C31231DED4FFC127D5A894DAD412C0E024DB872D1ABD2BA814"
            "1A0F85072A9BE1E2AA04CF33C765CB510813A39CD5A84C4ACAA64D3F3FB7BAE9",
        ),
        (
            6,
            bytes.fromhex("d0"),
            1,
            "9992202938E882E73E20F6B69E68A0A7149090423D93C81BAB3F21678D4ACEEE"
            "E50E4E8CAFADA4C85A54EA8306826C4AD6E74CECE9631BFA8A549B4AB3FBBA15",
        ),
        (
            8,
            bytes.fromhex("8d4e3c0e3889191491816e9d98bff0a0"),
            1,
            "CB0B67A4B8712CD73C9AABC0B199E9269B20844AFB75ACBDD1C153C9828924C3"
            "DDEDAAFE669C5FDD0BC66F630F6773988213EB1B16F517AD0DE4B2F0C95C90F8",
        ),
        (
            10,
            bytes.fromhex(
                "a55f20c411aad132807a502d65824e31a2305432aa3d06d3e282a8d84e0de1de"
                "6974bf495469fc7f338f8054d58c26c49360c3e87af56523acf6d89d03e56ff2"
                "f868002bc3e431edc44df2f0223d4bb3b243586e1a7d924936694fcbbaf88d95"
                "19e4eb50a644f8e4f95eb0ea95bc4465c8821aacd2fe15ab4981164bbb6dc32f"
                "969087a145b0d9cc9c67c22b763299419cc4128be9a077b3ace634064e6d9928"
                "3513dc06e7515d0d73132e9a0dc6d3b1f8b246f1a98a3fc72941b1e3bb2098e8"
                "bf16f268d64f0b0f4707fe1ea1a1791ba2f3c0c758e5f551863a96c949ad47d7"
                "fb40d2"
            ),
            1,
            "C665BEFB36DA189D78822D10528CBF3B12B3EEF726039909C1A16A270D487193"
            "77966B957A878E720584779A62825C18DA26415E49A7176A894E7510FD1451F5",
        ),
    ],
}

BOUNDARY_LENGTHS = [
    *(0, 1, 2, 3, 7, 54, 55, 56, 57, 62, 63, 64, 65, 66, 110, 111, 112, 113, 118, 119, 120, 121),
    *(126, 127, 128, 129, 130, 183, 184, 191, 192, 193, 238, 239, 240, 241, 247, 248, 255, 256, 257, 511, 513, 1023),
]


def hash_files():
    for algorithm, table in RFC_6234.items():
        file = vector_file(
            f"hash_{algorithm}_test",
            f"{algorithm.upper().replace('SHA', 'SHA-')} digests",
            "hash.schema.json",
            bytes="Messages and digests are hexadecimal; the hashed message is `message`, `repetitions` times over.",
            omitted="Tests 5, 7 and 9 of RFC 6234 end inside a byte; the package hashes whole bytes only.",
        )
        if algorithm == "sha1":
            source = "RFC 6234, section 8.5 (tests 1 to 4 are also RFC 3174, section 7.3)"
        else:
            source = "RFC 6234, section 8.5"
        file.group(source, algorithm=algorithm)
        for number, message, repetitions, digest in table:
            file.test(f"test {number}", message=message.hex(), repetitions=repetitions, digest=digest.lower())
        file.group(f"lengths around the padding and block boundaries, {COMPUTED}", algorithm=algorithm)
        for count in BOUNDARY_LENGTHS:
            message = pattern(count)
            digest = hashlib.new(algorithm, message).hexdigest()
            file.test(f"{count} bytes", message=message.hex(), repetitions=1, digest=digest)


# HMAC

LARGE_DATA_2202 = b"Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"
LARGE_DATA_4231 = (
    b"This is a test using a larger than block-size key and a larger than block-size data. "
    b"The key needs to be hashed before being used by the HMAC algorithm."
)
HASH_KEY_FIRST = b"Test Using Larger Than Block-Size Key - Hash Key First"
KEY_01_TO_19 = bytes(range(0x01, 0x1A))

RFC_2202_SHA1 = [
    (1, b"\x0b" * 20, b"Hi There", "b617318655057264e28bc0b6fb378c8ef146be00"),
    (2, b"Jefe", b"what do ya want for nothing?", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
    (3, b"\xaa" * 20, b"\xdd" * 50, "125d7342b9ac11cd91a39af48aa17b4f63f175d3"),
    (4, KEY_01_TO_19, b"\xcd" * 50, "4c9007f4026250c6bc8414f9bf50c86c2d7235da"),
    (5, b"\x0c" * 20, b"Test With Truncation", "4c1a03424b55e07fe7f27be1d58bb9324a9a5a04"),
    (6, b"\xaa" * 80, HASH_KEY_FIRST, "aa4ae5e15272d00e95705637ce8a3b55ed402112"),
    (7, b"\xaa" * 80, LARGE_DATA_2202, "e8e99d0f45237d786d6bbaa7965c7808bbff1a91"),
]

# (number, key, message, HMAC-SHA-256, HMAC-SHA-512); test case 5 prints the first 128 bits only.
RFC_4231 = [
    (
        1,
        b"\x0b" * 20,
        b"Hi There",
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
        "87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    ),
    (
        2,
        b"Jefe",
        b"what do ya want for nothing?",
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
        "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    ),
    (
        3,
        b"\xaa" * 20,
        b"\xdd" * 50,
        "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe",
        "fa73b0089d56a284efb0f0756c890be9b1b5dbdd8ee81a3655f83e33b2279d39"
        "bf3e848279a722c806b485a47e67c807b946a337bee8942674278859e13292fb",
    ),
    (
        4,
        KEY_01_TO_19,
        b"\xcd" * 50,
        "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b",
        "b0ba465637458c6990e5a8c5f61d4af7e576d97ff94b872de76f8050361ee3db"
        "a91ca5c11aa25eb4d679275cc5788063a5f19741120c4f2de2adebeb10a298dd",
    ),
    (
        5,
        b"\x0c" * 20,
        b"Test With Truncation",
        "a3b6167473100ee06e0c796c2955552b",
        "415fad6271580a531d4179bc891d87a6",
    ),
    (
        6,
        b"\xaa" * 131,
        HASH_KEY_FIRST,
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54",
        "80b24263c7c1a3ebb71493c1dd7be8b49b46d1f41b4aeec1121b013783f8f352"
        "6b56d037e05f2598bd0fd2215d6a1e5295e64f73f63f0aec8b915a985d786598",
    ),
    (
        7,
        b"\xaa" * 131,
        LARGE_DATA_4231,
        "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2",
        "e37b6a775dc87dbaa4dfa9f96e5e3ffddebd71f8867289865df5a32d20cdc944"
        "b6022cac3c4982b10d5eeb55c3e4de15134676fb6de0446065c97440fa8c6a58",
    ),
]

KEY_LENGTHS = [1, 2, 10, 16, 20, 24, 32, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 200]
MESSAGE_LENGTHS = [0, 1, 8, 55, 56, 64, 127, 128, 300]


def hmac_files():
    tables = {
        "sha1": ("RFC 2202, section 3", RFC_2202_SHA1),
        "sha256": ("RFC 4231, section 4", [(n, key, message, tag) for n, key, message, tag, _ in RFC_4231]),
        "sha512": (
            "RFC 4231, section 4",
            [(n, key, message, tag) for n, key, message, _, tag in RFC_4231],
        ),
    }
    for algorithm, (source, table) in tables.items():
        file = vector_file(
            f"hmac_{algorithm}_test",
            f"HMAC-{algorithm.upper().replace('SHA', 'SHA-')} authentication codes",
            "hmac.schema.json",
            bytes="Keys, messages and authentication codes are hexadecimal.",
            truncation="Where `code` is shorter than the digest, only its first bytes are compared (RFC 4231, case 5).",
        )
        file.group(source, algorithm=algorithm)
        for number, key, message, code in table:
            file.test(f"test case {number}", key=key.hex(), message=message.hex(), code=code)
        file.group(f"key and message lengths around the block, {COMPUTED}", algorithm=algorithm)
        lengths = [(count, 8) for count in KEY_LENGTHS] + [(20, count) for count in MESSAGE_LENGTHS]
        for key_count, message_count in lengths:
            key, message = pattern(key_count), pattern(message_count)
            code = hmac.new(key, message, algorithm).hexdigest()
            comment = f"key of {key_count} bytes, message of {message_count}"
            file.test(comment, key=key.hex(), message=message.hex(), code=code)
