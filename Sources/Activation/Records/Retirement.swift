/// Why a device is out of use for good.
package enum Retirement: UInt8, Sendable, CaseIterable {
    /// Its holder has another one now.
    case replaced
    case lost

    /// The name in interfaces and files.
    package var name: String {
        switch self {
        case .replaced: "replaced"
        case .lost: "lost"
        }
    }

    /// The retirement of that name, if there is one.
    package init?(name: String) {
        guard let retirement = Retirement.allCases.first(where: { $0.name == name }) else { return nil }
        self = retirement
    }
}
