import OTPCore

/// A holder's request to add a chip by password alone; it takes effect after a waiting time.
///
/// mitid.dk confirms the rule and its 24 hours: ask, wait, activate. The wait leaves the holder the time to notice that somebody
/// else has the password.
package struct ChipRequest: Equatable, Sendable {
    package let requestedAt: UnixTime

    /// SHA-256 of the stored password that the request was made with.
    package let passwordDigest: [UInt8]

    /// A request as it was stored.
    package init(requestedAt: UnixTime, passwordDigest: [UInt8]) {
        self.requestedAt = requestedAt
        self.passwordDigest = passwordDigest
    }

    /// A new request.
    init(with password: StoredPassword, at time: UnixTime) {
        self.init(requestedAt: time, passwordDigest: password.digest)
    }

    /// When the chip may be registered.
    package func activatableFrom(_ policy: ChipPolicy) -> UnixTime {
        self.requestedAt + policy.waitingTime
    }

    /// When the request has expired.
    package func activatableUntil(_ policy: ChipPolicy) -> UnixTime {
        self.activatableFrom(policy) + policy.activationTime
    }

    /// Whether the request still counts: it has not expired, it was not made in the future, and the password is the same.
    func counts(at time: UnixTime, with password: StoredPassword, _ policy: ChipPolicy) -> Bool {
        !self.requestedAt.isAhead(of: time) && time < self.activatableUntil(policy)
            && self.passwordDigest == password.digest
    }
}

/// Times that an operator may choose for chips.
package struct ChipPolicy: Equatable, Sendable {
    /// The longest time that an operator may choose.
    package static let limit = Milliseconds.days(366)

    /// How long the holder waits who asks for a chip by password alone; zero: such a chip may be registered at once.
    package let waitingTime: Milliseconds

    /// For how long the chip may be registered after the waiting time; then the request has expired.
    package let activationTime: Milliseconds

    /// How long the response of a chip is awaited; Web Authentication level 3, section 15.1, recommends five minutes.
    package let responseTimeout: Milliseconds

    /// 24 hours, confirmed by mitid.dk; then a week (assumption).
    package static let standard = ChipPolicy(
        uncheckedWaitingTime: .hours(24),
        activationTime: .days(7),
        responseTimeout: .minutes(5)
    )

    /// Nil if a time is negative or longer than ``limit``, or if there is no time to activate or to answer.
    package init?(
        waitingTime: Milliseconds = Self.standard.waitingTime,
        activationTime: Milliseconds = Self.standard.activationTime,
        responseTimeout: Milliseconds = Self.standard.responseTimeout
    ) {
        guard .zero <= waitingTime, waitingTime <= Self.limit, .zero < activationTime, activationTime <= Self.limit,
            .zero < responseTimeout, responseTimeout <= Self.limit
        else { return nil }
        self.init(
            uncheckedWaitingTime: waitingTime,
            activationTime: activationTime,
            responseTimeout: responseTimeout
        )
    }

    private init(
        uncheckedWaitingTime waitingTime: Milliseconds,
        activationTime: Milliseconds,
        responseTimeout: Milliseconds
    ) {
        self.waitingTime = waitingTime
        self.activationTime = activationTime
        self.responseTimeout = responseTimeout
    }
}

extension HolderRecord {
    /// The request for a chip that waits or can be used at a moment, if there is one.
    package func pendingChipRequest(at time: UnixTime, _ policy: ChipPolicy) -> ChipRequest? {
        guard let request = self.chipRequest, request.counts(at: time, with: self.password, policy) else { return nil }
        return request
    }
}

extension StoredPassword {
    /// SHA-256 of the stored line: it has a salt of its own, so it differs when the password is set again.
    fileprivate var digest: [UInt8] {
        var hash = SHA256()
        hash.update(self.encoded.utf8.span)
        return hash.finalize().withBytes { digest in digest.indices.map { digest[$0] } }
    }
}
