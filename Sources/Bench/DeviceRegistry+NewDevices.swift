import FIDOAuthenticator
import FIDOMessages
import OTPCore
import OTPDevices

extension DeviceRegistry {
    /// A device as it leaves its maker.
    func newDevice(
        _ description: DeviceDescription,
        _ serialNumber: SerialNumber,
        at now: Instant
    ) throws(BenchRefusal) -> DeviceSnapshot {
        switch description {
        case .otp(let description): .otp(try self.newDevice(description, serialNumber, at: now))
        case .chip(let description): .chip(try self.newChip(description, serialNumber))
        }
    }

    private func newDevice(
        _ description: OTPDescription,
        _ serialNumber: SerialNumber,
        at now: Instant
    ) throws(BenchRefusal) -> OTPSnapshot {
        let profile = description.profile.profile
        let secret: [UInt8]
        if let given = description.secret {
            secret = given
        } else {
            secret = try self.randomBytes(profile.algorithm.digestByteCount)
        }
        return OTPSnapshot(
            kind: description.kind,
            serialNumber: serialNumber,
            name: description.name,
            profile: description.profile,
            secret: secret,
            counter: description.counter,
            battery: Battery(for: profile),
            clock: RealTimeClock(at: now),
            reading: nil,
            settings: description.kind == .audioCodeReader ? ReaderSettings() : nil,
            speech: nil,
            faults: OTPFaults()
        )
    }

    private func newChip(
        _ description: ChipDescription,
        _ serialNumber: SerialNumber
    ) throws(BenchRefusal) -> ChipSnapshot {
        let environments = self.bench.environments
        let attestation: ChipAttestation
        var environment: ChipEnvironment
        do throws(SnapshotFault) {
            if let own = description.attestation {
                attestation = own
            } else {
                attestation = try environments.attestation(for: description.profile, serialNumber)
            }
            environment = ChipEnvironment(try environments.environment(attestedBy: attestation))
        } catch {
            throw .unusableAttestation(error)
        }
        guard let state = AuthenticatorState.fresh(from: &environment) else { throw .noRandomness }
        return ChipSnapshot(
            serialNumber: serialNumber,
            name: description.name,
            profile: description.profile,
            state: state,
            attestation: attestation,
            connection: description.connection,
            presence: description.presence
        )
    }

    /// Ten digits, as on the backs of many tokens; that MitID's look like this is assumed.
    func newSerialNumber(besides taken: inout Set<SerialNumber>) throws(BenchRefusal) -> SerialNumber {
        while true {
            let number = try self.randomBytes(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) } % 10_000_000_000
            let digits = String(number)
            let text = String(repeating: "0", count: 10 - digits.count) + digits
            guard let serial = try? SerialNumber(text) else { throw .noRandomness }
            if self.isFree(serial), taken.insert(serial).inserted {
                return serial
            }
        }
    }

    private func randomBytes(_ count: Int) throws(BenchRefusal) -> [UInt8] {
        guard let bytes = try? self.random(count), bytes.count == count else { throw .noRandomness }
        return bytes
    }
}
