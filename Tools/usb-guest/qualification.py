"""`mitid-token chip qualify` on the real USB stack of Linux: a good key, and one for each fault of the bench's USB side."""

import json
import os
import subprocess
from pathlib import Path

from guest import hidraws, plug, wait_for

TOKEN = os.environ.get("TOKEN", "mitid-token")
SERIAL = "QUALIFY-1"
REPORTS = Path("/run/reports")

# What is broken, what it is told by, and the verdict.
FAULTS = [
    ({"keepalive": "PT2S"}, ["H20"], "not-qualified"),
    ({"invalidSignatures": True}, ["G01"], "not-qualified"),
    ({"wrongChannel": True}, ["H01"], "not-qualified"),
    ({"report": "truncated"}, ["H01"], "not-qualified"),
    ({"pulledOutAfter": 40}, [], "incomplete"),
]
STATUS = {"qualified": 0, "not-qualified": 1, "incomplete": 2}


def qualify(*options):
    """The verdict, the checks that failed, and everything else that was not passed; the exit status has to agree."""
    done = subprocess.run([TOKEN, "chip", "qualify", "--serial", SERIAL, "--report", REPORTS, *options],
                          capture_output=True, text=True, timeout=200, check=False)
    report = json.loads((REPORTS / SERIAL / "report.json").read_text())
    if done.returncode != STATUS[report["verdict"]]:
        raise AssertionError(f"status {done.returncode} for {report['verdict']}: {done.stdout}{done.stderr}")
    failed = [check["id"] for check in report["checks"] if check["status"] == "failed"]
    texts = [f"{check['id']} {check['status']}: {check.get('found') or check.get('reason')}"
             for check in report["checks"] if check["status"] not in ("passed", "skipped")]
    return report["verdict"], failed, texts


def run(bench):
    bench.request("POST", "/v1/devices", {"kind": "chip", "serialNumber": SERIAL, "profile": "full"})
    # A finger that comes late: what is cancelled before has to be cancelled.
    bench.request("PUT", f"/v1/devices/{SERIAL}/presence", {"mode": "accept", "delay": "PT2.5S"})
    plug(bench, SERIAL)
    before = len(hidraws())
    found = qualify()
    if found[:2] != ("qualified", []):
        raise AssertionError(f"a good key: {found}")
    wait_for(lambda: len(hidraws()) == before, "the kernel's driver")
    off = {name: None if name in ("report", "pulledOutAfter") else "PT0S" if name == "keepalive" else False
           for fault, _, _ in FAULTS for name in fault}
    wrong = []
    for fault, expected, verdict in FAULTS:
        bench.request("PUT", f"/v1/devices/{SERIAL}/faults", off | fault)
        found = qualify("--quick", "--only", "U", "--only", "H", "--only", "I01", "--only", "G01", "--only", "G02")
        if found[:2] != (verdict, expected):
            wrong.append(f"{fault}: {found}")
    if wrong:
        raise AssertionError("; ".join(wrong))
