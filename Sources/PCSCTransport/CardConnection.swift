package import BlockingCalls

/// A connection to the card in a reader, shared with other programs.
///
/// Everything happens on one thread with a context of its own. Another program may keep the card for as long as it likes, and no
/// call of the resource manager ends before that; so each call here has a time limit, after which the connection is given up.
package final class CardConnection: Sendable {
    package let reader: String

    /// The answer to reset of the card, and what the reader says of itself.
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
    ///   - reader: The reader's name as ``CardReaders`` tells it.
    ///   - time: The longest wait.
    /// - Returns: The connection, which nobody else uses.
    /// - Throws: ``CardFault``, with what a person can do about it.
    package static func open(
        _ reader: String,
        within time: Duration = .seconds(10)
    ) async throws(CardFault) -> CardConnection {
        let session = Session()
        let thread = BlockingThread(name: "card connection") { session.disconnect() }
        let features = try await Self.run(on: thread, within: time) { () throws(CardFault) in
            try CardFault.wrapping { () throws(PCSCError) in try session.connect(to: reader) }
        }
        return CardConnection(reader, features, thread, session)
    }

    /// Runs an exchange of several APDUs that no other program can come between.
    ///
    /// - Parameters:
    ///   - time: The longest wait for all of it.
    ///   - body: Runs on the connection's thread; it gets what sends one APDU, and may throw what that throws.
    /// - Returns: What `body` returned.
    /// - Throws: ``CardFault``; `resetCard` and `removedCard` until ``reconnect(_:within:)``.
    package func transaction<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ card: borrowing TransactedCard) throws(CardFault) -> Result
    ) async throws(CardFault) -> Result {
        let (session, thread) = (self.session, self.thread)
        return try await Self.run(on: thread, within: time) { () throws(CardFault) in
            let card = try CardFault.wrapping { () throws(PCSCError) in
                let card = try session.connected()
                try card.beginTransaction()
                return card
            }
            defer { card.endTransaction() }
            return try body(TransactedCard(card: card, thread: thread))
        }
    }

    /// Sends one APDU, and gives the response with its status word.
    package func transmit(_ command: [UInt8], within time: Duration = .seconds(30)) async throws(CardFault) -> [UInt8] {
        try await self.transaction(within: time) { card throws(CardFault) in try card.transmit(command) }
    }

    /// Takes the card up again after a reset or after it was laid down again, or resets it.
    package func reconnect(
        _ initialization: CardInitialization = .leave,
        within time: Duration = .seconds(10)
    ) async throws(CardFault) {
        let session = self.session
        try await Self.run(on: self.thread, within: time) { () throws(CardFault) in
            try CardFault.wrapping { () throws(PCSCError) in try session.connected().reconnect(initialization) }
        }
    }

    /// Ends the connection; the card stays as it is.
    package func close() {
        self.thread.end()
    }

    private static func run<Result: Sendable>(
        on thread: BlockingThread,
        within time: Duration,
        _ body: @escaping @Sendable () throws(CardFault) -> Result
    ) async throws(CardFault) -> Result {
        let outcome: Swift.Result<Result, CardFault>
        do throws(GivenUp) {
            outcome = try await thread.run(within: time) { () -> Swift.Result<Result, CardFault> in
                do throws(CardFault) {
                    return .success(try body())
                } catch {
                    return .failure(error)
                }
            }
        } catch {
            throw .givenUp(error)
        }
        return try outcome.get()
    }
}

/// The card within a transaction of its connection.
package struct TransactedCard: ~Copyable {
    fileprivate let card: CardHandle
    fileprivate let thread: BlockingThread

    /// The protocol that reader and card have agreed on: 0 or 1.
    package var transportProtocol: Int { self.card.transportProtocol }

    /// Sends one APDU, and gives the response with its status word.
    package func transmit(_ command: [UInt8]) throws(CardFault) -> [UInt8] {
        guard !self.thread.isGivenUp else { throw .givenUp(.cancelled) }
        return try CardFault.wrapping { () throws(PCSCError) in try self.card.transmit(command) }
    }
}

/// Why a card has not answered.
package enum CardFault: Error, Equatable, Sendable {
    /// The resource manager has said so.
    case pcsc(PCSCError)

    /// The time was over, or the task was cancelled.
    case givenUp(GivenUp)

    fileprivate static func wrapping<Result>(
        _ body: () throws(PCSCError) -> Result
    ) throws(CardFault) -> Result {
        do throws(PCSCError) {
            return try body()
        } catch {
            throw .pcsc(error)
        }
    }
}

extension CardFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .pcsc(let error): error.description
        case .givenUp(.timedOut(let time)):
            "the card has not answered in \(time); another program may keep it: gpg's scdaemon, a browser, OpenSC"
        case .givenUp(.cancelled): "cancelled"
        case .givenUp(.ended): "the connection to the card is closed"
        }
    }
}

/// What belongs to the thread of a connection.
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
