import Activation

/// What became of the records of a container.
package struct ImportReport: Sendable {
    /// A record that could not be taken over.
    package struct Rejected: Encodable, Equatable, Sendable {
        package let serialNumber: String?
        /// Where in the file it starts.
        package let line: Int
        package let reason: String
    }

    /// The most rejects that are listed one by one; all are counted.
    package static let listLimit = 10_000

    package private(set) var imported = 0
    package private(set) var duplicates = 0
    package private(set) var rejectedCount = 0
    package private(set) var rejected: [Rejected] = []

    /// What is known of the XML signature of the file.
    package var signature = ContainerSignature.none

    /// All records that were looked at.
    package var total: Int { self.imported + self.duplicates + self.rejectedCount }

    package init() {}

    /// What had become of the records up to a place; the rejects among them are counted, but not listed again.
    init(upTo place: ImportPlace) {
        self.imported = place.imported
        self.duplicates = place.duplicates
        self.rejectedCount = place.rejected
    }

    /// Adds what became of another container.
    package mutating func add(_ other: ImportReport) {
        self.imported += other.imported
        self.duplicates += other.duplicates
        self.rejectedCount += other.rejectedCount
        self.signature = max(self.signature, other.signature)
        self.rejected += other.rejected.prefix(max(0, Self.listLimit - self.rejected.count))
    }

    mutating func countImported() {
        self.imported += 1
    }

    mutating func countDuplicate() {
        self.duplicates += 1
    }

    mutating func reject(_ serialNumber: String?, line: Int, _ reason: String) {
        self.rejectedCount += 1
        guard self.rejected.count < Self.listLimit else { return }
        self.rejected.append(Rejected(serialNumber: serialNumber, line: line, reason: reason))
    }
}

extension ImportReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case imported
        case duplicates
        case rejected
        case rejectedCount
        case signature
    }

    /// The entry of the whole import in the audit trail.
    package func entry(at time: UnixTime, caller: CallerID?) -> AuditEntry {
        AuditEntry(
            time: time,
            event: .deviceImport,
            reason: self.rejectedCount == 0 ? .granted : .grantedInPart,
            serialNumber: nil,
            userID: nil,
            caller: caller
        )
    }
}
