package import Activation
import HTTPService
import OTPCore
import TimeText

/// Windows, throttles, times of chips and the least password length as a policy file has them.
///
/// A member that is left out keeps its value.
package struct PolicyDocument: Codable, Sendable {
    /// ``AttemptThrottle``: so many wrong tries in a row bring a block, each twice as long as the one before.
    struct Attempts: Codable, Sendable {
        let tries: UInt32
        let firstBlock: Milliseconds
        let longestBlock: Milliseconds
    }

    /// ``RequestThrottle``: so many at once, and one more after each interval.
    struct Requests: Codable, Sendable {
        let burst: UInt32
        let interval: Milliseconds
    }

    /// ``VerificationWindows``, in time steps to both sides, or presses ahead.
    struct Windows: Codable, Sendable {
        var firstCode: UInt32
        var laterCodes: UInt32
        var firstLookAhead: UInt32
        var laterLookAhead: UInt32
        var resynchronization: UInt32
        var driftPPM: Int64
    }

    /// ``ChipPolicy``: how long who has a password alone waits, and for how long a chip may be activated then.
    struct Chips: Codable, Sendable {
        var waitingTime: Milliseconds
        var activationTime: Milliseconds
    }

    private enum Names: String, CodingKey, CaseIterable {
        case windows
        case codes
        case permanentAfter
        case passwords
        case activationsByHolder
        case activationsOfDevice
        case resynchronizations
        case callers
        case chips
        case leastPasswordLength
    }

    package internal(set) var windows: VerificationWindows
    package private(set) var throttles: ThrottlePolicy
    package private(set) var chips: ChipPolicy

    /// ``ActivationPolicy/leastPasswordLength``.
    package private(set) var leastPasswordLength = ActivationPolicy().leastPasswordLength

    /// A password has at most 1024 bytes.
    private static var greatestLeastLength: UInt32 { 256 }

    /// What holds where nothing is chosen.
    package init(
        windows: VerificationWindows = .standard,
        throttles: ThrottlePolicy = .standard,
        chips: ChipPolicy = .standard
    ) {
        self.windows = windows
        self.throttles = throttles
        self.chips = chips
    }

    /// The rules of a decision under this policy.
    package var rules: DecisionRules {
        DecisionRules(windows: self.windows, throttles: self.throttles, chips: self.chips)
    }

    /// Puts it in the place of what a policy says of the same.
    package func apply(to policy: inout ActivationPolicy) {
        policy.windows = self.windows
        policy.throttles = self.throttles
        policy.chips = self.chips
        policy.leastPasswordLength = self.leastPasswordLength
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.init()
        let attempts: [(Names, WritableKeyPath<ThrottlePolicy, AttemptThrottle>)] = [
            (.codes, \.codes), (.passwords, \.passwords), (.activationsByHolder, \.activationsByHolder),
            (.activationsOfDevice, \.activationsOfDevice),
        ]
        for (name, path) in attempts {
            guard let given = try members.decodeIfPresent(Attempts.self, forKey: name) else { continue }
            guard
                let throttle = AttemptThrottle(
                    tries: given.tries,
                    firstBlock: given.firstBlock,
                    longestBlock: given.longestBlock
                )
            else {
                throw decoder.refusal(
                    of: name,
                    "wants a try or more, and a longest block as long as the first or longer."
                )
            }
            self.throttles[keyPath: path] = throttle
        }
        for (name, path) in [(Names.resynchronizations, \ThrottlePolicy.resynchronizations), (.callers, \.callers)] {
            guard let given = try members.decodeIfPresent(Requests.self, forKey: name) else { continue }
            guard let throttle = RequestThrottle(burst: given.burst, interval: given.interval) else {
                throw decoder.refusal(of: name, "wants a burst of one or more, and an interval.")
            }
            self.throttles[keyPath: path] = throttle
        }
        if members.contains(.permanentAfter) {
            let limit =
                try members.decodeNil(forKey: .permanentAfter)
                ? nil : members.decode(UInt32.self, forKey: .permanentAfter)
            guard limit != 0 else {
                throw decoder.refusal(of: Names.permanentAfter, "must be 1 or more, or null: never.")
            }
            self.throttles.permanentAfter = limit
        }
        if let given = try members.decodeIfPresent(Chips.self, forKey: .chips) {
            guard let chips = ChipPolicy(waitingTime: given.waitingTime, activationTime: given.activationTime) else {
                throw decoder.refusal(
                    of: Names.chips,
                    "wants a waiting time of PT0S or more and an activation time above it, neither longer than a year."
                )
            }
            self.chips = chips
        }
        if let length: UInt32 = try members.decodeWholeNumber(forKey: .leastPasswordLength) {
            guard (1...Self.greatestLeastLength).contains(length) else {
                throw decoder.refusal(
                    of: Names.leastPasswordLength,
                    "must be 1 to \(Self.greatestLeastLength) characters."
                )
            }
            self.leastPasswordLength = length
        }
        guard let windows = try members.decodeIfPresent(Windows.self, forKey: .windows) else { return }
        guard let windows = VerificationWindows(windows) else {
            throw decoder.refusal(
                of: Names.windows,
                "no window is wider than \(VerificationWindows.limit), and no drift above 1000 ppm."
            )
        }
        self.windows = windows
    }

    package func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Names.self)
        try members.encode(Windows(self.windows), forKey: .windows)
        try members.encode(Attempts(self.throttles.codes), forKey: .codes)
        // Null says something else than nothing: never.
        if let limit = self.throttles.permanentAfter {
            try members.encode(limit, forKey: .permanentAfter)
        } else {
            try members.encodeNil(forKey: .permanentAfter)
        }
        try members.encode(Attempts(self.throttles.passwords), forKey: .passwords)
        try members.encode(Attempts(self.throttles.activationsByHolder), forKey: .activationsByHolder)
        try members.encode(Attempts(self.throttles.activationsOfDevice), forKey: .activationsOfDevice)
        try members.encode(Requests(self.throttles.resynchronizations), forKey: .resynchronizations)
        try members.encode(Requests(self.throttles.callers), forKey: .callers)
        try members.encode(Chips(self.chips), forKey: .chips)
        try members.encode(self.leastPasswordLength, forKey: .leastPasswordLength)
    }
}
