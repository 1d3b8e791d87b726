import Foundation
import OTPDevices
import StrictJSON
import TimeText

/// The file of the bench's clock.
struct ClockDocument: Codable {
    let offset: String
    let frozenAt: String?

    static func encode(_ clock: StoredClock) -> [UInt8] {
        let document = ClockDocument(
            offset: ISO8601Duration.text(milliseconds: clock.offsetMilliseconds),
            frozenAt: clock.frozenAt.map { RFC3339.text(milliseconds: $0.milliseconds) }
        )
        return (try? JSONEncoder().encode(document)).map { [UInt8]($0) } ?? []
    }

    static func decode(_ bytes: [UInt8]) throws(SnapshotFault) -> StoredClock {
        if let fault = InteroperableJSON.fault(in: bytes.span) { throw SnapshotFault(reason: "it \(fault)") }
        do {
            let document = try JSONDecoder().decode(ClockDocument.self, from: Data(bytes))
            return StoredClock(
                offsetMilliseconds: try ISO8601Duration.milliseconds(of: document.offset),
                frozenAt: try document.frozenAt.map { Instant(milliseconds: try RFC3339.milliseconds(of: $0)) }
            )
        } catch {
            throw SnapshotFault(reason: "it is not the clock of a bench")
        }
    }
}
