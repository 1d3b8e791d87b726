/// The level of assurance of an authentication under NSIS, the Danish standard behind eIDAS.
package enum AssuranceLevel: UInt8, Comparable, Sendable {
    case low
    case substantial
    case high

    /// The name in interfaces.
    package var name: String {
        switch self {
        case .low: "low"
        case .substantial: "substantial"
        case .high: "high"
        }
    }

    package static func < (left: AssuranceLevel, right: AssuranceLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}
