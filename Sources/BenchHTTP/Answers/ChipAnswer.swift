import Bench
import FIDOAuthenticator
import OTPCore
import TimeText

/// A chip as JSON.
struct ChipAnswer: Encodable, Sendable {
    struct ConnectionPart: Encodable {
        let usb: Bool
        let nfc: Bool
    }

    struct PresencePart: Encodable {
        let mode: String
        let delay: String
    }

    struct PINPart: Encodable {
        let set: Bool
        let retries: UInt8
    }

    struct FaultsPart: Encodable {
        let pulledOutAfter: UInt32?
        let fieldLostAfter: UInt32?
        let answerDelay: String
        let keepalive: String
        let wrongChannel: Bool
        let report: String?
        let mute: Bool
        let invalidSignatures: Bool
        let counterGoingBack: Bool
        let otherAttestationKey: Bool
        let pinLocked: Bool
        let storageFull: Bool
    }

    let kind: String
    let serialNumber: String
    let name: String?
    let profile: ChipProfileDocument
    let buttons: [String]
    let pressedButtons: [String]
    let connection: ConnectionPart
    let presence: PresencePart
    let light: String
    let signatureCounter: UInt32
    let discoverableCredentials: Int
    let pin: PINPart
    let faults: FaultsPart

    init(_ chip: ChipView) {
        self.kind = DeviceKind.chip.name
        self.serialNumber = chip.serialNumber.text
        self.name = chip.name
        self.profile = ChipProfileDocument(chip.profile)
        self.buttons = DeviceKind.chip.buttonNames
        self.pressedButtons = chip.isTouched ? self.buttons : []
        self.connection = ConnectionPart(usb: chip.connection.usb, nfc: chip.connection.nfc)
        self.presence = PresencePart(
            mode: chip.presence.mode.rawValue,
            delay: Self.text(chip.presence.delayMilliseconds)
        )
        self.light = chip.light.rawValue
        self.signatureCounter = chip.signatureCounter
        self.discoverableCredentials = chip.discoverableCredentialCount
        self.pin = PINPart(set: chip.isPINSet, retries: chip.pinRetries)
        self.faults = FaultsPart(
            pulledOutAfter: chip.faults.pulledOutAfter,
            fieldLostAfter: chip.faults.fieldLostAfter,
            answerDelay: Self.text(chip.faults.answerDelayMilliseconds),
            keepalive: Self.text(chip.faults.keepaliveMilliseconds),
            wrongChannel: chip.faults.isOnWrongChannel,
            report: chip.faults.report?.rawValue,
            mute: chip.faults.isMute,
            invalidSignatures: chip.authenticatorFaults.hasInvalidSignatures,
            counterGoingBack: chip.authenticatorFaults.hasCounterGoingBack,
            otherAttestationKey: chip.authenticatorFaults.attestsWithAnotherKey,
            pinLocked: chip.authenticatorFaults.isPINLocked,
            storageFull: chip.authenticatorFaults.isStorageFull
        )
    }

    private static func text(_ milliseconds: UInt32) -> String {
        ISO8601Duration.text(milliseconds: Int64(milliseconds))
    }
}
