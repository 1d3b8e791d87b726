"""Key containers (RFC 6030) through the commands: what is kept, what is refused once, what is named."""

import json
import pathlib
import re
import tempfile
import unittest

from services import Service, container, run

ROOT = pathlib.Path(__file__).resolve().parents[2]
SECRET = bytes(range(1, 21))


def figure(number):
    """A container that RFC 6030 prints."""
    text = (ROOT / "Tests/PSKCTests/RFC6030Figures.swift").read_text()
    body = re.search(rf'figure{number} = """\n(.*?)\n *"""', text, re.DOTALL).group(1)
    return "\n".join(line.removeprefix("        ") for line in body.splitlines()) + "\n"


def key_package(serial, key):
    return f"<KeyPackage><DeviceInfo><SerialNo>{serial}</SerialNo></DeviceInfo>{key}</KeyPackage>"


class ContainerTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-containers-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.store = ["--store", f"sqlite:{self.folder / 'store.sqlite'}"]

    def file(self, text, name="keys.pskcxml"):
        path = self.folder / name
        path.write_text(text)
        return str(path)

    def show(self, path, *options):
        status, output, _ = run("mitid-token", "pskc", "show", path, "--json", "--reveal-secrets", *options)
        self.assertEqual(status, 0, output)
        keys = [record["key"] for record in json.loads(output)["records"]]
        for key in keys:
            del key["line"]
        return keys

    def converted(self, text):
        source, target = self.file(text), str(self.folder / "new.pskcxml")
        pathlib.Path(target).unlink(missing_ok=True)
        self.assertEqual(run("mitid-token", "pskc", "convert", source, target, "--plain"), (0, "", ""))
        before, after = self.show(source), self.show(target)
        for key in before + after:
            # What the old file left out stands in the new one.
            key["assumed"] = []
        self.assertEqual(before, after)
        return pathlib.Path(target).read_text()

    def test_converting_keeps_what_the_figures_say(self):
        new = self.converted(figure(5))
        self.assertIn('Id="exampleID1"', new)
        self.assertEqual(new.count('<ResponseFormat Length="8" Encoding="DECIMAL"/>'), 1)
        self.assertEqual(new.count('<ResponseFormat Length="4" Encoding="DECIMAL"/>'), 1)
        self.assertIn('PINKeyId="123456781"', new)
        for number in (3, 9, 10):
            self.converted(figure(number))

    def test_converting_keeps_formats_names_and_data_that_the_algorithm_does_not_use(self):
        secret = "<Data><Secret><PlainValue>AQIDBAUGBwgJCgsMDQ4PEBESExQ=</PlainValue></Secret>"
        times = (
            "<Time><PlainValue>7</PlainValue></Time><TimeInterval><PlainValue>60</PlainValue></TimeInterval>"
            "<TimeDrift><PlainValue>-3</PlainValue></TimeDrift></Data>")
        uri = "urn:ietf:params:xml:ns:keyprov:pskc:"
        text = (
            '<KeyContainer Version="1.0" Id="delivery 7" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">'
            + key_package("1", (
                f'<Key Id="1" Algorithm="{uri}hotp"><FriendlyName xml:lang="en">One</FriendlyName>'
                f'<FriendlyName xml:lang="da">\u00c9n</FriendlyName>{secret}<Counter><PlainValue>5</PlainValue></Counter>{times}'
                "</Key>"))
            + key_package("2", (
                f'<Key Id="2" Algorithm="{uri}ocra"><AlgorithmParameters><Suite>OCRA-1:HOTP-SHA1-6:C-QN08</Suite>'
                '<ChallengeFormat Encoding="DECIMAL" Min="4" Max="8" CheckDigits="true"/>'
                '<ResponseFormat Length="6" Encoding="DECIMAL" CheckDigits="false"/></AlgorithmParameters>'
                f"{secret}<Counter><PlainValue>9</PlainValue></Counter>{times}</Key>"))
            + key_package("3", (
                f'<Key Id="3" Algorithm="{uri}pin"><AlgorithmParameters><ResponseFormat Length="4" Encoding="ALPHANUMERIC"/>'
                f"</AlgorithmParameters>{secret}</Data></Key>"))
            + "</KeyContainer>")
        new = self.converted(text)
        for piece in (
                'Id="delivery 7"', '<FriendlyName xml:lang="en">One</FriendlyName>', '<FriendlyName xml:lang="da">\u00c9n</FriendlyName>',
                '<ChallengeFormat Encoding="DECIMAL" Min="4" Max="8" CheckDigits="true"/>',
                '<ResponseFormat Length="6" Encoding="DECIMAL" CheckDigits="false"/>',
                '<ResponseFormat Length="4" Encoding="ALPHANUMERIC"/>'):
            self.assertIn(piece, new)
        flat = re.sub(r"\s+", "", new)
        for name, value in (("Time", 7), ("TimeInterval", 60), ("TimeDrift", -3)):
            self.assertEqual(flat.count(f"<{name}><PlainValue>{value}</PlainValue></{name}>"), 2, name)

    def test_a_key_of_the_wrong_length_is_said_once(self):
        source = self.file(figure(6))
        for length in (15, 24, 32):
            with self.subTest(length):
                key = self.folder / "key"
                key.write_text("12" * length + "\n")
                for command in (["mitid-token", "pskc", "check", source], ["mitid-activation", "import", source, *self.store]):
                    status, output, error = run(*command, "--container-key-file", str(key))
                    self.assertEqual((status, output), (2, ""))
                    lines = [line for line in error.splitlines() if "made " not in line]
                    self.assertEqual(len(lines), 1)
                    self.assertIn(f"the key has {length} bytes, and the file's cipher takes 16", error)

    def test_the_container_key_comes_from_a_file_standard_input_or_an_argument(self):
        source = self.file(figure(6))
        hexadecimal = "12345678901234567890123456789012"
        key = self.folder / "key"
        for content in (
                hexadecimal, hexadecimal + "\r\n", "\ufeff" + hexadecimal + "\n", f"0x{hexadecimal}\n\n",
                ":".join(hexadecimal[start:start + 2] for start in range(0, 32, 2)) + "\n"):
            # Python's UTF-16 begins with a byte order mark, and a file has one.
            for encoding in ("utf-8",) if content.startswith("\ufeff") else ("utf-8", "utf-16"):
                with self.subTest(content, encoding=encoding):
                    key.write_bytes(content.encode(encoding))
                    self.assertEqual(self.show(source, "--key-file", str(key))[0]["serialNumber"], "987654321")
        key.write_text(hexadecimal + "\n")
        for options, stdin in (
                (["--container-key-file", str(key)], None), (["--container-key-file", "-"], hexadecimal + "\n"),
                (["--key-hex", hexadecimal], None)):
            with self.subTest(options):
                store = ["--store", f"sqlite:{self.folder / 'x'}{len(options[0])}{options[1] == '-'}.sqlite"]
                status, output, _ = run("mitid-activation", "import", source, *store, *options, stdin=stdin)
                self.assertEqual((status, output), (0, "1 imported, 0 duplicates, 0 rejected\n"))
        status, _, error = run(
            "mitid-activation", "import", "-", *self.store, "--container-key-file", "-", stdin=hexadecimal)
        self.assertEqual((status, error.count("\n")), (2, 1))
        self.assertIn("standard input", error)

    def test_a_foreign_namespace_is_named(self):
        for namespace in (
                "http://www.openauthentication.org/OATH/2006/10/PSKC#", "urn:ietf:params:xml:ns:keyprov:container:1.0",
                "urn:ietf:params:xml:schema:keyprov:pskc"):
            with self.subTest(namespace):
                text = figure(3).replace("urn:ietf:params:xml:ns:keyprov:pskc\"", f"{namespace}\"", 1)
                status, _, error = run("mitid-token", "pskc", "check", self.file(text))
                self.assertEqual((status, error.count("\n")), (2, 1))
                self.assertIn(f"of the namespace {namespace} is no RFC 6030 KeyContainer", error)

    def test_a_conflict_names_the_field_that_differs(self):
        def table(secret=SECRET.hex(), kind="totp", digits=6, step="30", counter="", expiry=""):
            return self.file(
                "serial,seed,type,digits,time step,counter,expiry date\n"
                f"0001,{secret},{kind},{digits},{step},{counter},{expiry}\n", "keys.csv")

        self.assertEqual(run("mitid-activation", "import", table(expiry="2090-01-01"), *self.store)[0], 0)
        for changes, words in (
                ({"expiry": "2090-01-01"}, None), ({}, "another expiry date"),
                ({"expiry": "2091-01-01"}, "another expiry date"), ({"expiry": "2090-01-01", "digits": 8}, "another number of digits"),
                ({"expiry": "2090-01-01", "step": "60"}, "another time step"),
                ({"expiry": "2090-01-01", "kind": "hotp", "step": "", "counter": "0"}, "another moving factor (time or counter)"),
                ({"digits": 8}, "another number of digits, expiry date")):
            with self.subTest(changes):
                status, output, error = run("mitid-activation", "import", table(**changes), *self.store)
                if words is None:
                    self.assertEqual((status, output), (0, "0 imported, 1 duplicate, 0 rejected\n"))
                else:
                    self.assertEqual((status, error), (1, f"line 2: rejected: 0001: conflict: the same secret, but {words}\n"))
        status, _, error = run("mitid-activation", "import", table(secret="a1b2" * 10), *self.store)
        self.assertEqual((status, error), (1, "line 2: rejected: 0001: conflict\n"))

    def test_check_and_ocra_judge_a_suite_alike(self):
        for suite in (
                "OCRA-1:HOTP-SHA256-9:QN02-T2H", "OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-3:QN08", "ocra-1:hotp-sha1-6:qn08",
                "OCRA-1:HOTP-SHA512-8:C-QH40-PSHA512-S064-T1M", "OCRA-1:HOTP-SHA1-6", "OCRA-1:HOTP-SHA1-6:QN08-T0H"):
            with self.subTest(suite):
                text = container(("1", "reader", SECRET, 0)).replace(":hotp", ":ocra").replace("HMAC-SHA1", suite)
                checked, output, _ = run("mitid-token", "pskc", "check", self.file(text))
                _, _, error = run(
                    "mitid-token", "ocra", "--suite", suite, "--question", "12345678", "--secret-hex", SECRET.hex())
                self.assertEqual(checked, 1 if "--suite:" in error else 0, (output, error))
                status, table_output, _ = run("mitid-token", "pskc", "check", self.file(f"1,{SECRET.hex()},ocra,{suite}\n", "t.csv"))
                self.assertEqual(status, checked, table_output)

    def test_the_key_id_stands_for_the_serial_number_in_every_door(self):
        source = self.file(figure(2))
        status, output, error = run("mitid-activation", "import", source, *self.store)
        self.assertEqual((status, output), (1, "0 imported, 0 duplicates, 1 rejected\n"))
        self.assertIn("no serial number, but a key Id, which is taken with --key-id-as-serial", error)
        status, output, error = run("mitid-activation", "import", source, *self.store, "--key-id-as-serial")
        self.assertEqual((status, output), (0, "1 imported, 0 duplicates, 0 rejected\n"))
        self.assertIn("secrets below 128 bits", error)
        self.assertEqual(run("mitid-activation", "show", "12345678", *self.store)[0], 0)
        self.assertEqual(self.show(source, "--key-id-as-serial")[0]["serialNumber"], "12345678")
        with Service("mitid-activation", "--in-memory") as service:
            kind = ("-H", "Content-Type: application/pskc+xml")
            answer = service.post("/v1/imports", figure(2), *kind)
            self.assertEqual((answer.status, answer.json["rejectedCount"]), (200, 1))
            self.assertIn("?keyIDAsSerial=true", answer.json["rejected"][0]["reason"])
            self.assertEqual(service.post("/v1/imports?keyIDAsSerial=maybe", figure(2), *kind).status, 422)
            self.assertEqual(service.post("/v1/imports?keyIDAsSerial=true", figure(2), *kind).json["imported"], 1)

    def test_what_a_file_says_stays_in_its_line(self):
        table = f'serial,seed\n"00\n01\u001b[2J",{SECRET.hex()}\n'
        status, output, _ = run("mitid-token", "pskc", "check", self.file(table, "t.csv"))
        self.assertEqual((status, output.count("\n"), "\u001b" in output), (1, 2, False))
        status, _, error = run("mitid-activation", "import", self.file(table, "t.csv"), *self.store)
        self.assertEqual((status, "\u001b" in error, error.count("rejected:")), (1, False, 1))


if __name__ == "__main__":
    unittest.main()
