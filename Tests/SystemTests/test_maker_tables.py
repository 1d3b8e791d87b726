"""Tables that other programs write: python-pskc's, privacyIDEA's and NetIQ's, and what spreadsheets make of them."""

import base64
import csv
import io
import itertools
import json
import pathlib
import subprocess
import tempfile
import unittest

from services import Service, run
from test_pskc_peer import PEER, find_peer

SECRET = bytes(range(1, 21))
HEX = SECRET.hex()


class TableCase(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-maker-tables-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.store = f"sqlite:{self.folder / 'store.sqlite'}"

    def file(self, content, name="tokens.csv"):
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def show(self, content, *options):
        """The keys that a table gives."""
        status, output, error = run(
            "mitid-token", "pskc", "show", self.file(content), "--json", "--reveal-secrets", *options)
        self.assertEqual((status, error), (0, ""), output)
        return [record["key"] for record in json.loads(output)["records"]]

    def imported(self, content, *options):
        return run("mitid-activation", "import", self.file(content), "--store", self.store, *options)


class PSKC2CSVTests(TableCase):
    """What python-pskc's pskc2csv writes is imported."""

    CONTAINERS = [
        "plain", "aes128-cbc-sha1", "aes192-cbc-sha224", "aes256-cbc-sha256", "tripledes-cbc-sha384",
        "camellia128-cbc-sha512", "kw-aes128", "kw-camellia256", "pbkdf2-sha1-aes128-cbc", "pbkdf2-sha1-kw-aes256",
    ]
    EVERYTHING = (
        "id,serial,secret,algorithm,algorithm_suite,response_length,response_encoding,time_interval,time_offset,counter,"
        "manufacturer,model,issuer,policy.start_date:start_date")

    @classmethod
    def setUpClass(cls):
        cls.python = find_peer()
        if cls.python is None:
            raise unittest.SkipTest("no Python with python-pskc")
        cls.directory = tempfile.TemporaryDirectory(prefix="mitid-pskc2csv-")
        cls.addClassCleanup(cls.directory.cleanup)
        cls.peers = pathlib.Path(cls.directory.name)
        subprocess.run([cls.python, PEER, "write", cls.peers], check=True)
        cases = json.loads((cls.peers / "manifest.json").read_text())
        cls.cases = [case for case in cases if case["name"] in cls.CONTAINERS]

    def pskc2csv(self, case, *options):
        if "keyHex" in case:
            options += ("-s", case["keyHex"])
        if "password" in case:
            options += ("-p", case["password"])
        return subprocess.run(
            [self.python, "-W", "ignore", "-c", "from pskc.scripts.pskc2csv import main; main()",
             self.peers / f"{case['name']}.pskcxml", *options],
            check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout

    def test_the_usual_columns_of_ten_containers_are_imported(self):
        self.assertEqual(len(self.cases), len(self.CONTAINERS))
        for case in self.cases:
            with self.subTest(case["name"]):
                table = self.pskc2csv(case)
                self.assertTrue(table.startswith("serial,secret,algorithm,response_length,time_interval"))
                keys = self.show(table)
                wanted = [
                    (key["serialNumber"], key["secretHex"], key["algorithm"], 6, "PT1M" if key["algorithm"] == "totp" else None)
                    for key in case["expected"]]
                self.assertEqual(
                    [(key["serialNumber"], key["secretHex"], key["algorithm"], key["digits"], key.get("timeStep"))
                     for key in keys], wanted)
                store = f"sqlite:{self.folder / case['name']}.sqlite"
                status, output, _ = run("mitid-activation", "import", self.file(table), "--store", store)
                self.assertEqual((status, output), (0, f"{len(wanted)} imported, 0 duplicates, 0 rejected\n"))

    def test_all_columns_say_what_the_container_says_in_every_encoding(self):
        for case, encoding in itertools.product(self.cases[:3], ("hex", "base32", "base64")):
            with self.subTest(case["name"], encoding=encoding):
                keys = self.show(self.pskc2csv(case, "-c", self.EVERYTHING, "-e", encoding))
                for key in keys:
                    del key["line"]
                expected = [dict(key, policy={**key["policy"], "usages": []}) for key in case["expected"]]
                self.assertEqual(keys, expected)

    def test_a_table_of_the_peer_is_posted(self):
        with Service("mitid-activation", "--in-memory") as service:
            table = self.pskc2csv(self.cases[0])
            answer = service.post("/v1/imports", table, "-H", "Content-Type: text/csv")
            self.assertEqual((answer.status, answer.json["rejected"]), (200, []))
            self.assertEqual(answer.json["imported"], len(self.cases[0]["expected"]))
            self.assertEqual(answer.json["remarks"], ["secrets below 128 bits, the least that RFC 4226 allows (R6): 1"])


class FiveColumnTests(TableCase):
    """privacyIDEA's and NetIQ's form: serial number, seed, kind, digits, time step or counter."""

    ROWS = {
        "Token001": (f"Token001, {HEX}", ("totp", 6, "PT30S", None)),
        "Token002": (f"Token002, {HEX}, totp, 8", ("totp", 8, "PT30S", None)),
        "Token003": (f"Token003, {HEX}, hotp, 6", ("hotp", 6, None, 0)),
        "Token004": (f"Token004, {HEX}, totp, 6, 60", ("totp", 6, "PT1M", None)),
        "Token005": (f"Token005,{HEX},hotp,6,1234", ("hotp", 6, None, 1234)),
        "Token006": (f"Token006,{HEX},HOTP,8,0,", ("hotp", 8, None, 0)),
    }

    def test_rows_are_read_in_every_order(self):
        names = list(self.ROWS)
        for first, second in itertools.permutations(names, 2):
            order = [first, second] + [name for name in names if name not in (first, second)]
            with self.subTest(order=order[:2]):
                keys = self.show("# tokens of a delivery\r\n" + "\r\n".join(self.ROWS[name][0] for name in order))
                self.assertEqual(
                    [(key["serialNumber"], (key["algorithm"], key["digits"], key.get("timeStep"), key.get("counter")))
                     for key in keys],
                    [(name, self.ROWS[name][1]) for name in order])
                self.assertEqual({key["secretHex"] for key in keys}, {HEX})

    def test_they_are_imported(self):
        status, output, error = self.imported("\n".join(row for row, _ in self.ROWS.values()))
        self.assertEqual((status, output, error.count("rejected")), (0, "6 imported, 0 duplicates, 0 rejected\n", 0))
        status, output, _ = self.imported(self.ROWS["Token005"][0])
        self.assertEqual((status, output), (0, "0 imported, 1 duplicate, 0 rejected\n"))


class SpreadsheetTests(TableCase):
    def test_rounded_serial_numbers_are_refused_one_by_one(self):
        rows = [["1.23457E+12", HEX]] * 3 + [["0004711042", HEX]]
        text = io.StringIO()
        csv.writer(text).writerows([["serial number", "seed hex"], *rows])
        status, output, error = self.imported(text.getvalue())
        self.assertEqual((status, output), (1, "1 imported, 0 duplicates, 3 rejected\n"))
        self.assertEqual(error.count("rejected: 1.23457E+12: a spreadsheet has changed the serial number"), 3, error)
        status, output, _ = run("mitid-token", "pskc", "check", self.file(text.getvalue()))
        self.assertEqual(status, 1)
        self.assertTrue(output.endswith("1 key, 3 rejected\n"), output)

    def test_traces_are_remarked(self):
        table = f"serial;seed\n4711042;{HEX}\n10004711;{HEX}\n10004711;{HEX}\n"
        status, output, _ = run("mitid-token", "pskc", "check", self.file(table))
        self.assertEqual(status, 0)
        self.assertIn("a spreadsheet may have dropped leading zeros", output)
        self.assertIn("rows with the serial number of the row before: 1", output)
        status, output, error = self.imported(table)
        self.assertEqual((status, output), (0, "2 imported, 1 duplicate, 0 rejected\n"))
        self.assertIn("remark: serial numbers have 7 to 8 figures and none begins with 0", error)

    def test_what_excel_and_libreoffice_save_is_read(self):
        table = f"Serial;Seed;Maker\r\n=\"0001\";{HEX};S\u00f8ren\r\n'0002;{HEX};\r\n"
        for content in (
                table.encode("utf-8"), table.encode("utf-8-sig"), table.encode("latin-1"), table.encode("utf-16"),
                b"\xfe\xff" + table.encode("utf-16-be"), table.encode("utf-16-le"),
                ("sep=;\r\n" + table).encode("utf-8-sig"), ("sep=;\r\n" + table).encode("utf-16"),
                table.replace(";", "\t").encode("utf-16")):
            with self.subTest(content[:8]):
                keys = self.show(content)
                self.assertEqual([key["serialNumber"] for key in keys], ["0001", "0002"])
                self.assertEqual(keys[0]["manufacturer"], "S\u00f8ren")

    def test_what_is_no_table_is_named(self):
        with Service("mitid-activation", "--in-memory") as service:
            for content, words in (
                    (b"", "the file is empty"), (b"\r\n \r\n", "the file is empty"), (b"PK\x03\x04" + bytes(60), "export the sheet"),
                    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"), (b'{"tokens": []}\n', "JSON"), (b"hello\n", "no key container")):
                with self.subTest(content[:8]):
                    status, output, error = run("mitid-token", "pskc", "check", self.file(content))
                    self.assertEqual((status, output, error.count("\n")), (2, "", 1))
                    self.assertIn(words, error)
                    answer = service.post("/v1/imports", content, "-H", "Content-Type: text/csv")
                    self.assertEqual((answer.status, answer.problem), (400, "invalid-container"))
                    self.assertEqual(answer.json["title"], "The body is neither a key container nor a table that can be read")
                    self.assertIn(words, answer.json["detail"])


class SeedTests(TableCase):
    def test_seeds_that_no_device_has_are_refused_and_short_ones_remarked(self):
        weak = ["01", "0102", "00" * 20, "ff" * 32]
        short = ["0102030405", "000102030405060708090a0b0c0d0e"]
        table = "serial,seed hex\n" + "".join(f"S{index},{seed}\n" for index, seed in enumerate(weak + short))
        status, output, error = self.imported(table)
        self.assertEqual((status, output), (1, "2 imported, 0 duplicates, 4 rejected\n"))
        self.assertEqual(error.count("which no device has"), 4, error)
        self.assertIn("remark: secrets below 128 bits, the least that RFC 4226 allows (R6): 2", error)
        status, output, _ = run("mitid-token", "pskc", "check", self.file(table), "--json")
        self.assertEqual((status, json.loads(output)["rejectedCount"]), (1, 4))
        self.assertIn("128 bits", json.loads(output)["remarks"][0])

    def test_groups_are_taken(self):
        base32 = base64.b32encode(SECRET).decode()
        for seed in ("-".join(base32[start:start + 4] for start in range(0, 32, 4)), SECRET.hex(":"), SECRET.hex(" "),
                     "0x" + HEX):
            with self.subTest(seed):
                self.assertEqual(self.show(f"serial,seed\n1,{seed}\n")[0]["secretHex"], HEX)
                option = "--secret-base32" if "-" in seed else "--secret-hex"
                wanted = run("mitid-token", "code", "--secret-hex", HEX, "--counter", "5")
                self.assertEqual(run("mitid-token", "code", option, seed, "--counter", "5"), wanted)


if __name__ == "__main__":
    unittest.main()
