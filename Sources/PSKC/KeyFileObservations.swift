import OTPCore

/// What shows only when the keys of a file are seen one after the other: short secrets, and the traces of spreadsheets.
struct KeyFileObservations {
    private var shortSecretCount = 0
    private var repeatedCount = 0
    private var groupedCount = 0
    private var roundedCount = 0
    private var longCount = 0
    private var hasLeadingZero = false
    private var isRoundedFar = false

    /// Of the serial numbers that are figures only, one bit for each length.
    private var lengths: UInt128 = 0
    private var previous: SerialNumber?

    mutating func take(_ key: borrowing PSKCKey, isOfTable: Bool) {
        if key.isSecretShort { self.shortSecretCount += 1 }
        guard isOfTable else { return }
        let serialNumber = key.properties.serialNumber
        if serialNumber == self.previous { self.repeatedCount += 1 }
        self.previous = serialNumber
        let text = Array(serialNumber.text.utf8)
        if Self.isGrouped(text) { self.groupedCount += 1 }
        guard text.allSatisfy(SpreadsheetDamage.isDigit) else { return }
        self.lengths |= 1 << UInt128(text.count)
        if text.first == UInt8(ascii: "0") { self.hasLeadingZero = true }
        guard text.count > 15 else { return }
        self.longCount += 1
        if SpreadsheetDamage.hasLostDigits(text[...], from: 16) {
            self.roundedCount += 1
            if text.count > 16 { self.isRoundedFar = true }
        }
    }

    var remarks: [String] {
        var remarks: [String] = []
        if self.shortSecretCount > 0 {
            remarks.append("secrets below 128 bits, the least that RFC 4226 allows (R6): \(self.shortSecretCount)")
        }
        if self.repeatedCount > 0 {
            remarks.append("rows with the serial number of the row before: \(self.repeatedCount)")
        }
        if self.lengths.nonzeroBitCount > 1, !self.hasLeadingZero {
            let shortest = self.lengths.trailingZeroBitCount
            let longest = UInt128.bitWidth - 1 - self.lengths.leadingZeroBitCount
            remarks.append(
                "serial numbers have \(shortest) to \(longest) figures and none begins with 0: "
                    + "a spreadsheet may have dropped leading zeros"
            )
        }
        // One number of sixteen figures in ten ends in 0.
        if self.roundedCount > (self.isRoundedFar ? 0 : 1), self.roundedCount == self.longCount {
            remarks.append(
                "serial numbers of more than 15 figures that end in zeros: \(self.roundedCount); "
                    + "a spreadsheet may have rounded them"
            )
        }
        if self.groupedCount > 0 {
            remarks.append(
                "serial numbers with dots between groups of three figures: \(self.groupedCount); "
                    + "a spreadsheet may have put them there"
            )
        }
        return remarks
    }

    /// `4.711.042`.
    private static func isGrouped(_ text: [UInt8]) -> Bool {
        let groups = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard groups.count > 1, let first = groups.first, (1...3).contains(first.count) else { return false }
        return groups.dropFirst().allSatisfy { group in group.count == 3 }
            && groups.allSatisfy { group in group.allSatisfy(SpreadsheetDamage.isDigit) }
    }
}
