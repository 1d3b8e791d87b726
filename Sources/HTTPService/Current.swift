import Synchronization

/// A value that is replaced while requests are served, as by a file that is read again.
package final class Current<Value: Sendable>: Sendable {
    private let current: Mutex<Value>

    package init(_ value: Value) {
        self.current = Mutex(value)
    }

    /// The value of now; one request asks once, so that it is served by one value.
    package var value: Value { self.current.withLock { $0 } }

    package func replace(with value: Value) {
        self.current.withLock { $0 = value }
    }
}
