package import Activation
import OTPCore
import Testing

/// Two holders of one credential, as a store may have them from before it was refused.
package enum SharedCredential {
    private static let challenge = ChipChallenge(hashing: [1, 2, 3].span)

    package static func chip(_ number: UInt8, enrolledAt time: UnixTime = Fleet.noon) -> ChipRecord {
        ChipRecord(
            credentialID: [number, 0xFF],
            publicKey: [4] + [UInt8](repeating: number, count: 64),
            aaguid: [UInt8](repeating: 0, count: 16),
            attestation: .none,
            enrolledAt: time,
            signatureCounter: 1
        )
    }

    /// Adds anna and bert, with a chip each, and carl, who has none.
    package static func addHolders(to store: any TokenStore) async throws {
        for (name, chip) in [("anna", Self.chip(1)), ("bert", Self.chip(2, enrolledAt: Fleet.noon + .hours(1)))] {
            let holder = try Fleet.holder(name)
            let added = try await store.add(
                HolderRecord(
                    userID: holder.userID,
                    password: holder.password,
                    createdAt: holder.createdAt,
                    chip: chip
                )
            )
            #expect(added)
        }
        #expect(try await store.add(try Fleet.holder("carl")))
    }

    /// Statements that take a store back to the step before, and have bert share anna's credential.
    package static let statements = [
        "DROP INDEX holder_by_credential", "ALTER TABLE holder DROP COLUMN chip_transports",
        "ALTER TABLE holder DROP COLUMN chip_copy",
        """
        UPDATE holder SET chip_credential_id = (SELECT chip_credential_id FROM holder WHERE user_id = 'anna'),
        chip_public_key = (SELECT chip_public_key FROM holder WHERE user_id = 'anna') WHERE user_id = 'bert'
        """,
    ]

    /// Both use their chip on, and nobody else gets it.
    package static func check(in store: any TokenStore) async throws {
        for name in ["bert", "anna"] {
            let chip = try #require(try await store.holder(try UserID(name))?.chip)
            #expect(chip.credentialID == Self.chip(1).credentialID)
            #expect(chip.transports == ChipTransports())
            #expect(try await Self.begin(.assertion, of: name, in: store).reason == .granted)
            let decision = try await store.update(.holder(try UserID(name))) { dossier, _ in
                dossier.authenticate(
                    .success(2),
                    with: chip,
                    answering: Self.challenge,
                    at: Fleet.noon + .hours(2),
                    .standard
                )
            }
            #expect(decision.reason == .granted)
        }
        for name in ["carl", "anna", "bert"] {
            #expect(try await Self.enroll(Self.chip(1), of: name, in: store) == .refused(.registeredBefore))
        }
        #expect(try await Self.enroll(Self.chip(3), of: "bert", in: store) == .enrolled(Self.chip(3)))
        #expect(try await Self.enroll(Self.chip(1), of: "carl", in: store) == .refused(.registeredBefore))
        #expect(try await Self.enroll(Self.chip(3), of: "carl", in: store) == .refused(.registeredBefore))
        #expect(try await Self.enroll(Self.chip(4), of: "anna", in: store) == .enrolled(Self.chip(4)))
        #expect(try await Self.enroll(Self.chip(1), of: "carl", in: store) == .enrolled(Self.chip(1)))
    }

    private static func begin(
        _ kind: ChipCeremony.Kind,
        of name: String,
        in store: any TokenStore
    ) async throws -> ChipDecision {
        let time = Fleet.noon + .hours(2)
        let ceremony = ChipCeremony(kind, challenge: Self.challenge, expiresAt: time + .minutes(5))
        let rules = DecisionRules(chips: try #require(ChipPolicy(waitingTime: .zero)))
        return try await store.update(.holder(try UserID(name))) { dossier, key in
            dossier.begin(ceremony, passwordIsRight: true, at: time, rules, key: key)
        }
    }

    private static func enroll(
        _ chip: ChipRecord,
        of name: String,
        in store: any TokenStore
    ) async throws -> ChipDecision {
        _ = try await Self.begin(.registration, of: name, in: store)
        return try await store.update(.enrollment(try UserID(name), credentialID: chip.credentialID)) { dossier, _ in
            dossier.enroll(.success(chip), answering: Self.challenge, at: Fleet.noon + .hours(2), .standard)
        }
    }
}
