/// Signature counters one after the other; WebAuthn level 3, section 6.1.1.
///
/// A token either counts, then each value is above the last, or says 0 always.
package struct CounterSeries: Equatable, Sendable {
    /// A value that does not follow the one before.
    package struct Fault: Equatable, Sendable {
        /// The position of the value, from 1.
        package let position: Int
        package let before: UInt32
        package let value: UInt32

        package init(position: Int, before: UInt32, value: UInt32) {
            self.position = position
            self.before = before
            self.value = value
        }
    }

    package private(set) var first: UInt32?
    package private(set) var last: UInt32?
    package private(set) var count = 0

    /// The first fault; `nil` if there is none.
    package private(set) var fault: Fault?

    package init() {}

    /// Takes the next value; whether it may follow the last one.
    @discardableResult
    package mutating func take(_ value: UInt32) -> Bool {
        self.count &+= 1
        defer { self.last = value }
        guard let last = self.last else {
            self.first = value
            return true
        }
        guard value > last || (value == 0 && last == 0) else {
            if self.fault == nil { self.fault = Fault(position: self.count, before: last, value: value) }
            return false
        }
        return true
    }
}
