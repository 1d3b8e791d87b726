import OTPCore

/// In what two records of one serial number and one secret are not the same.
package struct TokenDifferences: OptionSet, Sendable {
    package let rawValue: UInt16

    package init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    package static let kind = Self(rawValue: 1 << 0)
    package static let algorithm = Self(rawValue: 1 << 1)
    package static let digits = Self(rawValue: 1 << 2)

    /// One makes codes by time, the other by counter.
    package static let movingFactor = Self(rawValue: 1 << 3)
    package static let timeStep = Self(rawValue: 1 << 4)
    package static let counter = Self(rawValue: 1 << 5)
    package static let startDate = Self(rawValue: 1 << 6)
    package static let expiryDate = Self(rawValue: 1 << 7)

    /// The names of the fields, for a person.
    package var names: [String] {
        let names: [(Self, String)] = [
            (.kind, "kind"), (.algorithm, "hash function"), (.digits, "number of digits"),
            (.movingFactor, "moving factor (time or counter)"), (.timeStep, "time step"), (.counter, "counter"),
            (.startDate, "start date"), (.expiryDate, "expiry date"),
        ]
        return names.filter { difference, _ in self.contains(difference) }.map { _, name in name }
    }
}

extension TokenRecord {
    /// In what another record describes another device from the factory, whatever happened to this one since.
    package func differences(from other: TokenRecord) -> TokenDifferences {
        var differences: TokenDifferences = []
        if self.kind != other.kind { differences.insert(.kind) }
        if self.algorithm != other.algorithm { differences.insert(.algorithm) }
        if self.movingFactor.digits != other.movingFactor.digits { differences.insert(.digits) }
        switch (self.movingFactor, other.movingFactor) {
        case (.time(let mine), .time(let theirs)):
            if mine.timeStep != theirs.timeStep || mine.epoch != theirs.epoch { differences.insert(.timeStep) }
        case (.counter(_, let mine), .counter(_, let theirs)):
            if mine != theirs { differences.insert(.counter) }
        case (.time, .counter), (.counter, .time):
            differences.insert(.movingFactor)
        }
        if self.validity.startsAt != other.validity.startsAt { differences.insert(.startDate) }
        if self.validity.expiresAt != other.validity.expiresAt { differences.insert(.expiryDate) }
        return differences
    }
}
