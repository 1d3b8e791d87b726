import CTAPHID

/// What is under way between a card and its reader.
enum CardExchange: Equatable, Sendable {
    /// Nothing.
    case idle
    /// The authenticator works; a command is out and waits for what comes of it.
    case awaited(CardAnswer, expectedLength: Int)
    /// The authenticator works; a command is out, and will be told so if it takes long.
    case polled(expectedLength: Int, Keepalive)
    /// The authenticator works, and the client knows it and will ask; no command is out.
    case deferred(KeepaliveStatus)
    /// The authenticator is done, and the client will ask.
    case done([UInt8])
}
