package import Activation

/// What the holder of a token may do, and who that is.
package struct Access: Equatable, Sendable {
    /// Whose wrong tries are counted, and whom the audit trail names; nil for one that is trusted with any number.
    package let caller: CallerID?
    package let scopes: Set<AccessScope>

    /// Of a service without tokens, or with a token that has no name.
    static let whole = Access(caller: nil, scopes: Set(AccessScope.allCases))
}
