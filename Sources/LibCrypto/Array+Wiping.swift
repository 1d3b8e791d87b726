extension [UInt8] {
    /// Overwrites the bytes with zeros in a way the compiler may not leave out, and keeps the length.
    ///
    /// Reaches this array's own storage only: a copy made before keeps its bytes, so do not make one.
    package mutating func wipe() {
        var span = self.mutableSpan
        span.wipe()
    }
}
