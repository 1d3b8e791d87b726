package import OTPCore

/// A code at the moment it came in.
///
/// The time is noted on arrival: a request that waits for the store is not judged by a later clock.
package struct PresentedCode: Sendable {
    package let code: Code
    package let arrival: UnixTime

    package init(_ code: Code, at arrival: UnixTime) {
        self.code = code
        self.arrival = arrival
    }
}
