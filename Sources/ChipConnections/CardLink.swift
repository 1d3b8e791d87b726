import BlockingCalls
import CTAPHID
import FIDOClient
import ISO7816
import PCSCTransport

/// The FIDO applet of the card in a reader, and the connection to it; used in turn by a ``Chip``.
///
/// A card that was reset, or taken away and put back, is taken up again before an exchange, never within one.
final class CardLink {
    let reader: String

    /// The form of the APDUs, as the reader and the card have shown.
    private(set) var limits = LengthLimits()

    /// The version text that SELECT has returned; `nil` while the applet is not selected.
    private(set) var version: [UInt8]?

    /// The properties of the reader, and the protocol with the card, once connected.
    private(set) var features: ReaderFeatures?
    private(set) var transportProtocol: Int?

    private let form: APDUForm
    private var connection: CardConnection?

    /// Extra time for a connection's thread to report its own error.
    private static let margin = Duration.seconds(5)

    init(_ reader: String, form: APDUForm) {
        self.reader = reader
        self.form = form
        self.limits.allowsExtended = form != .short
    }

    /// The open connection, with or without a selected applet.
    func connected() async throws(ChipFault) -> CardConnection {
        if let connection = self.connection { return connection }
        let connection: CardConnection
        do throws(CardFault) {
            connection = try await CardConnection.open(self.reader)
        } catch {
            throw ChipFault(error)
        }
        self.features = connection.features
        // What a reader says counts, not its protocol: T=0 may go with extended APDUs.
        if self.form == .automatic, let longest = connection.features.longestData, longest <= 256 {
            self.limits.allowsExtended = false
        }
        self.connection = connection
        return connection
    }

    /// Selects the applet if it is not selected.
    func select() async throws(ChipFault) {
        try await self.exchange(within: .seconds(10)) { _, _ in .done(()) }
    }

    /// A CTAP2 request.
    func send(
        _ message: [UInt8],
        within time: Duration,
        cancellation: Cancellation,
        keepalive: @escaping KeepaliveReceiver
    ) async throws(ChipFault) -> ChipResponse<[UInt8]> {
        let limits = self.limits
        let result = try await self.exchange(within: time) { card, sentCount in
            card.run(message, limits, within: time, &sentCount, cancellation, keepalive)
        }
        if result.needsShortForm { self.limits.allowsExtended = false }
        return result.response
    }

    /// A command that is not CTAP2's, such as U2F's.
    func send(_ command: CommandAPDU, within time: Duration) async throws(ChipFault) -> ChipResponse<ResponseAPDU> {
        let limits = self.limits
        let result = try await self.exchange(within: time) { card, sentCount in
            card.run(command, limits, &sentCount)
        }
        if result.needsShortForm { self.limits.allowsExtended = false }
        return result.response
    }

    /// Runs a body with the card alone; nothing is selected before it.
    func transaction<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ card: borrowing TransactedCard) throws(PCSCError) -> Result
    ) async throws(ChipFault) -> Result {
        let connection = try await self.connected()
        do throws(CardFault) {
            return try await connection.transaction(within: time, body)
        } catch {
            await self.forget(after: error)
            throw ChipFault(error)
        }
    }

    /// Resets the card; the applet is no longer selected.
    func reset(_ initialization: CardInitialization) async throws(ChipFault) {
        let connection = try await self.connected()
        self.version = nil
        do throws(CardFault) {
            try await connection.reconnect(initialization)
        } catch {
            await self.forget(after: error)
            throw ChipFault(error)
        }
    }

    /// Selects the applet again before the next exchange.
    func forgetSelection() { self.version = nil }

    /// Ends the connection; the card stays as it is.
    func close() async {
        self.version = nil
        let connection = self.connection
        self.connection = nil
        await connection?.close()
    }

    /// SELECT if needed, and an exchange, in one transaction.
    ///
    /// It is tried once more if the card was reset or removed, or pcscd was started again, before the first APDU of the exchange.
    private func exchange<Result: Sendable>(
        within time: Duration,
        _ body: @escaping @Sendable (_ card: borrowing TransactedCard, _ sentCount: inout Int) -> CardOutcome<Result>
    ) async throws(ChipFault) -> Result {
        var isRepeated = false
        while true {
            let connection = try await self.connected()
            let isSelected = self.version != nil
            let outcome: SelectedOutcome<Result>
            do throws(CardFault) {
                outcome = try await connection.transaction(within: time + Self.margin) { card throws(PCSCError) in
                    card.select(isSelected: isSelected, then: body)
                }
            } catch .failed(let error) {
                outcome = SelectedOutcome(.failed(error), isWithin: false)
            } catch {
                await self.forget(after: error)
                throw ChipFault(error)
            }
            if let version = outcome.version { self.version = version }
            if let number = outcome.transportProtocol { self.transportProtocol = number }
            switch outcome.outcome {
            case .done(let result): return result
            case .noApplet(let statusWord): throw .noApplet(statusWord)
            case .refused(let statusWord): throw .refused(statusWord)
            case .violated(let fault): throw .violated(fault)
            case .failed(let error):
                await self.forget(after: .failed(error))
                guard !outcome.isWithin, !isRepeated, error.endsSelection else { throw await self.fault(of: error) }
                isRepeated = true
                if !error.endsConnection { try await self.reset(.leave) }
            }
        }
    }

    /// Puts away what an error has spoiled.
    private func forget(after fault: CardFault) async {
        self.version = nil
        switch fault {
        case .failed(let error) where !error.endsConnection: break
        case .failed, .givenUp: await self.close()
        }
    }

    /// A card that was pulled out in the middle is reported as not transmitted, and some readers look for it now and then only.
    private func fault(of error: PCSCError) async -> ChipFault {
        guard error == .notTransacted else { return ChipFault(error) }
        for _ in 0..<4 {
            guard let readers = try? CardReaders.list() else { break }
            guard let reader = readers.first(where: { $0.name == self.reader }) else {
                return ChipFault(.readerUnavailable)
            }
            if reader.card == .absent { return ChipFault(.removedCard) }
            try? await Task.sleep(for: .milliseconds(250))
        }
        return ChipFault(error)
    }
}

/// The form of APDUs to a card.
package enum APDUForm: String, CaseIterable, Sendable {
    /// Extended where reader and card take it, else short.
    case automatic
    /// Extended, whatever the reader says; short only if it is refused.
    case extended
    /// Short, in parts with the chaining bit.
    case short
}

extension PCSCError {
    /// Whether the connection is of no use any more.
    fileprivate var endsConnection: Bool {
        self.endsContext || self == .unknownReader || self == .readerUnavailable
    }

    /// Whether it shows at the next call that the applet is no longer selected, and a new connection helps.
    fileprivate var endsSelection: Bool {
        self.endsConnection || self == .resetCard || self == .removedCard
    }
}
