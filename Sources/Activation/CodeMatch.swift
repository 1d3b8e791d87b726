/// What a search for a code among those a device could have made has found.
enum CodeMatch: Equatable, Sendable {
    /// The code of this time step or counter, later than all accepted before.
    case fresh(UInt64)
    /// The code of a step or counter that is spent.
    case spent
    case none
}
