extension TOTP {
    /// The time step that `code` belongs to, around the step of a Unix time in seconds, RFC 6238, section 5.2.
    ///
    /// - Parameters:
    ///   - code: What the holder typed.
    ///   - unixTime: The verifier's time.
    ///   - window: How far around it is searched.
    ///   - lastStep: The last accepted step: it and all earlier ones are refused, so that no code counts twice.
    ///   - key: The device's key.
    /// - Returns: The matching step, to be stored as the next `lastStep`, or nil. Of several, the nearest to the time; of two
    ///   as near, the earlier one.
    /// - Throws: ``TOTPError/timeBeforeEpoch``.
    public func verify(
        _ code: Code,
        at unixTime: Int64,
        window: LookAroundWindow,
        after lastStep: UInt64? = nil,
        key: borrowing HMACKey
    ) throws(TOTPError) -> UInt64? {
        self.verify(code, around: try self.step(at: unixTime), window: window, after: lastStep, key: key)
    }

    /// The time step that `code` belongs to, around step number `step`: the expected one of a device whose offset is known.
    ///
    /// Steps the window would find before 0 or beyond 2^64 - 1 do not exist and are left out.
    public func verify(
        _ code: Code,
        around step: UInt64,
        window: LookAroundWindow,
        after lastStep: UInt64? = nil,
        key: borrowing HMACKey
    ) -> UInt64? {
        let behind = UInt64(window.behind)
        let ahead = UInt64(window.ahead)
        var first = step < behind ? 0 : step - behind
        let last = UInt64.max - step < ahead ? UInt64.max : step + ahead
        if let lastStep {
            guard lastStep < last else { return nil }
            first = max(first, lastStep + 1)
        }
        return self.hotp.verify(code, in: first...last, nearest: step, key: key)
    }
}
