package import Activation
package import OTPCore

/// Devices, people and the decisions on them, as the tests of a store need them.
package enum Fleet {
    package static let noon = UnixTime(seconds: 1_795_348_800)
    package static let secret = Array("12345678901234567890".utf8)

    /// A device in stock.
    package static func token(
        _ serialNumber: String,
        kind: AuthenticatorKind = .codeDisplay,
        algorithm: HashAlgorithm = .sha1,
        movingFactor: MovingFactor? = nil
    ) throws -> TokenRecord {
        TokenRecord(
            serialNumber: try SerialNumber(serialNumber),
            kind: kind,
            algorithm: algorithm,
            movingFactor: try movingFactor ?? .counter(try HOTP(), first: 0),
            importedAt: Fleet.noon,
            validity: ValidityPeriod(startsAt: Fleet.noon, expiresAt: Fleet.noon + .days(3650))
        )
    }

    package static func holder(_ userID: String) throws -> HolderRecord {
        HolderRecord(
            userID: try UserID(userID),
            password: StoredPassword(encoded: "$scrypt$ln=15,r=8,p=1$salt$\(userID)"),
            createdAt: UnixTime(milliseconds: Fleet.noon.milliseconds + 1)
        )
    }

    /// Puts devices with one and the same secret into a store.
    @discardableResult
    package static func add(
        _ tokens: TokenRecord...,
        secret: [UInt8] = Fleet.secret,
        to store: any TokenStore
    ) async throws -> [ImportOutcome] {
        var batch = TokenBatch(capacity: tokens.count)
        let secret = try SharedSecret(copying: secret.span)
        for token in tokens { batch.append(token, secret: secret) }
        return try await store.add(batch)
    }

    package static func code(_ counter: UInt64) throws -> Code {
        try HOTP().code(for: counter, key: HMACKey(copying: Fleet.secret.span, algorithm: .sha1))
    }

    package static func activate(
        _ serialNumber: String,
        for userID: String,
        _ code: Code,
        in store: any TokenStore
    ) async throws -> ActivationDecision {
        let request = ActivationRequest(
            userID: try UserID(userID),
            serialNumber: try SerialNumber(serialNumber),
            presented: PresentedCode(code, at: Fleet.noon)
        )
        return try await store.update(.activation(request.serialNumber, request.userID)) { dossier, key in
            dossier.activate(request, passwordIsRight: true, rules: .standard, key: key)
        }
    }

    package static func verify(
        _ subject: Dossier.Subject,
        _ code: Code,
        in store: any TokenStore
    ) async throws -> VerificationDecision {
        try await store.update(subject) { dossier, key in
            dossier.verify(PresentedCode(code, at: Fleet.noon), rules: .standard, key: key)
        }
    }

    /// Puts a device and a holder of the same name into a store and binds them with the code of counter 0.
    package static func addActivated(_ name: String, to store: any TokenStore) async throws -> Bool {
        try await Self.add(try Self.token(name), to: store)
        guard try await store.add(try Self.holder(name)) else { return false }
        return try await Self.activate(name, for: name, try Self.code(0), in: store).isActivated
    }

    /// Presents a code of each device twice, all of them at once.
    ///
    /// - Returns: How often each device's was accepted, refused, or (nil) not decided on.
    package static func verifyTwice(
        _ names: [String],
        _ code: Code,
        in store: any TokenStore
    ) async throws -> [String: [Bool?: Int]] {
        try await withThrowingTaskGroup(of: (String, Bool?).self) { group in
            for name in names + names {
                let device = Dossier.Subject.device(try SerialNumber(name))
                group.addTask { (name, try? await Self.verify(device, code, in: store).isAccepted) }
            }
            return try await group.reduce(into: [:]) { outcomes, next in
                outcomes[next.0, default: [:]][next.1, default: 0] += 1
            }
        }
    }
}

extension VerificationDecision {
    package var isAccepted: Bool {
        switch self {
        case .accepted, .resynchronized: true
        case .refused: false
        }
    }
}

extension ActivationDecision {
    package var isActivated: Bool {
        if case .activated = self { true } else { false }
    }
}
