import OTPDevices

/// Wakes devices when bench time reaches what they wait for, in order.
actor WakeScheduler {
    private let clock: BenchClock
    private let queue: WakeQueue
    private var isFiring = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(clock: BenchClock, queue: WakeQueue) {
        self.clock = clock
        self.queue = queue
    }

    /// Wakes every device whose time has come, and those whose time comes by that.
    func fireDue() async {
        await self.begin()
        defer { self.end() }
        while let entry = self.queue.pop(dueBy: self.clock.now) {
            await entry.host.wake(due: entry.due)
        }
    }

    /// Wakes every device that waits for anything, because bench time went back.
    func fireAll() async {
        await self.begin()
        defer { self.end() }
        for entry in self.queue.popAll() {
            await entry.host.wake(due: entry.due)
        }
    }

    /// Waits and wakes until the task is cancelled.
    func run() async {
        var alarm: Task<Void, Never>?
        for await _ in self.queue.changes {
            alarm?.cancel()
            alarm = nil
            await self.fireDue()
            if let due = self.queue.firstDue, let wait = self.clock.wait(until: due) {
                let queue = self.queue
                alarm = Task {
                    // A long wait is cut, as the clock of the machine may be set while it lasts.
                    if (try? await Task.sleep(for: min(wait, .seconds(60)))) != nil {
                        queue.timeChanged()
                    }
                }
            }
        }
        alarm?.cancel()
    }

    private func begin() async {
        while self.isFiring {
            await withCheckedContinuation { self.waiting.append($0) }
        }
        self.isFiring = true
    }

    private func end() {
        self.isFiring = false
        if !self.waiting.isEmpty {
            self.waiting.removeFirst().resume()
        }
    }
}
