/// Why a device's codes are not accepted for now, or for ever.
package enum DeviceBlock: Equatable, Sendable {
    case temporary(until: UnixTime)
    /// A permanently blocked display or reader is dead: nothing brings it back, confirmed by mitid.dk.
    case permanent

    /// The name in interfaces.
    package var name: String {
        switch self {
        case .temporary: "temporary"
        case .permanent: "permanent"
        }
    }

    /// When it ends, if ever.
    package var end: UnixTime? {
        switch self {
        case .temporary(let until): until
        case .permanent: nil
        }
    }

    /// The one of two that holds longer.
    static func longer(_ left: DeviceBlock, _ right: DeviceBlock) -> DeviceBlock {
        guard case .temporary(let leftEnd) = left, case .temporary(let rightEnd) = right else { return .permanent }
        return .temporary(until: max(leftEnd, rightEnd))
    }
}
