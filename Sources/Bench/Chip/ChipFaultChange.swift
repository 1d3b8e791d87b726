import FIDOAuthenticator

/// What is to be broken about a chip, or put right; what is not given stays.
package struct ChipFaultChange: Equatable, Sendable {
    /// A member that may be there or not.
    package enum Member<Value: Equatable & Sendable>: Equatable, Sendable {
        case set(Value)
        case remove
    }

    package var pulledOutAfter: Member<UInt32>?
    package var fieldLostAfter: Member<UInt32>?
    package var answerDelayMilliseconds: UInt32?
    package var keepaliveMilliseconds: UInt32?
    package var isOnWrongChannel: Bool?
    package var report: Member<ChipFaults.ReportFault>?
    package var isMute: Bool?
    package var hasInvalidSignatures: Bool?
    package var hasCounterGoingBack: Bool?
    package var attestsWithAnotherKey: Bool?
    package var isPINLocked: Bool?
    package var isStorageFull: Bool?

    package init() {}

    func apply(to faults: inout ChipFaults) {
        Self.apply(self.pulledOutAfter, to: &faults.pulledOutAfter)
        Self.apply(self.fieldLostAfter, to: &faults.fieldLostAfter)
        Self.apply(self.report, to: &faults.report)
        faults.answerDelayMilliseconds = self.answerDelayMilliseconds ?? faults.answerDelayMilliseconds
        faults.keepaliveMilliseconds = self.keepaliveMilliseconds ?? faults.keepaliveMilliseconds
        faults.isOnWrongChannel = self.isOnWrongChannel ?? faults.isOnWrongChannel
        faults.isMute = self.isMute ?? faults.isMute
    }

    func apply(to faults: inout AuthenticatorFaults) {
        faults.hasInvalidSignatures = self.hasInvalidSignatures ?? faults.hasInvalidSignatures
        faults.hasCounterGoingBack = self.hasCounterGoingBack ?? faults.hasCounterGoingBack
        faults.attestsWithAnotherKey = self.attestsWithAnotherKey ?? faults.attestsWithAnotherKey
        faults.isPINLocked = self.isPINLocked ?? faults.isPINLocked
        faults.isStorageFull = self.isStorageFull ?? faults.isStorageFull
    }

    private static func apply<Value>(_ member: Member<Value>?, to value: inout Value?) {
        switch member {
        case .none: break
        case .some(.set(let new)): value = new
        case .some(.remove): value = nil
        }
    }
}
