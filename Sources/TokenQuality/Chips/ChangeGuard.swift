/// The conditions under which a check may change a token for good.
///
/// The operator names the token; its own state is read before each check.
package struct ChangeGuard: Equatable, Sendable {
    /// The effects that the operator has allowed.
    package var allowed: [Effect]

    /// The serial number of the one key that may be changed.
    package var allowedSerialNumber: String?

    /// The AAGUID of the one token without a serial number that may be changed.
    package var allowedAAGUID: [UInt8]?

    /// The name of the token in the report, as the operator has given it.
    package var label: String?

    /// The same, typed again.
    package var typedLabel: String?

    /// Whether the operator has given a PIN.
    package var isPINGiven: Bool

    /// The AAGUID of the profile.
    package var orderedAAGUID: [UInt8]?

    /// Room for discoverable credentials on an empty token, by the profile.
    package var capacity: UInt64?

    package init(
        allowed: [Effect],
        allowedSerialNumber: String? = nil,
        allowedAAGUID: [UInt8]? = nil,
        label: String? = nil,
        typedLabel: String? = nil,
        isPINGiven: Bool = false,
        orderedAAGUID: [UInt8]? = nil,
        capacity: UInt64? = nil
    ) {
        self.allowed = allowed
        self.allowedSerialNumber = allowedSerialNumber
        self.allowedAAGUID = allowedAAGUID
        self.label = label
        self.typedLabel = typedLabel
        self.isPINGiven = isPINGiven
        self.orderedAAGUID = orderedAAGUID
        self.capacity = capacity
    }

    /// The first reason against a check with an effect; `nil` if there is none.
    package func refusal(of effect: Effect, on token: TokenFacts) -> ChangeRefusal? {
        guard effect.needsPermission else { return nil }
        if let refusal = self.refusal(ofOptionsFor: effect) { return refusal }
        if effect.needsNamedToken {
            let refusal = self.refusal(ofSerialNumber: token.serialNumber, tokenCount: token.tokenCount)
            if let refusal = refusal ?? self.refusalOfLabel { return refusal }
            if let allowedAAGUID, allowedAAGUID != token.aaguid { return .otherModel }
        }
        guard let aaguid = token.aaguid else { return .noCTAP2 }
        if let orderedAAGUID, orderedAAGUID != aaguid { return .otherModelThanOrdered }
        if token.hasPIN, !self.isPINGiven { return .hasPIN }
        return self.refusalOfCredentials(on: token)
    }

    /// The first reason in the options alone.
    package func refusal(ofOptionsFor effect: Effect) -> ChangeRefusal? {
        guard effect.needsPermission else { return nil }
        guard self.allowed.contains(effect) else { return .notAllowed(effect) }
        guard effect.needsNamedToken else { return nil }
        guard self.allowedSerialNumber != nil || self.allowedAAGUID != nil else { return .notNamed(effect) }
        if effect == .pin, !self.isPINGiven { return .noPIN }
        if self.allowedSerialNumber == nil, self.label?.isEmpty ?? true { return .noLabel }
        return nil
    }

    /// The reason in what is connected, before anything is sent.
    package func refusal(ofSerialNumber serialNumber: String?, tokenCount: Int) -> ChangeRefusal? {
        if let allowedSerialNumber {
            guard let serialNumber, !serialNumber.isEmpty else { return .noSerialNumber }
            return serialNumber == allowedSerialNumber ? nil : .otherSerialNumber(serialNumber)
        }
        // A model is no name: it must be the only token, and have no better one.
        if let serialNumber, !serialNumber.isEmpty { return .serialNumberNeeded(serialNumber) }
        return tokenCount == 1 ? nil : .severalTokens(tokenCount)
    }

    private var refusalOfLabel: ChangeRefusal? {
        guard self.allowedSerialNumber == nil else { return nil }
        guard let label, !label.isEmpty else { return .noLabel }
        return self.typedLabel == label ? nil : .otherLabel
    }

    private func refusalOfCredentials(on token: TokenFacts) -> ChangeRefusal? {
        guard token.holdsCredentials else { return nil }
        if let existing = token.existing, existing > token.own { return .holdsCredentials(existing - token.own) }
        if let remaining = token.remaining, let capacity = self.capacity {
            let (free, isOver) = remaining.addingReportingOverflow(token.own)
            guard !isOver, free <= capacity else { return .otherCapacity(remaining) }
            if free < capacity { return .holdsCredentials(capacity - free) }
            return nil
        }
        return token.existing == nil ? .unknownRoom : nil
    }
}

extension Effect {
    /// Whether the operator has to name the one token that may have this effect.
    package var needsNamedToken: Bool { self == .pin || self == .reset }
}
