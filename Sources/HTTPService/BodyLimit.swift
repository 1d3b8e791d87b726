/// How much of a request body a handler may be given.
package enum BodyLimit: Sendable {
    /// At most so many bytes, read before the handler runs.
    case bytes(Int)
    /// The handler reads the body itself, piece by piece.
    case streamed

    /// The limit of requests that carry one small JSON value.
    package static let usual = 64 * 1024
    /// How much of a body that is too large is still read, so that its sender sees the answer.
    static let dropped = 16 * 1024 * 1024
    /// How long a body may take to arrive.
    static let patience = Duration.seconds(30)
}
