import Logging

/// What every device of a bench shares.
struct BenchContext: Sendable {
    let clock: BenchClock
    let events: EventHub
    let store: any DeviceStore
    let wakes: WakeQueue
    let unsaved: UnsavedDevices
    let revisions: Revisions
    let logger: Logger
}
