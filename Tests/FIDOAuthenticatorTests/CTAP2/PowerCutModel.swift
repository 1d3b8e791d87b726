import FIDOAuthenticator
import FIDOMessages

/// What a life has come to, as simply as it can be told.
struct PowerCutModel: Equatable {
    struct Owner: Equatable {
        var rpID: String
        var user: UInt8
    }

    /// The owners of discoverable credentials, the oldest first.
    var owners: [Owner] = []
    var counter: UInt32 = 0
    var hasPIN = false
    var retries = 8
    var blobSize = 17

    init() {}

    /// What a stored state comes to.
    init(_ state: AuthenticatorState) {
        self.owners = state.credentials.map { credential in
            Owner(rpID: String(decoding: credential.rpID, as: UTF8.self), user: credential.user.id.first ?? 0)
        }
        self.counter = state.signatureCounter
        self.hasPIN = state.pin != nil
        self.retries = Int(state.pinRetries)
        self.blobSize = state.largeBlobs.count
    }

    // What each commit of a step makes of it.

    func registering(_ owner: Owner) -> [PowerCutModel] {
        var after = self
        after.owners.removeAll { $0 == owner }
        after.owners.append(owner)
        return [after]
    }

    func authenticating() -> [PowerCutModel] {
        var after = self
        after.counter += 1
        return [after]
    }

    func settingPIN() -> [PowerCutModel] {
        var after = self
        after.hasPIN = true
        after.retries = 8
        return [after]
    }

    func tryingPIN(isRight: Bool) -> [PowerCutModel] {
        var spent = self
        spent.retries -= 1
        var right = self
        right.retries = 8
        return isRight ? [spent, right] : [spent]
    }

    func writingBlobs(byteCount: Int) -> [PowerCutModel] {
        var after = self
        after.blobSize = byteCount
        return [after]
    }

    func deleting(at index: Int) -> [PowerCutModel] {
        var after = self
        after.owners.remove(at: index)
        return [after]
    }

    func resetting() -> [PowerCutModel] {
        var after = PowerCutModel()
        after.counter = self.counter
        return [after]
    }
}
