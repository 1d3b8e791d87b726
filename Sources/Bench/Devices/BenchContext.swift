import Logging

/// What every device of a bench shares.
struct BenchContext: Sendable {
    let clock: BenchClock
    let events: EventHub
    let store: any DeviceStore
    let wakes: WakeQueue
    let unsaved: UnsavedDevices
    let revisions: Revisions
    let environments: any ChipEnvironments
    let connector: any ChipConnector
    /// The time that chips and those who talk to them go by, which nobody can move.
    let uptime: UptimeClock
    let logger: Logger
}
