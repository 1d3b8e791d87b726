/// How two keys of a map stand to each other; CTAP 2.1, section 8: the lower major type first, then the shorter, then the
/// lower byte by byte.
enum CBORKeyOrder {
    case ascending
    case same
    case descending

    /// The order of two encoded keys in the same bytes.
    static func compare(_ first: Range<Int>, _ second: Range<Int>, of bytes: [UInt8]) -> CBORKeyOrder {
        let firstType = bytes[first.lowerBound] &>> 5
        let secondType = bytes[second.lowerBound] &>> 5
        guard firstType == secondType else { return firstType < secondType ? .ascending : .descending }
        guard first.count == second.count else { return first.count < second.count ? .ascending : .descending }
        for index in 0..<first.count {
            let left = bytes[first.lowerBound + index]
            let right = bytes[second.lowerBound + index]
            if left != right {
                return left < right ? .ascending : .descending
            }
        }
        return .same
    }
}
