"""Key containers of python-pskc are read to the same secrets, and it reads ours."""

import base64
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from services import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("MITID_BIN_DIR") or ROOT / ".build" / "debug")
PEER = pathlib.Path(__file__).with_name("pskc_peer.py")


def find_peer():
    """A Python that has the module pskc, with what it needs for encrypted files, or None."""
    for python in (sys.executable, "/usr/bin/python3"):
        try:
            probe = subprocess.run([python, "-c", "import pskc, cryptography, lxml"], capture_output=True, check=False)
        except OSError:
            continue
        if probe.returncode == 0:
            return python
    return None


def setUpModule():
    if find_peer() is None:
        missing = "no Python with python-pskc: apt-get install python3-pskc python3-cryptography python3-lxml"
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{missing}; CI must have one")
        raise unittest.SkipTest(missing)


def token(*arguments):
    return subprocess.run(
        [BINARIES / "mitid-token", "pskc", *map(str, arguments)], stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False)


class PSKCPeerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.directory = tempfile.TemporaryDirectory(prefix="mitid-pskc-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.folder = pathlib.Path(cls.directory.name)
        subprocess.run([find_peer(), PEER, "write", cls.folder], check=True)
        cls.manifest = json.loads((cls.folder / "manifest.json").read_text())

    def key_options(self, case):
        if "keyHex" in case:
            return ["--key-hex", case["keyHex"]]
        if "password" in case:
            path = self.folder / "password"
            path.write_text(case["password"] + "\n")
            return ["--password-file", path]
        return []

    def show(self, case, *options):
        return token("show", self.folder / f"{case['name']}.pskcxml", "--json", "--reveal-secrets", *options)

    def test_every_container_of_the_peer_is_read_to_the_same_keys(self):
        self.assertGreater(len(self.manifest), 60)
        for case in self.manifest:
            with self.subTest(case["name"]):
                answer = self.show(case, *self.key_options(case))
                self.assertEqual((answer.returncode, answer.stderr), (0, ""))
                shown = json.loads(answer.stdout)
                self.assertTrue(shown["complete"])
                keys = [record["key"] for record in shown["records"]]
                for key in keys:
                    del key["line"]
                self.assertEqual(keys, case["expected"])

    def test_no_encrypted_container_is_read_without_its_key(self):
        for case in self.manifest:
            if "keyHex" in case or "password" in case:
                with self.subTest(case["name"]):
                    answer = self.show(case)
                    self.assertEqual(answer.returncode, 2)
                    name = "Peer key" if "keyHex" in case else "Peer password"
                    self.assertIn(f'"{name}"', answer.stderr)
                    self.assertEqual(json.loads(answer.stdout)["records"], [])

    def test_no_encrypted_container_is_read_with_another_key(self):
        for case in self.manifest:
            if "keyHex" in case:
                with self.subTest(case["name"]):
                    # Not the last byte: Triple DES leaves out the lowest bit of each.
                    wrong = "f0" + case["keyHex"][2:]
                    answer = self.show(case, "--key-hex", wrong)
                    self.assertIn(answer.returncode, (1, 2))
                    self.assertFalse([record for record in json.loads(answer.stdout)["records"] if "key" in record])

    def test_the_peer_reads_what_is_written_here(self):
        plain = self.folder / "plain.pskcxml"
        expected = next(case["expected"] for case in self.manifest if case["name"] == "plain")
        for length in (16, 24, 32):
            with self.subTest(f"AES-{8 * length}"):
                key = bytes(range(length)).hex()
                key_file = self.folder / f"key-{length}"
                key_file.write_text(key + "\n")
                converted = self.folder / f"converted-{length}.pskcxml"
                answer = token("convert", plain, converted, "--to-key-file", key_file)
                self.assertEqual((answer.returncode, answer.stdout, answer.stderr), (0, "", ""))
                self.assertEqual(converted.stat().st_mode & 0o777, 0o600)
                reading = subprocess.run(
                    [find_peer(), PEER, "read", converted, key], check=True, capture_output=True, text=True)
                self.assertEqual(
                    json.loads(reading.stdout),
                    [
                        {
                            "serialNumber": key["serialNumber"], "keyID": key["keyID"], "secretHex": key["secretHex"],
                            "checked": True, "suite": "HMAC-SHA256" if key["algorithm"] == "totp" else "HMAC-SHA1",
                            "digits": 6, "counter": key.get("counter"), "manufacturer": "Peer & Co.",
                            "timeInterval": 60 if key["algorithm"] == "totp" else None,
                        }
                        for key in expected
                    ])

    def test_an_encrypted_export_of_the_bench_is_read_by_the_peer_and_imported(self):
        secret = bytes(range(20)).hex()
        with Service("mitid-bench", "--in-memory") as bench, Service("mitid-activation", "--in-memory") as activation:
            device = {"kind": "code-display", "serialNumber": "0004711042", "secretHex": secret}
            self.assertEqual(bench.post("/v1/devices", device).status, 201)
            for length in (16, 24, 32):
                with self.subTest(f"AES-{8 * length}"):
                    key = bytes(range(length)).hex()
                    exported = self.folder / f"export-{length}.pskcxml"
                    done = subprocess.run(
                        [BINARIES / "mitid-bench", "export", "--pskc", exported, "--key-hex", key, "--bench", bench.url],
                        check=False, capture_output=True, text=True)
                    self.assertEqual((done.returncode, done.stderr), (0, ""))
                    self.assertNotIn(base64.b64encode(bytes(range(20))), exported.read_bytes())
                    reading = subprocess.run(
                        [find_peer(), PEER, "read", exported, key], check=True, capture_output=True, text=True)
                    [read] = json.loads(reading.stdout)
                    self.assertEqual((read["secretHex"], read["checked"]), (secret, True))
                    store = self.folder / f"store-{length}.sqlite"
                    imported = subprocess.run(
                        [BINARIES / "mitid-activation", "import", exported, "--key-hex", key, "--store", f"sqlite:{store}"],
                        check=False, capture_output=True, text=True)
                    self.assertEqual((imported.returncode, imported.stdout), (0, "1 imported, 0 duplicates, 0 rejected\n"))
                    answer = activation.post("/v1/imports", exported.read_bytes(), "-H", f"Container-Key: {key}")
                    self.assertEqual(answer.json["imported"] + answer.json["duplicates"], 1)


if __name__ == "__main__":
    unittest.main()
