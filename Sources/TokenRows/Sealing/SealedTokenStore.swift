package import Activation

/// A store that keeps secrets sealed under the keys of a file.
package protocol SealedTokenStore: TokenStore {
    /// The checks of all registered keys.
    func keyChecks() async throws(TokenStoreError) -> [KeyCheck]

    /// Registers a key under its number, unless one is registered under it already.
    ///
    /// Whether that is the same one, ``keyChecks()`` shows.
    func register(_ check: KeyCheck) async throws(TokenStoreError)

    /// Seals under the active key what is sealed under another, in one short transaction: up to `limit` devices after a
    /// serial number, in its order.
    ///
    /// It may be interrupted at any time and begun again.
    ///
    /// - Throws: `TokenStoreError` also if the store has not registered the active key.
    func resealSecrets(after serialNumber: String, limit: Int) async throws(TokenStoreError) -> ResealedPage

    /// Seals the key of the audit trail under the active key, if it is sealed under another.
    func resealAuditKey() async throws(TokenStoreError)

    /// The numbers of the keys under which secrets are sealed, the key of the audit trail included.
    func keysInUse() async throws(TokenStoreError) -> Set<Int64>

    /// Unregisters the keys that no secret is sealed under, except the active one.
    func forgetUnusedKeys() async throws(TokenStoreError)

    /// Ends the use of the store.
    func close()
}

/// How far a rotation has come.
package struct ResealedPage: Equatable, Sendable {
    /// How many devices it was.
    package private(set) var count = 0

    /// The last of them; nil if there was none, and the end is reached.
    package private(set) var last: String?

    package init() {}

    /// Counts one more.
    package mutating func take(_ serialNumber: String) {
        self.count += 1
        self.last = serialNumber
    }
}

extension SealedTokenStore {
    /// Seals all secrets under the active key, page by page; how many it were.
    @discardableResult
    package func resealAll(_ progress: (Int) -> Void = { _ in }) async throws(TokenStoreError) -> Int {
        var count = 0
        var last: String? = ""
        while let serialNumber = last {
            let page = try await self.resealSecrets(after: serialNumber, limit: 500)
            count += page.count
            last = page.last
            progress(count)
        }
        try await self.resealAuditKey()
        return count
    }
}

extension TokenStoreError {
    /// Error of reading a store that does not exist.
    package static let noStore = TokenStoreError.unavailable(reason: "there is no store")

    /// Reason why a store of an earlier version is not read.
    package static let earlierSchema =
        "an earlier version of mitid-activation has made this store; 'serve' or 'import' brings it up to date"
}
