/// Next step of the reader's side of a ``CardTransaction``.
package enum CardTransactionStep: Equatable, Sendable {
    /// Send this APDU, and hand its response in.
    case send([UInt8])

    /// The end: the answer with its data put together.
    ///
    /// A part of the command that was not answered with `9000` ends it as well; its status word is then the answer.
    case answered(ResponseAPDU)

    /// The end: there is no answer.
    case failed(CardTransactionFault)

    /// Whether nothing follows.
    package var isFinal: Bool {
        switch self {
        case .send: false
        case .answered, .failed: true
        }
    }
}

/// Reason why a command has no response.
package enum CardTransactionFault: Error, Equatable, Sendable {
    /// A response has at least the two bytes of its status word.
    case truncatedResponse(byteCount: Int)

    /// A part of the command that is not its last was answered with data.
    case unexpectedData(byteCount: Int)

    /// More bytes came than an answer may have.
    case responseTooLong(byteCount: Int)

    /// The card always has more to say.
    case tooManyRounds

    /// GET RESPONSE was refused, so that the rest of the answer is lost.
    case responseLost(StatusWord)

    /// The reader does not send even a short APDU.
    case notTransmitted
}
