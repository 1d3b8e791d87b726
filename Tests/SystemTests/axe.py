"""axe-core, which knows WCAG's rules, from the PyPI package that carries it."""

import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
PACKAGE = "axe-playwright-python==0.1.8"
PLACE = ROOT / ".build" / PACKAGE.replace("==", "-")


def script():
    """Its JavaScript, fetched once; an OSError if it cannot be had."""
    found = list(PLACE.rglob("axe.min.js"))
    if not found:
        done = subprocess.run(
            [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps",
             "--target", str(PLACE), PACKAGE],
            capture_output=True, text=True, timeout=300, check=False)
        found = list(PLACE.rglob("axe.min.js"))
        if not found:
            raise OSError(f"{PACKAGE} cannot be installed from PyPI: {(done.stderr or done.stdout).strip()[-300:]}")
    return found[0].read_text(encoding="utf-8")


def violations(page):
    """What a page has against WCAG 2.2, A and AA, and against good practice: rule, impact, the elements."""
    page.evaluate(script() + "; true")
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    found = page.evaluate(
        "axe.run(document, " + json.dumps({"runOnly": {"type": "tag", "values": tags}, "resultTypes": ["violations"]})
        + ").then((result) => result.violations.map(({ id, impact, nodes }) =>"
          " ({ id, impact, nodes: nodes.map((node) => node.target.join(' ')) })))")
    return [f"{one['impact']}: {one['id']}: {', '.join(one['nodes'][:5])}" for one in found]
