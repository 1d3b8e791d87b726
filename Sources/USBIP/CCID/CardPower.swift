/// How the card in a slot is, CCID 1.1, section 6.2.6, bmICCStatus.
enum CardPower: UInt8 {
    case active = 0
    case inactive = 1
    /// There is no such slot, and so no card in it.
    case absent = 2
}
