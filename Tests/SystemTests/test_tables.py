"""Tables of seeds, as makers and Microsoft Entra have them, through every door that takes a key container."""

import base64
import csv
import io
import json
import pathlib
import resource
import subprocess
import tempfile
import unittest

from programs import program
from services import Service, run

SECRET = bytes(range(20))
SEED = base64.b32encode(SECRET).decode()
ENTRA = ["upn", "serial number", "secret key", "time interval", "manufacturer", "model"]


def table(rows, head=ENTRA, **dialect):
    text = io.StringIO()
    writer = csv.writer(text, **dialect)
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


class TableTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory(prefix="mitid-tables-")
        self.addCleanup(directory.cleanup)
        self.folder = pathlib.Path(directory.name)
        self.store = f"sqlite:{self.folder / 'store.sqlite'}"

    def file(self, text, name="devices.csv"):
        path = self.folder / name
        path.write_bytes(text.encode())
        return str(path)

    def test_what_python_writes_is_read_in_every_dialect(self):
        maker = 'Maker; "A", B\tC'
        rows = [["anna@example.dk", f"000{index}", SEED, 30 + 30 * (index % 2), maker, "code-display"] for index in range(9)]
        for delimiter in ",;\t":
            for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_ALL):
                with self.subTest(delimiter=delimiter, quoting=quoting):
                    text = table(rows, delimiter=delimiter, quoting=quoting)
                    status, output, error = run(
                        "mitid-token", "pskc", "show", self.file("\ufeff" + text), "--json", "--reveal-secrets")
                    self.assertEqual((status, error), (0, ""))
                    keys = [record["key"] for record in json.loads(output)["records"]]
                    self.assertEqual([key["serialNumber"] for key in keys], [row[1] for row in rows])
                    self.assertEqual({key["secretHex"] for key in keys}, {SECRET.hex()})
                    self.assertEqual({key["manufacturer"] for key in keys}, {maker})
                    self.assertEqual([key["timeStep"] for key in keys][:2], ["PT30S", "PT1M"])

    def test_a_table_is_imported_rejects_are_listed_and_a_second_import_finds_duplicates(self):
        file = self.file(f"0001,{SECRET.hex()}\n0002,{SECRET.hex()}x\n,{SECRET.hex()}\n0004,{SECRET.hex()}\n")
        status, output, error = run("mitid-activation", "import", file, "--store", self.store)
        self.assertEqual((status, output), (1, "2 imported, 0 duplicates, 2 rejected\n"))
        self.assertIn("line 2: rejected: 0002: the seed is not written in hexadecimal or Base32", error)
        self.assertIn("line 3: rejected: (no serial number): no serial number", error)
        status, output, _ = run("mitid-activation", "import", file, "--store", self.store, "--resume", "--json")
        self.assertEqual((status, json.loads(output)["imported"]), (1, 2))
        status, output, _ = run("mitid-activation", "import", file, "--store", self.store)
        self.assertEqual((status, output), (1, "0 imported, 2 duplicates, 2 rejected\n"))

    def test_a_table_is_posted(self):
        with Service("mitid-activation", "--in-memory") as service:
            text = table([["", "0004711042", SEED, 30, "mitid-tokens", "code-display"], ["", "", SEED, 30, "", ""]])
            answer = service.post("/v1/imports", text, "-H", "Content-Type: text/csv")
            self.assertEqual(answer.status, 200, answer)
            self.assertEqual((answer.json["imported"], answer.json["rejectedCount"]), (1, 1))
            self.assertEqual(answer.json["rejected"], [{"line": 3, "reason": "no serial number"}])
            self.assertEqual(service.get("/v1/authenticators/0004711042").json["state"], "in-stock")
            answer = service.post("/v1/imports", "serial,seed,strange\n", "-H", "Content-Type: text/csv")
            self.assertEqual((answer.status, answer.problem), (400, "invalid-container"))
            self.assertIn('line 1, column 13: the column "strange" is not known', answer.json["detail"])

    def test_a_table_is_converted_into_a_container(self):
        status, _, error = run(
            "mitid-token", "pskc", "convert", self.file(table([["anna", "1", SEED, 60, "Maker", "Model"]])),
            str(self.folder / "new.pskcxml"), "--plain")
        self.assertEqual((status, error), (0, ""))
        text = (self.folder / "new.pskcxml").read_text()
        self.assertIn(base64.b64encode(SECRET).decode(), text)
        self.assertIn("<UserId>anna</UserId>", text)

    def test_an_unclear_table_is_one_line_and_status_2(self):
        for text, place in (
                ("serial,seed,secret\n", "line 1, column 13: a second column that may be the seed"),
                ("serial,seed;x\n", "line 1, column 1: the first row can be taken apart in more than one way"),
                ("hello\n", "line 1, column 1: no key container, and no table"),
                (f'serial,seed\n1,"{SEED}\n', "line 2, column 3: a quotation mark that is never closed")):
            with self.subTest(text):
                status, output, error = run("mitid-token", "pskc", "check", self.file(text))
                self.assertEqual((status, output, error.count("\n")), (2, "", 1))
                self.assertIn(place, error)

    def test_memory_does_not_grow_with_the_table(self):
        """A process that may not have more memory reads a hundred thousand rows as well as ten."""
        def peak(count):
            file = self.file("".join(f"{index:010d},{SECRET.hex()}\n" for index in range(count)))
            before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
            subprocess.run([program("mitid-token"), "pskc", "check", file], check=True, stdout=subprocess.DEVNULL)
            return max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)

        few = peak(10)
        self.assertLess(peak(100_000), few + 8 * 1024)


if __name__ == "__main__":
    unittest.main()
