import CanonicalCBOR
import FIDOAuthenticator
import FIDOMessages
import LibCrypto
import Testing

/// One authenticator's life: random steps, each tried out with every cut before it is taken.
struct PowerCutLife {
    private static let rpIDs = ["a.example", "b.example"]

    private var platform: Platform
    private var random: SplitMix64
    private var model = PowerCutModel()

    /// Wrapped credentials that were answered for, with their relying parties; none of them may be lost before a reset.
    private var wrapped: [(rpID: String, id: [UInt8])] = []

    init(seed: UInt64) throws {
        self.platform = try Platform()
        self.random = SplitMix64(seed: seed)
    }

    /// Takes one step; how many cuts were tried on it.
    mutating func step() throws -> Int {
        switch UInt8.random(in: 0..<20, using: &self.random) {
        case 0..<5:
            let owner = PowerCutModel.Owner(rpID: self.anyRPID(), user: .random(in: 1...3, using: &self.random))
            let request = try self.authorized(
                .makeCredential(rpID: owner.rpID, user: [owner.user], isDiscoverable: true)
            )
            return try self.take(request.message, self.model.registering(owner))
        case 5..<8:
            let rpID = self.anyRPID()
            let answer = try self.platform.answer(Request.makeCredential(rpID: rpID).message)
            self.wrapped.append((rpID, try Registration(answer).id))
            return 0
        case 8..<12:
            guard let credential = self.wrapped.randomElement(using: &self.random) else { return 0 }
            let request = Request.getAssertion(rpID: credential.rpID, allowing: [credential.id])
            return try self.take(request.message, self.model.authenticating())
        case 12..<15:
            return try self.tryPIN(isRight: Bool.random(using: &self.random))
        case 15..<17:
            let byteCount = Int.random(in: 45...270, using: &self.random)
            return try self.writeBlobs(byteCount: byteCount)
        case 17:
            return try self.delete()
        case 18:
            try self.platform.losePower()
            try self.check(self.platform, self.model)
            return 0
        default:
            guard Bool.random(using: &self.random) else { return 0 }
            try self.platform.losePower()
            return try self.take(Request.reset.message, self.model.resetting())
        }
    }

    private mutating func anyRPID() -> String {
        Self.rpIDs[Int.random(in: 0...1, using: &self.random)]
    }

    /// With a PIN, a discoverable credential is made only with its word.
    private mutating func authorized(_ request: Request) throws -> Request {
        guard self.model.hasPIN else { return request }
        let rpIDs = Self.rpIDs.filter { rpID in
            request.parameters[2] == Request.makeCredential(rpID: rpID).parameters[2]
        }
        try self.platform.losePower()
        self.model.retries = 8
        return try self.platform.token("1234", PINSession.makeCredential, rpID: rpIDs.first).authorize(request)
    }

    private mutating func tryPIN(isRight: Bool) throws -> Int {
        let session = try PINSession(2, with: &self.platform)
        guard self.model.hasPIN else {
            return try self.take(try session.setPIN("1234").message, self.model.settingPIN())
        }
        // So that the PIN never blocks for good.
        let isRight = isRight || self.model.retries < 3
        try self.platform.losePower()
        let fresh = try PINSession(2, with: &self.platform)
        return try self.take(
            try fresh.getToken(isRight ? "1234" : "0000").message,
            self.model.tryingPIN(isRight: isRight),
            status: isRight ? .success : .pinInvalid
        )
    }

    private mutating func writeBlobs(byteCount: Int) throws -> Int {
        guard !self.model.hasPIN else { return 0 }
        let content = [UInt8](repeating: 0x5a, count: byteCount - 16)
        let digest = try HashFunction.sha256.digest(of: content.span)
        var request = Request(0x0c)
        request[2] = .bytes(content + digest[..<16])
        request[3] = .number(0)
        request[4] = .number(Int64(byteCount))
        return try self.take(request.message, self.model.writingBlobs(byteCount: byteCount))
    }

    private mutating func delete() throws -> Int {
        guard self.model.hasPIN, !self.model.owners.isEmpty else { return 0 }
        try self.platform.losePower()
        let token = try self.platform.token("1234", PINSession.credentialManagement)
        self.model.retries = 8
        let index = Int.random(in: self.model.owners.indices, using: &self.random)
        let id = try self.platform.storedState().credentials[index].id
        let parameters: Parameter = .map { $0.add(2) { $0.item(encoded: Parameter.descriptor(id).encoded[...]) } }
        return try self.take(token.manage(6, parameters).message, self.model.deleting(at: index))
    }

    // MARK: Cuts

    /// Sends a request to copies whose power is cut at each commit, and then for good; `states` are those after each commit.
    private mutating func take(
        _ message: [UInt8],
        _ states: [PowerCutModel],
        status: CTAP2StatusCode = .success
    ) throws -> Int {
        let all = [self.model] + states
        for commit in states.indices {
            for cut in PowerCut.allCases {
                var copy = self.platform
                try copy.send(message, cutting: cut, atCommit: commit)
                try self.check(copy, cut == .afterStoring ? all[commit + 1] : all[commit])
            }
        }
        let masterSecret = try self.platform.storedState().masterSecret
        #expect(self.platform.status(message) == status)
        if try self.platform.storedState().masterSecret != masterSecret {
            // It was reset.
            self.wrapped = []
        }
        self.model = all[all.count - 1]
        try self.check(self.platform, self.model)
        return states.count * PowerCut.allCases.count
    }

    /// Holds an authenticator, and what its store would give back, against the model.
    private func check(_ platform: Platform, _ model: PowerCutModel) throws {
        #expect(PowerCutModel(platform.authenticator.state) == model)
        #expect(PowerCutModel(try platform.storedState()) == model)
        // It works on: a credential that was answered for is there, and its counter goes up.
        guard let credential = self.wrapped.last else { return }
        guard try platform.storedState().masterSecret == self.platform.storedState().masterSecret else { return }
        var copy = platform
        let assertion = try copy.authenticate(.getAssertion(rpID: credential.rpID, allowing: [credential.id]))
        #expect(assertion.data.counter == model.counter + 1)
    }
}
