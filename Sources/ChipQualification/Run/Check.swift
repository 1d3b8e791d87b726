import ChipConnections
package import TokenQuality

/// The ways to a token.
package enum TokenTransport: String, Sendable {
    case usb
    case card
}

/// One check with its code.
package struct Check: Sendable {
    package let description: CheckDescription

    /// The transport that it is for; `nil` for both.
    package let transport: TokenTransport?
    let judge: @Sendable (TestBed) async throws(CheckEnd) -> CheckOutcome

    init(
        _ description: CheckDescription,
        on transport: TokenTransport? = nil,
        judge: @escaping @Sendable (TestBed) async throws(CheckEnd) -> CheckOutcome
    ) {
        self.description = description
        self.transport = transport
        self.judge = judge
    }

    /// All checks in the order of a run; those of the group `batch` need a tray.
    package static let all: [Check] =
        usbChecks + hidChecks + cardChecks + infoChecks + credentialChecks + copyChecks + assertionChecks
        + attestationChecks + chainChecks + u2fChecks + crossChecks + powerChecks + pinChecks + touchWaitChecks
        + timingChecks + cardResetChecks + lineChecks + trayChecks + changeChecks

    /// The checks that change a token for good, so that it is as it was for all others; the last ones erase it.
    private static let changeChecks: [Check] =
        storageChecks + pinSettingChecks + pinTokenChecks + managementChecks + pinChangeChecks + pinTryChecks
        + resetChecks
}

/// The early end of a check.
enum CheckEnd: Error, Equatable {
    case connection(ChipFault)
    case outcome(CheckOutcome)
}

/// A fault of a token that several checks can see; the first one reports it.
enum Symptom: String, Sendable {
    case assertionSignature
    case counter
    case attestationSignature
    case latency
    /// A violation of CTAPHID or ISO 7816-4.
    case transport
}
