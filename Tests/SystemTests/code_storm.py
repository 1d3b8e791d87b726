"""Two clients for each of some devices, which present every code of it to two nodes at once, whatever happens there."""

import collections
import json
import threading
import time

from fleet import Connection

# What a client puts up with before it asks again on another connection.
PATIENCE = 10


class Storm:
    """Every code is sent until it has been accepted or refused as spent; only then follows the next of the device."""

    def __init__(self, devices, nodes):
        self.devices = devices
        self.acknowledged = {device: collections.Counter() for device in devices}
        self.answers = collections.Counter()
        self.decided = [[] for _ in nodes]
        self.accepted = []
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._threads = []
        for device in devices:
            round_ = threading.Barrier(2, action=lambda device=device: self._next(device))
            for number, node in enumerate(nodes):
                self._threads.append(
                    threading.Thread(target=self._client, args=(device, number, node.port, round_), daemon=True))

    def __enter__(self):
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_):
        """Ends it when each device's code has been decided on."""
        self._is_over.set()
        for thread in self._threads:
            thread.join(60)
        if any(thread.is_alive() for thread in self._threads):
            raise RuntimeError("a client was not answered in 60 s")

    def _next(self, device):
        device.counter += 1
        device.goes_on = not self._is_over.is_set()

    def _client(self, device, number, port, round_):
        device.goes_on = True
        connection = None
        while device.goes_on:
            counter = device.counter
            while True:
                connection = connection or Connection(port)
                connection.socket.settimeout(PATIENCE)
                try:
                    status, body = connection.ask(device.verification(counter))
                    name = "" if status == 200 else json.loads(body)["type"].rsplit(":", 1)[1]
                except OSError as error:
                    status, name = 0, type(error).__name__
                    connection.close()
                    connection = None
                self._note(device, number, counter, status, name)
                if status in (200, 403):
                    break
                time.sleep(0.05)
            try:
                round_.wait(60)
            except threading.BrokenBarrierError:
                break
        if connection:
            connection.close()

    def _note(self, device, number, counter, status, name):
        now = time.monotonic()
        with self._lock:
            self.answers[f"{status} {name}".strip()] += 1
            if status in (200, 403):
                self.decided[number].append(now)
            if status == 200:
                self.accepted.append(now)
                self.acknowledged[device][counter] += 1

    def first_after(self, moment, times):
        """The seconds from a moment to the next of some times; None if there was none."""
        with self._lock:
            return min((time - moment for time in times if time > moment), default=None)

    @property
    def failures(self):
        """What was answered instead of 200 and 403."""
        return {name: count for name, count in sorted(self.answers.items()) if name[:3] not in ("200", "403")}
