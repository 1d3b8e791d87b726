"""What `mitid-token chip` does with a chip on the real USB stack of Linux, through libusb."""

import json
import os
import subprocess

from guest import run

TOKEN = os.environ.get("TOKEN", "mitid-token")


def token(*arguments, stdin=None, timeout=120):
    """One `mitid-token chip` command: (status, output, error)."""
    done = subprocess.run([TOKEN, "chip", *map(str, arguments)], input=stdin, capture_output=True, text=True,
                          timeout=timeout, check=False)
    return done.returncode, done.stdout, done.stderr
