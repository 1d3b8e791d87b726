"""Key containers that xmlsec1 has signed are verified in every form that is supported, and nothing else is believed."""

import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from services import run

CANONICAL = {
    "inclusive": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315",
    "inclusive-comments": "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
    "inclusive-11": "http://www.w3.org/2006/12/xml-c14n11",
    "exclusive": "http://www.w3.org/2001/10/xml-exc-c14n#",
    "exclusive-comments": "http://www.w3.org/2001/10/xml-exc-c14n#WithComments",
}
ALGORITHMS = {
    "rsa-sha1": ("rsa", "http://www.w3.org/2000/09/xmldsig#rsa-sha1", "http://www.w3.org/2000/09/xmldsig#sha1"),
    "rsa-sha256": (
        "rsa", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
    "rsa-sha512": (
        "rsa", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512", "http://www.w3.org/2001/04/xmlenc#sha512"),
    "ecdsa-sha256": (
        "ec", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"),
}
# All that a canonical form has to even out: line ends, quotes, order, prefixes that nobody uses, sections, references.
DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<?before  the="container" ?>
<!-- before -->
<KeyContainer Version="1.0" Id="container-1"
    xmlns="urn:ietf:params:xml:ns:keyprov:pskc" xml:lang='en' xmlns:ext="urn:ext" xmlns:unused="urn:unused"
    ext:b="2" ext:a='1 &amp; &quot; &lt; > &#10;&#9;&#13; x'>
  <KeyPackage ><DeviceInfo><Manufacturer>A &amp; B &lt; C &gt; "D" \u00e6 \U0001d11e &#13;</Manufacturer
    ><SerialNo><![CDATA[0004]]>711042</SerialNo></DeviceInfo>
    <Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:totp"><AlgorithmParameters><Suite>HMAC-SHA1</Suite>
      <ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters>
      <Data><Secret><PlainValue>MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=</PlainValue></Secret>
      <TimeInterval><PlainValue>30</PlainValue></TimeInterval></Data><!-- inside --><?pi  data ?>
      <Extensions><plain xmlns="" empty=""/><y:z xmlns:y="urn:y" y:q="t"><ext:again xmlns:ext="urn:ext"/></y:z>
      </Extensions></Key></KeyPackage>
%s</KeyContainer>
<?after?>
"""


def setUpModule():
    missing = [name for name in ("xmlsec1", "openssl") if shutil.which(name) is None]
    if missing:
        text = f"not installed: apt-get install {' '.join(missing)}"
        if os.environ.get("CI") == "true":
            raise AssertionError(f"{text}; CI must have it")
        raise unittest.SkipTest(text)


def template(algorithm, canonical, uri, *, prefixes="", transforms=None):
    """A signature that is to be filled in."""
    _, signature, digest = ALGORITHMS[algorithm]
    inner = (
        f'<e:InclusiveNamespaces xmlns:e="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="{prefixes}"/>'
        if prefixes else "")
    if transforms is None:
        transforms = (
            '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
            f'<ds:Transform Algorithm="{canonical}">{inner}</ds:Transform>')
    return (
        '<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#" xml:space="preserve"><ds:SignedInfo>\n'
        f'<ds:CanonicalizationMethod Algorithm="{canonical}">{inner}</ds:CanonicalizationMethod><!-- c -->'
        f'<ds:SignatureMethod Algorithm="{signature}"/><ds:Reference URI="{uri}">'
        f'<ds:Transforms>{transforms}</ds:Transforms><ds:DigestMethod Algorithm="{digest}"/><ds:DigestValue/>'
        '</ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>\n')


class SignaturePeerTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        directory = tempfile.TemporaryDirectory(prefix="mitid-signature-")
        cls.addClassCleanup(directory.cleanup)
        cls.folder = pathlib.Path(directory.name)
        for name, kind in (
                ("rsa", ["rsa:2048"]), ("other", ["rsa:2048"]), ("ec", ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])):
            subprocess.run(
                ["openssl", "req", "-x509", "-nodes", "-newkey", *kind, "-subj", f"/O=Maker/CN={name}", "-days", "2",
                 "-keyout", cls.folder / f"{name}.key", "-out", cls.folder / f"{name}.pem"],
                check=True, capture_output=True)

    def sign(self, name, document, key):
        unsigned = self.folder / "unsigned.xml"
        unsigned.write_bytes(document.encode())
        signed = self.folder / f"{name}.xml"
        subprocess.run(
            ["xmlsec1", "--sign", "--privkey-pem", self.folder / f"{key}.key", "--output", signed,
             "--id-attr:Id", "urn:ietf:params:xml:ns:keyprov:pskc:KeyContainer", unsigned],
            check=True, capture_output=True)
        return signed

    def signed(self, algorithm="rsa-sha256", canonical="exclusive", uri="", document=DOCUMENT, **more):
        text = document % template(algorithm, CANONICAL[canonical], uri, **more)
        return self.sign(f"{algorithm}-{canonical}", text, ALGORITHMS[algorithm][0])

    def check(self, file, certificate, *options):
        return run("mitid-token", "pskc", "check", str(file), "--signer-certificate",
                   str(self.folder / f"{certificate}.pem"), *options)

    def assert_refused(self, file, certificate, reason):
        status, output, error = self.check(file, certificate)
        self.assertEqual((status, output), (2, ""))
        self.assertIn(reason, error)
        self.assertEqual(error.count("\n"), 1)

    def test_every_supported_form_is_verified(self):
        documents = {"lines": DOCUMENT, "windows": DOCUMENT.replace("\n", "\r\n")}
        for algorithm, canonical, uri, (ends, document) in itertools.product(
                ALGORITHMS, CANONICAL, ("", "#container-1"), documents.items()):
            with self.subTest(f"{algorithm} {canonical} {uri} {ends}"):
                file = self.signed(algorithm, canonical, uri, document)
                kind = ALGORITHMS[algorithm][0]
                status, output, error = self.check(file, kind)
                self.assertEqual((status, error), (0, ""))
                self.assertIn(f"signature of CN={kind},O=Maker verified", output)

    def test_prefixes_that_are_named_and_a_form_that_is_not_are_verified(self):
        for more in (
                {"prefixes": "unused #default"},
                {"transforms": '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'}):
            with self.subTest(str(more)):
                self.assertEqual(self.check(self.signed(**more), "rsa")[0], 0)

    def test_json_names_the_signer(self):
        status, output, _ = self.check(self.signed(), "rsa", "--json")
        self.assertEqual(status, 0)
        self.assertIn('"signature":"verified","signer":"CN=rsa,O=Maker"', output)

    def test_without_a_certificate_the_signature_is_not_checked(self):
        status, output, _ = run("mitid-token", "pskc", "check", str(self.signed()))
        self.assertEqual(status, 0)
        self.assertIn("signature not checked", output)

    def test_any_changed_byte_is_noticed(self):
        signed = self.signed().read_text()
        value = re.search("<ds:SignatureValue>(.)", signed).group(1)
        for old, new in (
                ("711042", "711043"), ("MTIz", "MTIy"), ("xml:lang=\"en\"", "xml:lang=\"da\""), ("<?pi  data", "<?pi other"),
                ("</KeyPackage>\n", "</KeyPackage> \n"), ("<?after?>", "<?behind?>")):
            with self.subTest(old):
                changed = self.folder / "changed.xml"
                self.assertIn(old.replace("pi  data", "pi data"), signed)
                changed.write_text(signed.replace(old.replace("pi  data", "pi data"), new, 1))
                self.assert_refused(changed, "rsa", "the file was changed after it was signed")
        for old, new in (
                (f"<ds:SignatureValue>{value}", f"<ds:SignatureValue>{'A' if value != 'A' else 'B'}"),
                ("xmlenc#sha256", "xmlenc#sha512")):
            with self.subTest(old):
                changed = self.folder / "changed.xml"
                changed.write_text(signed.replace(old, new, 1))
                self.assert_refused(changed, "rsa", "was not made with the certificate's key")

    def test_another_signer_is_told_apart(self):
        self.assert_refused(self.signed(), "other", "was not made with the certificate's key")
        self.assert_refused(self.signed(), "ec", "the certificate's key cannot have made a signature by")
        self.assert_refused(self.signed("ecdsa-sha256"), "rsa", "the certificate's key cannot have made a signature by")

    def test_a_signature_over_a_part_is_refused(self):
        document = DOCUMENT.replace("<KeyPackage >", '<KeyPackage Id="p1">')
        self.assert_refused(
            self.sign("part", (document % template("rsa-sha256", CANONICAL["exclusive"], "#container-1"))
                      .replace("#container-1", "#xpointer(/)"), "rsa"),
            "rsa", 'covers "#xpointer(/)" and not the whole container')

    def test_a_signed_container_inside_another_is_refused(self):
        """The signature of a container that was moved into a second one signs that one only."""
        signed = self.signed(uri="#container-1").read_text()
        inner = signed[signed.index("<KeyContainer"):signed.index("</KeyContainer>") + len("</KeyContainer>")]
        wrapped = self.folder / "wrapped.xml"
        wrapped.write_text(
            '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><Extensions>' + inner
            + "</Extensions></KeyContainer>")
        self.assert_refused(wrapped, "rsa", "the file is not signed")
        signature = re.search("<ds:Signature .*</ds:Signature>", signed, re.DOTALL).group(0)
        wrapped.write_text(
            '<KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><Extensions>'
            + inner.replace(signature, "") + "</Extensions>" + signature + "</KeyContainer>")
        self.assert_refused(wrapped, "rsa", 'covers "#container-1" and not the whole container')

    def test_no_signature_or_two_are_refused(self):
        unsigned = self.folder / "plain.xml"
        unsigned.write_text(DOCUMENT % "")
        self.assert_refused(unsigned, "rsa", "the file is not signed")
        signed = self.signed().read_text()
        signature = re.search("<ds:Signature .*</ds:Signature>", signed, re.DOTALL).group(0)
        twice = self.folder / "twice.xml"
        twice.write_text(signed.replace(signature, signature * 2))
        self.assert_refused(twice, "rsa", "more than one signature")

    def test_an_import_takes_nothing_of_a_file_that_somebody_else_has_signed(self):
        store = f"sqlite:{self.folder / 'store.sqlite'}"

        def take(file, certificate):
            return run("mitid-activation", "import", str(file), "--store", store, "--json", "--signer-certificate",
                       str(self.folder / f"{certificate}.pem"))

        status, output, error = take(self.signed(), "other")
        self.assertEqual((status, output), (2, ""))
        self.assertIn("was not made with the certificate's key", error)
        self.assertIn("nothing of it was imported", error)
        status, output, _ = take(self.signed(), "rsa")
        self.assertEqual(status, 0)
        report = json.loads(output)
        self.assertEqual((report["imported"], report["duplicates"], report["signature"]), (1, 0, "verified"))
        status, output, error = run("mitid-activation", "import", str(self.signed()), "--store", store)
        self.assertEqual((status, output), (0, "0 imported, 1 duplicate, 0 rejected\n"))
        self.assertIn("signature not checked", error)

    def test_what_cannot_be_checked_says_so(self):
        file = self.signed()
        self.assertIn("standard input is read but once", self.check("-", "rsa")[2])
        certificate = self.folder / "none.pem"
        certificate.write_text("no certificate\n")
        self.assertIn("not a certificate in PEM or DER", self.check(file, "none")[2])
        entity = self.folder / "entity.xml"
        entity.write_text('<!DOCTYPE x [<!ENTITY e "e">]>' + file.read_text().split("?>", 1)[1])
        self.assert_refused(entity, "rsa", "a document type declaration is not allowed")
        cut = self.folder / "cut.xml"
        cut.write_text(file.read_text()[:900])
        self.assert_refused(cut, "rsa", "the file ends before the container is closed")


if __name__ == "__main__":
    unittest.main()
