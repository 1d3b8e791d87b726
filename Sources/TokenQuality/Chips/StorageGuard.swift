/// The conditions under which a check may leave a credential on a token.
package struct StorageGuard: Equatable, Sendable {
    /// The reason why no check may store anything.
    package enum Refusal: Equatable, Sendable {
        /// The token has credentials of its holder.
        case holdsCredentials(UInt64)
        /// Neither the token nor the profile says how much room an empty token has.
        case unknownRoom
        /// The token has a PIN, so it is in use.
        case hasPIN
        /// The model is not the one that was ordered.
        case otherModel
    }

    /// Room that the token tells.
    package var remaining: UInt64?

    /// Room on an empty token, by the profile.
    package var capacity: UInt64?
    package var hasPIN: Bool
    package var aaguid: [UInt8]
    package var orderedAAGUID: [UInt8]?

    package init(remaining: UInt64?, capacity: UInt64?, hasPIN: Bool, aaguid: [UInt8], orderedAAGUID: [UInt8]?) {
        self.remaining = remaining
        self.capacity = capacity
        self.hasPIN = hasPIN
        self.aaguid = aaguid
        self.orderedAAGUID = orderedAAGUID
    }

    /// The first reason against it; `nil` if there is none.
    package var refusal: Refusal? {
        if let orderedAAGUID, orderedAAGUID != self.aaguid { return .otherModel }
        if self.hasPIN { return .hasPIN }
        guard let remaining, let capacity else { return .unknownRoom }
        guard remaining >= capacity else { return .holdsCredentials(capacity - remaining) }
        return nil
    }
}
