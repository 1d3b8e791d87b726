/// An event and its number, by which a client can go on reading after it was cut off.
package struct NumberedEvent: Sendable {
    package let number: UInt64
    package let event: BenchEvent
}
