import FIDOAuthenticator
import Foundation
import OTPCore
import TimeText

/// The JSON of a whole chip: the file in a state directory and the body of a snapshot.
package struct ChipDocument: Codable, Sendable {
    private struct IdentityPart: Codable {
        let keyPEM: String
        let chainPEM: String

        init(_ identity: ChipAttestation.Identity) {
            self.keyPEM = identity.keyPEM
            self.chainPEM = identity.chainPEM
        }

        var identity: ChipAttestation.Identity {
            ChipAttestation.Identity(keyPEM: self.keyPEM, chainPEM: self.chainPEM)
        }
    }

    private struct AttestationPart: Codable {
        let keyPEM: String
        let chainPEM: String
        let enterprise: IdentityPart?

        init(_ attestation: ChipAttestation) {
            self.keyPEM = attestation.batch.keyPEM
            self.chainPEM = attestation.batch.chainPEM
            self.enterprise = attestation.enterprise.map { IdentityPart($0) }
        }

        var attestation: ChipAttestation {
            ChipAttestation(
                batch: ChipAttestation.Identity(keyPEM: self.keyPEM, chainPEM: self.chainPEM),
                enterprise: self.enterprise?.identity
            )
        }
    }

    private struct ConnectionPart: Codable {
        let usb: Bool
        let nfc: Bool
    }

    private struct PresencePart: Codable {
        let mode: String
        let delay: String
    }

    private struct FaultsPart: Codable {
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

    private let format: Int
    private let kind: String
    private let serialNumber: String
    private let name: String?
    private let profile: ChipProfileDocument
    /// All that the authenticator keeps, in CBOR, in Base64; its secrets are in it.
    private let stateBase64: String
    private let attestation: AttestationPart
    private let connection: ConnectionPart?
    private let presence: PresencePart?
    private let faults: FaultsPart?

    /// The members of format 1.
    private static let format = 1

    package init(_ snapshot: ChipSnapshot) {
        self.format = Self.format
        self.kind = DeviceKind.chip.name
        self.serialNumber = snapshot.serialNumber.text
        self.name = snapshot.name
        self.profile = ChipProfileDocument(snapshot.profile)
        self.stateBase64 = Data(snapshot.state.encoded()).base64EncodedString()
        self.attestation = AttestationPart(snapshot.attestation)
        self.connection = ConnectionPart(usb: snapshot.connection.usb, nfc: snapshot.connection.nfc)
        self.presence = PresencePart(
            mode: snapshot.presence.mode.rawValue,
            delay: Self.text(snapshot.presence.delayMilliseconds)
        )
        self.faults = FaultsPart(
            pulledOutAfter: snapshot.faults.pulledOutAfter,
            fieldLostAfter: snapshot.faults.fieldLostAfter,
            answerDelay: Self.text(snapshot.faults.answerDelayMilliseconds),
            keepalive: Self.text(snapshot.faults.keepaliveMilliseconds),
            wrongChannel: snapshot.faults.isOnWrongChannel,
            report: snapshot.faults.report?.rawValue,
            mute: snapshot.faults.isMute,
            invalidSignatures: snapshot.authenticatorFaults.hasInvalidSignatures,
            counterGoingBack: snapshot.authenticatorFaults.hasCounterGoingBack,
            otherAttestationKey: snapshot.authenticatorFaults.attestsWithAnotherKey,
            pinLocked: snapshot.authenticatorFaults.isPINLocked,
            storageFull: snapshot.authenticatorFaults.isStorageFull
        )
    }

    /// The chip described, if there can be such a chip.
    ///
    /// What is missing is as in a new one.
    package func snapshot() throws(SnapshotFault) -> ChipSnapshot {
        guard self.format == Self.format else { throw SnapshotFault(reason: "format: must be \(Self.format)") }
        guard let serialNumber = try? SerialNumber(self.serialNumber) else {
            throw SnapshotFault(reason: "serialNumber: must be 1 to 64 letters, digits and -._:+")
        }
        guard let bytes = Data(base64Encoded: self.stateBase64) else {
            throw SnapshotFault(reason: "stateBase64: is not Base64")
        }
        let state: AuthenticatorState
        do {
            state = try AuthenticatorState(encoded: [UInt8](bytes))
        } catch {
            throw SnapshotFault(reason: "stateBase64: is not the state of a chip")
        }
        var snapshot = ChipSnapshot(
            serialNumber: serialNumber,
            name: self.name,
            profile: try self.profile.profile(over: .mitidChip),
            state: state,
            attestation: self.attestation.attestation,
            connection: self.connection.map { ChipConnection(usb: $0.usb, nfc: $0.nfc) } ?? ChipConnection(),
            presence: try self.ownPresence()
        )
        try self.breakAsStored(&snapshot)
        return snapshot
    }

    private func ownPresence() throws(SnapshotFault) -> PresenceSetting {
        guard let part = self.presence else { return PresenceSetting() }
        guard let mode = PresenceSetting.Mode(rawValue: part.mode) else {
            throw SnapshotFault(reason: "presence.mode: must be ask, accept or reject")
        }
        return PresenceSetting(mode: mode, delayMilliseconds: try Self.milliseconds(part.delay, "presence.delay"))
    }

    private func breakAsStored(_ snapshot: inout ChipSnapshot) throws(SnapshotFault) {
        guard let part = self.faults else { return }
        snapshot.faults.pulledOutAfter = part.pulledOutAfter
        snapshot.faults.fieldLostAfter = part.fieldLostAfter
        snapshot.faults.answerDelayMilliseconds = try Self.milliseconds(part.answerDelay, "faults.answerDelay")
        snapshot.faults.keepaliveMilliseconds = try Self.milliseconds(part.keepalive, "faults.keepalive")
        snapshot.faults.isOnWrongChannel = part.wrongChannel
        snapshot.faults.isMute = part.mute
        if let name = part.report {
            guard let report = ChipFaults.ReportFault(rawValue: name) else {
                throw SnapshotFault(reason: "faults.report: must be truncated or corrupt")
            }
            snapshot.faults.report = report
        }
        snapshot.authenticatorFaults = AuthenticatorFaults(
            hasInvalidSignatures: part.invalidSignatures,
            hasCounterGoingBack: part.counterGoingBack,
            attestsWithAnotherKey: part.otherAttestationKey,
            isStorageFull: part.storageFull,
            isPINLocked: part.pinLocked
        )
    }

    private static func text(_ milliseconds: UInt32) -> String {
        ISO8601Duration.text(milliseconds: Int64(milliseconds))
    }

    private static func milliseconds(_ text: String, _ member: String) throws(SnapshotFault) -> UInt32 {
        guard let time = try? ISO8601Duration.milliseconds(of: text), (0...3_600_000).contains(time) else {
            throw SnapshotFault(reason: "\(member): must be a duration (ISO 8601) of at most PT1H")
        }
        return UInt32(time)
    }
}
