"""Writes and reads key containers with python-pskc, a reader and writer of RFC 6030 that nobody here wrote.

    pskc_peer.py write FOLDER   write containers in every cipher, MAC and key derivation it has, and FOLDER/manifest.json
    pskc_peer.py read FILE HEX  open a container under a key and print what is in it as JSON

It runs under whichever Python has the module pskc; test_pskc_peer.py looks for one.
"""

import datetime
import json
import pathlib
import sys
import warnings

warnings.simplefilter("ignore")  # Of cryptography: Triple DES and Camellia are old. They are what is in the files.

import pskc  # noqa: E402

CBC = {
    "aes128-cbc": 16, "aes192-cbc": 24, "aes256-cbc": 32, "tripledes-cbc": 24,
    "camellia128-cbc": 16, "camellia192-cbc": 24, "camellia256-cbc": 32,
}
KEY_WRAPS = {
    "kw-aes128": 16, "kw-aes192": 24, "kw-aes256": 32, "kw-tripledes": 24,
    "kw-camellia128": 16, "kw-camellia192": 24, "kw-camellia256": 32,
}
HASHES = ["sha1", "sha224", "sha256", "sha384", "sha512"]
PASSWORD = "qwerty \u00e6\u00f8\u00e5"


def secret(count, salt):
    return bytes((7 * index + salt) % 256 for index in range(count))


def container(byte_counts):
    """Devices by time and by counter, one for every length of a secret."""
    file = pskc.PSKC()
    expected = []
    for index, count in enumerate(byte_counts):
        serial = f"84700{index:05d}"
        is_totp = index % 2 == 0
        key = file.add_key(
            id=serial, serial=serial, manufacturer="Peer & Co.", model="reader", issuer="Issuer",
            algorithm="urn:ietf:params:xml:ns:keyprov:pskc:" + ("totp" if is_totp else "hotp"),
            algorithm_suite="HMAC-SHA256" if is_totp else "HMAC-SHA1",
            response_length=6, response_encoding="DECIMAL", secret=secret(count, index))
        if is_totp:
            key.time_interval = 60
            key.time_offset = 0
        else:
            key.counter = 1000003
        key.policy.start_date = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.timezone.utc)
        key.policy.key_usage.append("OTP")
        expected.append({
            "serialNumber": serial, "keyID": serial, "algorithm": "totp" if is_totp else "hotp",
            "hash": "sha256" if is_totp else "sha1", "digits": 6, "manufacturer": "Peer & Co.", "model": "reader",
            "issuer": "Issuer", "secretHex": secret(count, index).hex(), "secretByteCount": count, "assumed": [],
            "policy": {"startDate": "2026-01-02T03:04:05Z", "usages": ["OTP"]},
            **({"timeStep": "PT1M"} if is_totp else {"counter": 1000003}),
        })
    return file, expected


def write(folder):
    manifest = []

    def save(name, file, expected, **more):
        file.write(str(folder / f"{name}.pskcxml"))
        manifest.append({"name": name, "expected": expected, **more})

    lengths = [10, 16, 20, 24, 32, 64]
    file, expected = container(lengths)
    save("plain", file, expected)
    for cipher, key_length in CBC.items():
        for mac in HASHES:
            file, expected = container(lengths)
            key = secret(key_length, 101)
            file.mac.algorithm = f"hmac-{mac}"
            file.encryption.setup_preshared_key(
                key=key, algorithm=cipher, key_name="Peer key", fields=["secret", "counter", "time_interval"])
            save(f"{cipher}-{mac}", file, expected, keyHex=key.hex())
    for cipher, key_length in KEY_WRAPS.items():
        # The key wrap of Triple DES takes whole blocks only.
        file, expected = container([16, 24, 32, 64] if cipher == "kw-tripledes" else lengths)
        key = secret(key_length, 102)
        file.encryption.setup_preshared_key(key=key, algorithm=cipher, key_name="Peer key")
        save(cipher, file, expected, keyHex=key.hex())
    for prf in HASHES:
        for cipher in ["aes128-cbc", "aes256-cbc", "tripledes-cbc", "camellia256-cbc", "kw-aes256"]:
            file, expected = container(lengths)
            file.encryption.setup_pbkdf2(
                PASSWORD, algorithm=cipher, iterations=2000, key_name="Peer password",
                prf=f"hmac-{prf}")
            save(f"pbkdf2-{prf}-{cipher}", file, expected, password=PASSWORD)
    (folder / "manifest.json").write_text(json.dumps(manifest))


def read(path, key_hex):
    file = pskc.PSKC(path)
    file.encryption.key = bytes.fromhex(key_hex)
    print(json.dumps([
        {
            "serialNumber": key.serial, "keyID": key.id, "secretHex": key.secret.hex(), "checked": key.check(),
            "suite": key.algorithm_suite, "digits": key.response_length, "counter": key.counter,
            "timeInterval": key.time_interval, "manufacturer": key.manufacturer,
        }
        for key in file.keys
    ]))


if __name__ == "__main__":
    if sys.argv[1] == "write":
        write(pathlib.Path(sys.argv[2]))
    else:
        read(sys.argv[2], sys.argv[3])
