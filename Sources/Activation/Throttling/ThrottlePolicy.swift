/// How often what may be tried, and what follows; ``ThrottlingAttempts`` has the rule and its arithmetic.
///
/// That the third wrong code in a row blocks a device is confirmed by mitid.dk. All lengths are assumptions.
package struct ThrottlePolicy: Equatable, Sendable {
    /// Wrong codes of one device, whoever sends them and however the device is named.
    package var codes: AttemptThrottle

    /// The wrong code in a row that names the device by its serial number and blocks it permanently; nil: none does.
    ///
    /// Codes sent under a user ID never do, or whoever knows a user ID could kill the holder's device.
    package var permanentAfter: UInt32?

    /// Wrong passwords of one holder; those that come with a device's right first code are counted apart, by the same rule.
    package var passwords: AttemptThrottle

    /// Failed activations of one holder whose password was right, whatever the serial numbers.
    package var activationsByHolder: AttemptThrottle

    /// Failed activations of one device, whoever wants it.
    package var activationsOfDevice: AttemptThrottle

    /// Pairs of codes presented to bring a device's clock back, for each device.
    package var resynchronizations: RequestThrottle

    /// Wrong tries of one caller, on whatever device and under whatever user ID.
    package var callers: RequestThrottle

    package init(
        codes: AttemptThrottle,
        permanentAfter: UInt32?,
        passwords: AttemptThrottle,
        activationsByHolder: AttemptThrottle,
        activationsOfDevice: AttemptThrottle,
        resynchronizations: RequestThrottle,
        callers: RequestThrottle
    ) {
        self.codes = codes
        self.permanentAfter = permanentAfter
        self.passwords = passwords
        self.activationsByHolder = activationsByHolder
        self.activationsOfDevice = activationsOfDevice
        self.resynchronizations = resynchronizations
        self.callers = callers
    }

    package static let standard = ThrottlePolicy(
        codes: AttemptThrottle(uncheckedTries: 3, firstBlock: .minutes(5), longestBlock: .hours(24)),
        permanentAfter: 15,
        passwords: AttemptThrottle(uncheckedTries: 5, firstBlock: .minutes(5), longestBlock: .hours(1)),
        activationsByHolder: AttemptThrottle(uncheckedTries: 5, firstBlock: .minutes(5), longestBlock: .hours(24)),
        activationsOfDevice: AttemptThrottle(uncheckedTries: 10, firstBlock: .minutes(5), longestBlock: .hours(24)),
        resynchronizations: RequestThrottle(uncheckedBurst: 10, interval: .seconds(1)),
        callers: RequestThrottle(uncheckedBurst: 20, interval: .seconds(30))
    )
}
