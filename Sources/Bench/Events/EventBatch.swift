/// What a reader gets at once.
package struct EventBatch: Sendable {
    /// How many events it missed before these.
    package let lost: UInt64
    package let events: [NumberedEvent]
    /// The number of the event it wants next.
    package let next: UInt64
}
