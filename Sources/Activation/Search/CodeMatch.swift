/// What a search for a code among those a device could have made has found.
enum CodeMatch: Equatable, Sendable {
    /// The code of this time step or counter, later than all accepted before.
    case fresh(UInt64)
    /// The code of this one, not spent but out of the window; so many ahead of its middle.
    case stray(UInt64, by: Int64)
    /// Such a code right after another one: the device's clock or counter is out there.
    case consecutive(UInt64)
    /// The code of a step or counter that is spent.
    case spent
    case none
}
