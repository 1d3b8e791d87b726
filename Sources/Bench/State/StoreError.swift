/// Why state cannot be read or written.
package enum StoreError: Error, Equatable, CustomStringConvertible {
    case failed(path: String, reason: String)
    case inUse(path: String, by: String)

    /// The fault, without its position.
    var reason: String {
        switch self {
        case .failed(_, let reason): reason
        case .inUse(_, let holder): "in use by \(holder)"
        }
    }

    package var description: String {
        switch self {
        case .failed(let path, let reason):
            "\(path): \(reason)"
        case .inUse(let path, let holder):
            "state directory \(path) is in use by another mitid-bench (\(holder)); two cannot share one"
        }
    }
}
