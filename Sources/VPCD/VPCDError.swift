/// Why a card's connection to its virtual reader was given up.
package enum VPCDError: Error, Equatable {
    /// vpcd's two length bytes cannot tell so long an answer.
    case answerTooLong(byteCount: Int)
    /// The reader said more before it was answered than a reader says.
    case tooManyMessages
    /// The card gave no answer, and vpcd knows no other way to learn so than that the card is gone.
    case cardMute
    /// The card was taken away before it answered.
    case cardTakenAway
}
