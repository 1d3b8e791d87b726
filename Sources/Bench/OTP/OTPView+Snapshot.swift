import OTPCore
package import OTPDevices

extension OTPView {
    /// A device as its snapshot has it, dark and with no finger on it.
    package init(_ snapshot: OTPSnapshot, at now: Instant) {
        self.init(
            kind: snapshot.kind,
            serialNumber: snapshot.serialNumber,
            name: snapshot.name,
            profile: snapshot.profile,
            pressedButtons: [],
            display: .dark,
            battery: snapshot.battery,
            clock: snapshot.clock,
            seenAt: now,
            counter: snapshot.profile.profile.movingFactor == .counter ? snapshot.counter : nil,
            settings: snapshot.settings,
            speech: snapshot.speech,
            faults: snapshot.faults
        )
    }
}
