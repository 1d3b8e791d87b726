/// Overwrites bytes that were secret.
func wipe<let count: Int>(_ bytes: inout InlineArray<count, UInt8>) {
    for index in bytes.indices {
        bytes[index] = 0
    }
    keepStores(of: &bytes)
}

/// A call that the optimiser may not look into: the stores before it count as read, and stay.
@inline(never)
@_optimize(none)
func keepStores<Value: ~Copyable>(of value: inout Value) {}
