/// What is known of a container's XML signature; of several containers the one that deserves most attention counts.
package enum ContainerSignature: String, Encodable, Comparable, Sendable {
    /// There is none, and none was asked for.
    case none

    /// It was made with the key of the certificate that the operator named.
    case verified

    /// There is one, and no certificate to check it with.
    case notChecked

    package static func < (left: Self, right: Self) -> Bool { left.order < right.order }

    private var order: Int {
        switch self {
        case .none: 0
        case .verified: 1
        case .notChecked: 2
        }
    }
}
