package import BlockingCalls

/// A connection to the card in a reader, shared with other programs.
///
/// Everything happens on one thread with a context of its own. Another program may keep the card for as long as it likes, and no
/// call of the resource manager ends before that; so each call here has a time limit, after which the connection is given up.
package final class CardConnection: Sendable {
    package let reader: String

    /// The answer to reset of the card, and the properties of the reader.
    package let features: ReaderFeatures

    private let thread: BlockingThread
    private let session: Session

    private init(_ reader: String, _ features: ReaderFeatures, _ thread: BlockingThread, _ session: Session) {
        self.reader = reader
        self.features = features
        self.thread = thread
        self.session = session
    }

    /// Connects to the card in a reader.
    ///
    /// - Parameters:
    ///   - reader: The reader's name in ``CardReaders``.
    ///   - time: The longest wait.
    /// - Returns: The connection, which nobody else uses.
    /// - Throws: ``CardFault``, with advice.
    package static func open(
        _ reader: String,
        within time: Duration = .seconds(10)
    ) async throws(CardFault) -> CardConnection {
        let session = Session()
        let thread = BlockingThread(name: "card connection") { session.disconnect() }
        let features = try await thread.call(within: time) { () throws(PCSCError) in try session.connect(to: reader) }
        return CardConnection(reader, features, thread, session)
    }

    /// Runs an exchange of several APDUs that no other program can come between.
    ///
    /// - Parameters:
    ///   - time: The longest wait for all of it.
    ///   - body: Runs on the connection's thread; it gets the card.
    /// - Returns: What `body` returned.
    /// - Throws: ``CardFault``; `resetCard` and `removedCard` until ``reconnect(_:within:)``.
    package func transaction<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ card: borrowing TransactedCard) throws(PCSCError) -> Result
    ) async throws(CardFault) -> Result {
        let (session, thread) = (self.session, self.thread)
        return try await thread.call(within: time) { () throws(PCSCError) in
            let card = try session.connected()
            try card.beginTransaction()
            defer { card.endTransaction() }
            return try body(TransactedCard(card: card, thread: thread))
        }
    }

    /// Sends one APDU, and gives the response with its status word.
    package func transmit(_ command: [UInt8], within time: Duration = .seconds(30)) async throws(CardFault) -> [UInt8] {
        try await self.transaction(within: time) { card throws(PCSCError) in try card.transmit(command) }
    }

    /// Takes the card up again after a reset or after it was laid down again, or resets it.
    package func reconnect(
        _ initialization: CardInitialization = .leave,
        within time: Duration = .seconds(10)
    ) async throws(CardFault) {
        let session = self.session
        try await self.thread.call(within: time) { () throws(PCSCError) in
            try session.connected().reconnect(initialization)
        }
    }

    /// Ends the connection; the card stays as it is.
    package func close() async {
        await self.thread.finish(within: .seconds(2))
    }
}

/// The card within a transaction of its connection.
package struct TransactedCard: ~Copyable {
    fileprivate let card: CardHandle
    fileprivate let thread: BlockingThread

    /// The protocol that reader and card have agreed on: 0 or 1.
    package var transportProtocol: Int { self.card.transportProtocol }

    /// Sends one APDU, and gives the response with its status word.
    ///
    /// - Throws: ``PCSCError``; `cancelled` if the caller has gone meanwhile.
    package func transmit(_ command: [UInt8]) throws(PCSCError) -> [UInt8] {
        guard !self.thread.isGivenUp else { throw .cancelled }
        return try self.card.transmit(command)
    }
}

/// Error of a connection to a card.
package typealias CardFault = CallFault<PCSCError>

/// State of a connection's thread.
///
/// Sendable because only that thread touches it, one call after the other.
private final class Session: @unchecked Sendable {
    private var card: CardHandle?

    func connect(to reader: String) throws(PCSCError) -> ReaderFeatures {
        let card = try CardHandle.connected(to: reader)
        self.card = card
        return ReaderFeatures(of: card)
    }

    func disconnect() { self.card = nil }

    func connected() throws(PCSCError) -> CardHandle {
        guard let card = self.card else { throw .invalidHandle }
        return card
    }
}
