"""Key containers that openssl has encrypted for an RSA key are opened with that key, and say which one they need."""

import base64
import hmac
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

from services import run

SECRET = bytes(range(20))
RSA15 = '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-1_5"/>'
OAEP = '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"/>'
OAEP256 = (
    '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2009/xmlenc11#rsa-oaep">'
    '<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
    '<xenc11:MGF Algorithm="http://www.w3.org/2009/xmlenc11#mgf1sha256"/></xenc:EncryptionMethod>')
PADDINGS = {
    "RSA-1_5": (RSA15, ["rsa_padding_mode:pkcs1"]),
    "OAEP": (OAEP, ["rsa_padding_mode:oaep"]),
    "OAEP SHA-256": (
        OAEP256, ["rsa_padding_mode:oaep", "rsa_oaep_md:sha256", "rsa_mgf1_md:sha256"]),
}


def setUpModule():
    if shutil.which("openssl") is None:
        if os.environ.get("CI") == "true":
            raise AssertionError("no openssl: apt-get install openssl; CI must have it")
        raise unittest.SkipTest("no openssl: apt-get install openssl")


def cipher(method, data):
    value = base64.b64encode(data).decode()
    return f"{method}<xenc:CipherData><xenc:CipherValue>{value}</xenc:CipherValue></xenc:CipherData>"


def container(key_info, secret, head=""):
    return (
        '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc" '
        'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#" '
        f'xmlns:xenc11="http://www.w3.org/2009/xmlenc11#"><EncryptionKey>{key_info}</EncryptionKey>{head}<KeyPackage>'
        '<DeviceInfo><SerialNo>0004711042</SerialNo></DeviceInfo><Key Id="1" '
        f'Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><Data><Secret>{secret}</Secret></Data></Key></KeyPackage>'
        '</KeyContainer>')


class PrivateKeyTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="mitid-rsa-")
        cls.addClassCleanup(directory.cleanup)
        cls.folder = pathlib.Path(directory.name)
        for name in ("ours", "other"):
            cls.openssl("req", "-x509", "-nodes", "-newkey", "rsa:2048", "-subj", f"/O=Service/CN={name}", "-days", "2",
                        "-keyout", cls.folder / f"{name}.key", "-out", cls.folder / f"{name}.pem")
        text = (cls.folder / "ours.pem").read_text()
        cls.certificate = "".join(line for line in text.splitlines() if "-----" not in line)
        cls.x509 = f"<ds:X509Data><ds:X509Certificate>{cls.certificate}</ds:X509Certificate></ds:X509Data>"

    @classmethod
    def openssl(cls, *arguments, data=b""):
        return subprocess.run(["openssl", *map(str, arguments)], input=data, check=True, capture_output=True).stdout

    def encrypt(self, data, options):
        more = [word for option in options for word in ("-pkeyopt", option)]
        return self.openssl(
            "pkeyutl", "-encrypt", "-certin", "-inkey", self.folder / "ours.pem", *more, data=data)

    def show(self, document, *options):
        file = self.folder / "file.pskcxml"
        file.write_text(document)
        return run("mitid-token", "pskc", "show", str(file), "--json", "--reveal-secrets", *map(str, options))

    def assert_opened(self, document):
        status, output, error = self.show(document, "--private-key", self.folder / "ours.key")
        self.assertEqual((status, error), (0, ""))
        self.assertEqual(json.loads(output)["records"][0]["key"]["secretHex"], SECRET.hex())

    def test_secrets_under_the_public_key_are_opened(self):
        for name, (method, options) in PADDINGS.items():
            with self.subTest(name):
                secret = f"<EncryptedValue>{cipher(method, self.encrypt(SECRET, options))}</EncryptedValue>"
                self.assert_opened(container(self.x509, secret))

    def test_secrets_under_a_key_in_transport_are_opened(self):
        content_key, mac_key, iv = os.urandom(16), os.urandom(20), os.urandom(16)

        def aes(data):
            return iv + self.openssl(
                "enc", "-aes-128-cbc", "-K", content_key.hex(), "-iv", iv.hex(), data=data)

        method = '<xenc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/>'
        text = aes(SECRET)
        code = base64.b64encode(hmac.digest(mac_key, text, "sha1")).decode()
        secret = f"<EncryptedValue>{cipher(method, text)}</EncryptedValue><ValueMAC>{code}</ValueMAC>"
        mac = (
            '<MACMethod Algorithm="http://www.w3.org/2000/09/xmldsig#hmac-sha1"><MACKey>'
            f"{cipher(method, aes(mac_key))}</MACKey></MACMethod>")
        for name, (rsa, options) in PADDINGS.items():
            with self.subTest(name):
                key = (
                    f"<xenc:EncryptedKey>{rsa}<ds:KeyInfo>{self.x509}</ds:KeyInfo>"
                    + cipher("", self.encrypt(content_key, options)) + "</xenc:EncryptedKey>")
                self.assert_opened(container(key, secret, mac))
                status, _, error = self.show(container(key, secret, mac))
                self.assertEqual(status, 2)
                self.assertIn("encrypted with the private key of CN=ours,O=Service", error)

    def test_the_message_names_the_key_that_is_needed(self):
        method, options = PADDINGS["OAEP"]
        secret = f"<EncryptedValue>{cipher(method, self.encrypt(SECRET, options))}</EncryptedValue>"
        serial = (
            "<ds:X509Data><ds:X509IssuerSerial><ds:X509IssuerName>CN=CA</ds:X509IssuerName>"
            "<ds:X509SerialNumber>17</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>")
        for info, name in (
                (self.x509, "the private key of CN=ours,O=Service"),
                ("<ds:X509Data><ds:X509SubjectName>CN=desk</ds:X509SubjectName></ds:X509Data>", "the private key of CN=desk"),
                (serial, "the private key of certificate 17 of CN=CA"),
                ("<ds:KeyName>key 7</ds:KeyName>", "the private key of key 7"),
                ("", "a private key that it does not name")):
            with self.subTest(name):
                for key in ([], ["--key-hex", "00" * 16]):
                    status, _, error = self.show(container(info, secret), *key)
                    self.assertEqual(status, 2)
                    self.assertTrue(error.endswith(f"the file is encrypted with {name}\n"), error)

    def test_another_key_opens_nothing(self):
        for method, options in PADDINGS.values():
            secret = f"<EncryptedValue>{cipher(method, self.encrypt(SECRET, options))}</EncryptedValue>"
            status, output, error = self.show(
                container(self.x509, secret), "--private-key", self.folder / "other.key")
            self.assertEqual((status, json.loads(output)["records"]), (2, []))
            self.assertIn("the key or password is wrong", error)

    def test_a_file_that_is_no_private_key_is_refused(self):
        status, _, error = self.show("<x/>", "--private-key", self.folder / "ours.pem")
        self.assertEqual(status, 2)
        self.assertIn("not an unencrypted RSA key in PEM", error)


if __name__ == "__main__":
    unittest.main()
