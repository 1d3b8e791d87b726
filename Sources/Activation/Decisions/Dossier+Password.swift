package import OTPCore

/// Whether a decision depends on the holder's password, which takes long to compare.
package enum PasswordNeed: Equatable, Sendable {
    /// The password decides. So it is for a user ID nobody has, which must take as long.
    case comparison

    /// The caller is refused whatever the password is.
    case callerThrottled

    /// The holder's passwords are not looked at for a while.
    case holderThrottled
}

extension Dossier {
    /// Whether an activation depends on the password; changes nothing, and finds what ``activate(_:passwordIsRight:rules:key:)``
    /// would find.
    package func passwordNeed(
        of request: ActivationRequest,
        rules: DecisionRules,
        key: borrowing HMACKey
    ) -> PasswordNeed {
        let presented = request.presented
        var dossier = self
        dossier.cutStoredTimes(at: presented.arrival, rules)
        let found =
            dossier.searched(at: presented.arrival, rules)?.find(
                presented,
                .firstCode,
                within: rules.windows,
                key: key
            ) ?? .none
        let match = dossier.token?.resolved(found, at: presented.arrival, rules.windows) ?? .none
        let showsDevice = dossier.token?.isReadyForActivation(match, at: presented.arrival) ?? false
        return dossier.passwordNeed(at: presented.arrival, rules.throttles) { attempts in
            showsDevice ? attempts.passwordsWithDevice : attempts.passwords
        }
    }

    /// Whether asking for a chip, a new one or the holder's own, depends on the password.
    package func passwordNeed(ofChipRequestAt time: UnixTime, _ rules: DecisionRules) -> PasswordNeed {
        var dossier = self
        dossier.cutStoredTimes(at: time, rules)
        return dossier.passwordNeed(at: time, rules.throttles) { attempts in attempts.passwords }
    }

    private func passwordNeed(
        at time: UnixTime,
        _ throttles: ThrottlePolicy,
        _ count: (HolderAttempts) -> AttemptCount
    ) -> PasswordNeed {
        guard self.callerThrottledUntil(at: time, throttles) == nil else { return .callerThrottled }
        guard let attempts = self.holder?.attempts else { return .comparison }
        return count(attempts).block(at: time) == nil ? .comparison : .holderThrottled
    }
}
