extension [UInt8] {
    /// Overwrites what was secret.
    package mutating func wipe() {
        for index in self.indices {
            self[index] = 0
        }
        keepStores(of: &self)
    }

    /// Whether both hold the same bytes, in a time that depends on their length alone; lengths are not secret.
    package func isEqualInConstantTime(to other: ArraySlice<UInt8>) -> Bool {
        guard self.count == other.count else { return false }
        var difference: UInt8 = 0
        var index = other.startIndex
        for byte in self {
            difference |= byte ^ other[index]
            index += 1
        }
        keepStores(of: &difference)
        return difference == 0
    }
}

/// A call that the optimiser may not look into: the stores before it count as read, and stay.
@inline(never)
@_optimize(none)
private func keepStores<Value>(of value: inout Value) {}
