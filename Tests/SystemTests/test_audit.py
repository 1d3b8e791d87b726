"""The trail of a country is checked a night at a time, and its oldest month is kept elsewhere."""

import json
import pathlib
import sqlite3
import tempfile
import unittest

from fleet import PostgresServer
from services import Service, run

NAME = "mitid-activation"


class AuditTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def verify(self, *options, since=None):
        """The exit status and what is said of each chain."""
        known = ("--since", str(since)) if since else ()
        status, output, error = run(NAME, "audit", "--verify", "--json", *known, *options)
        self.assertEqual(error, "")
        return status, json.loads(output)

    def keep(self, reports, name="known.json"):
        file = self.folder / name
        file.write_text(json.dumps(reports))
        return file

    def test_an_earlier_check_is_gone_on_from(self):
        store = ("--store", f"sqlite:{self.folder}/store.sqlite")
        with Service(NAME, *store) as service:
            for _ in range(3):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            status, first = self.verify(*store)
            self.assertEqual((status, first[0]["entries"], first[0]["isWhole"]), (0, 3, True))
            known = self.keep(first)
            self.assertEqual(self.verify(*store, since=known), (0, first))
            for _ in range(2):
                service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
            output = run(NAME, "audit", "--verify", "--since", str(known), *store)[1]
            self.assertRegex(output, "^chain sqlite: whole, 2 entries checked after the first 3, head [0-9a-f]{64}\n$")
            status, second = self.verify(*store, since=known)
            self.assertEqual((status, second[0]["entries"]), (0, 5))
            self.assertEqual(self.verify(*store), (0, second))
        # The last entry is cut off: who kept its hash sees it.
        database = sqlite3.connect(self.folder / "store.sqlite")
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("DELETE FROM audit WHERE number = 4")
        database.commit()
        database.close()
        self.assertEqual(self.verify(*store)[0], 0)
        status, third = self.verify(*store, since=self.keep(second))
        self.assertEqual((status, third[0]["fault"]), (1, "entry 4 is missing: the chain ends before it"))

    def test_a_month_is_archived_and_the_rest_is_still_proved(self):
        keys = self.folder / "keys"
        keys.touch(0o600)
        keys.write_text(f"mitid-tokens keys 1\n1 {'5a' * 32} active\n")
        with PostgresServer() as postgres:
            store = ("--store", postgres.address, "--key-file", str(keys))
            with Service(NAME, *store) as service:
                def refuse(count):
                    for _ in range(count):
                        answer = service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
                        self.assertEqual(answer.status, 403)

                refuse(4)
                status, first = self.verify(*store)
                self.assertEqual((status, sum(report["entries"] for report in first)), (0, 4))
                month = postgres.psql("SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY_MM')").strip()
                archive = postgres.psql(f"SELECT archive_audit_month('{month}')").strip()
                self.assertEqual(archive, f"audit_{month}")
                self.assertEqual(postgres.psql(f"SELECT count(*) FROM {archive}"), "4\n")
                # Of each chain the last entry has stayed, and with it whoever writes goes on from there.
                self.assertEqual(postgres.psql("SELECT count(*) FROM audit"), f"{len(first)}\n")
                status, reports = self.verify(*store)
                gaps = [report["fault"] for report in reports if report["entries"] == 0]
                self.assertTrue(all("entry 0 is missing: " in gap for gap in gaps), reports)
                self.assertEqual(status, 1 if gaps else 0)
                known = self.keep(first)
                self.assertEqual(self.verify(*store, since=known), (0, first))
                refuse(6)
                self.assertEqual(service.stop(), 0)
            with Service(NAME, *store) as service:
                refuse(5)
            status, second = self.verify(*store, since=known)
            self.assertEqual((status, sum(report["entries"] for report in second)), (0, 15))
            # The archive and the trail together are the whole chain.
            postgres.psql(f"INSERT INTO audit SELECT * FROM {archive} ON CONFLICT DO NOTHING")
            self.assertEqual(self.verify(*store), (0, second))

    def test_what_is_no_earlier_check_is_one_line(self):
        store = ("--store", f"sqlite:{self.folder}/store.sqlite")
        with Service(NAME, *store) as service:
            service.post("/v1/verifications", {"userID": "nobody", "code": "123456"})
        whole = {"chain": "sqlite", "entries": 1, "isWhole": True, "head": "0" * 64}
        for reports, text in (
                ({}, "not what 'audit --verify --json' prints"), ([{"chain": "x"}], "not what"),
                ([{**whole, "isWhole": False}], "was not whole then"), ([{**whole, "head": "abc"}], "64 hexadecimal digits"),
                ([{**whole, "entries": -1}], "not what"), ([whole, whole], "twice")):
            status, output, error = run(NAME, "audit", "--verify", "--since", str(self.keep(reports)), *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
            self.assertIn(text, error)
        for arguments in (["--since", str(self.keep([whole]))], ["--verify", "--since", str(self.folder / "none")]):
            status, output, error = run(NAME, "audit", *arguments, *store)
            self.assertEqual((status, output, error.count("\n")), (2, "", 1), error)
        status, reports = self.verify(*store, since=self.keep([whole]))
        self.assertEqual((status, reports[0]["fault"]), (1, "entry 0 is not what was written"))


if __name__ == "__main__":
    unittest.main()
