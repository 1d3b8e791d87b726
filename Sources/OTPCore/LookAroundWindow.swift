/// How many steps before and after the expected one a verifier tries, RFC 6238, sections 5.2 and 6.
public struct LookAroundWindow: Sendable, Equatable {
    /// Steps before the expected one: for the time it takes to type, and for a device whose clock is slow.
    public var behind: UInt32

    /// Steps after the expected one: for a device whose clock is fast.
    public var ahead: UInt32

    /// A window from `behind` steps before to `ahead` steps after the expected one.
    public init(behind: UInt32, ahead: UInt32) {
        self.behind = behind
        self.ahead = ahead
    }
}
