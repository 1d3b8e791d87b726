import CTAPHID
import FIDOAuthenticator
package import OTPCore

/// Owns one chip and is the only one who performs its effects.
///
/// Events are taken one at a time, also while one of them waits for the state to be stored. A request that waits for a touch
/// keeps nothing else from happening. Looking at the chip waits for nobody.
package actor ChipHost {
    package nonisolated let serialNumber: SerialNumber
    nonisolated let reportHub = ReportHub()
    nonisolated let hostReports = HostReports()

    let bench: BenchContext
    /// All there is to store but the authenticator's state, which ``chip`` has.
    var properties: ChipSnapshot
    var chip: Chip<ChipEnvironment>
    var listener = ChipListener()
    /// The command that the reader waits for.
    var command = CardCommand()
    /// Answers over USB that faults keep back, the first to leave first.
    var keptBack: [KeptAnswer] = []
    var light = ChipLight.off
    var finger = Finger.away
    /// When the finger of the presence setting comes.
    var ownFingerComes: Uptime?
    /// Until when the light blinks for a U2F request, which comes again instead of waiting.
    var blinksUntil: Uptime?
    var isRemoved = false
    /// Reads what a USB host has sent and nobody has read yet; `nil` while no host is attached.
    var readPending: (@Sendable () async -> Void)?
    /// The time at which the event of this turn counts as having come, if that was before the turn.
    private var turnTime: Uptime?
    /// The last number by which the bench itself asked for a channel.
    var lastNonce: UInt64 = 0
    /// What the program was told last, and who waits to tell it more.
    var toldConnection = ChipConnection()
    var isTelling = false
    var waitingToTell: [CheckedContinuation<Void, Never>] = []

    private var alarm: Task<Void, Never>?
    private var alarmTime: Uptime?
    private var isBusy = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    enum Finger: Equatable, Sendable {
        case away
        case down(until: Uptime?)
    }

    init(_ snapshot: ChipSnapshot, bench: BenchContext) throws(SnapshotFault) {
        self.serialNumber = snapshot.serialNumber
        self.bench = bench
        self.properties = snapshot
        self.chip = try Self.chip(of: snapshot, bench)
    }

    /// A chip without power.
    static func chip(of snapshot: ChipSnapshot, _ bench: BenchContext) throws(SnapshotFault) -> Chip<ChipEnvironment> {
        var chip = Chip(
            profile: snapshot.profile,
            state: snapshot.state,
            environment: ChipEnvironment(try bench.environments.environment(attestedBy: snapshot.attestation))
        )
        chip.authenticator.faults = snapshot.authenticatorFaults
        return chip
    }

    var now: Uptime { self.turnTime ?? self.bench.uptime.now() }

    // MARK: Taking turns

    /// Runs one event to its end before the next may begin.
    ///
    /// A host's report counts as in time: a message that it may go on with is given up in other turns, which read what has
    /// come before.
    func takeTurn<Result: Sendable>(
        ofHostReport isHostReport: Bool = false,
        _ event: () async throws(BenchRefusal) -> Result
    ) async throws(BenchRefusal) -> Result {
        if !isHostReport {
            await self.readWhatHasCome()
        }
        await self.begin()
        if isHostReport, let deadline = self.passedDeadline {
            self.turnTime = Uptime(milliseconds: deadline.milliseconds > 0 ? deadline.milliseconds - 1 : 0)
        }
        defer { self.end() }
        guard !self.isRemoved else { throw .unknownDevice(self.serialNumber) }
        await self.catchUp()
        return try await event()
    }

    private func begin() async {
        while self.isBusy {
            await withCheckedContinuation { self.waiting.append($0) }
        }
        self.isBusy = true
    }

    private func end() {
        self.turnTime = nil
        self.setLight()
        self.setAlarm()
        self.isBusy = false
        if !self.waiting.isEmpty {
            self.waiting.removeFirst().resume()
        }
    }

    // MARK: Time

    private func setAlarm() {
        guard !self.isRemoved, let next = self.nextWake else {
            self.alarm?.cancel()
            self.alarm = nil
            self.alarmTime = nil
            return
        }
        if let alarmTime, alarmTime <= next {
            return
        }
        self.alarm?.cancel()
        self.alarmTime = next
        let uptime = self.bench.uptime
        self.alarm = Task { [weak self] in
            guard (try? await uptime.sleep(next)) != nil else { return }
            await self?.wake(at: next)
        }
    }

    private func wake(at time: Uptime) async {
        await self.readWhatHasCome()
        await self.begin()
        defer { self.end() }
        if self.alarmTime == time {
            self.alarmTime = nil
        }
        guard !self.isRemoved else { return }
        await self.catchUp()
    }

    /// Before a message is given up, takes the reports that are there already: in the queue, or unread in the socket.
    private func readWhatHasCome() async {
        guard let readPending = self.readPending, self.passedDeadline != nil else { return }
        await readPending()
        await self.hostReports.allTaken()
    }

    /// When a message that has begun over USB is to be given up, if it is time.
    private var passedDeadline: Uptime? {
        guard let deadline = self.chip.usb?.messageDeadline, deadline <= self.bench.uptime.now() else { return nil }
        return deadline
    }
}
