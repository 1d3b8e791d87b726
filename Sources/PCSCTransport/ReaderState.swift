import CPCSC

/// A reader as the resource manager sees it at one moment, PC/SC part 5, section 3.2.5.
package struct ReaderState: Hashable, Sendable {
    package enum Card: Hashable, Sendable {
        case absent
        /// With its answer to reset, ISO 7816-3, section 8.
        case present(answerToReset: [UInt8])
        /// A card that does not answer to its reset.
        case mute
    }

    /// The reader's name in pcscd, which numbers readers of one kind.
    package let name: String

    package let card: Card

    /// Whether another program has the card for itself.
    package let isExclusive: Bool

    /// Whether another program has a connection to the card.
    package let isInUse: Bool

    /// The known state, as SCardGetStatusChange wants it.
    let raw: DWORD

    init(_ name: String, _ state: SCARD_READERSTATE) {
        let flags = unsafe Int(state.dwEventState)
        self.name = name
        if flags & Int(SCARD_STATE_MUTE) != 0 {
            self.card = .mute
        } else if flags & Int(SCARD_STATE_PRESENT) != 0 {
            var atr = unsafe state.rgbAtr
            let count = unsafe min(Int(state.cbAtr), MemoryLayout.size(ofValue: atr))
            self.card = unsafe .present(answerToReset: withUnsafeBytes(of: &atr) { unsafe Array($0.prefix(count)) })
        } else {
            self.card = .absent
        }
        self.isExclusive = flags & Int(SCARD_STATE_EXCLUSIVE) != 0
        self.isInUse = flags & Int(SCARD_STATE_INUSE) != 0
        self.raw = DWORD(flags & ~Int(SCARD_STATE_CHANGED))
    }

    package static func == (one: Self, other: Self) -> Bool {
        one.name == other.name && one.card == other.card && one.isExclusive == other.isExclusive
            && one.isInUse == other.isInUse
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(self.name)
        hasher.combine(self.card)
    }
}
