import Bench
import HTTPService

/// What is to be broken about a chip, or put right.
struct ChipFaultsBody: Decodable, Sendable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case pulledOutAfter
        case fieldLostAfter
        case answerDelay
        case keepalive
        case wrongChannel
        case report
        case mute
        case invalidSignatures
        case counterGoingBack
        case otherAttestationKey
        case pinLocked
        case storageFull
    }

    /// The longest delay.
    private static let longest: Int64 = 3_600_000

    let change: ChipFaultChange

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        var change = ChipFaultChange()
        change.pulledOutAfter = try Self.count(.pulledOutAfter, in: container)
        change.fieldLostAfter = try Self.count(.fieldLostAfter, in: container)
        change.answerDelayMilliseconds = try Self.time(.answerDelay, in: container, decoder)
        change.keepaliveMilliseconds = try Self.time(.keepalive, in: container, decoder)
        change.isOnWrongChannel = try container.decodeIfPresent(Bool.self, forKey: .wrongChannel)
        if container.contains(.report) {
            if let name = try container.decodeIfPresent(String.self, forKey: .report) {
                guard let fault = ChipFaults.ReportFault(rawValue: name) else {
                    throw decoder.refusal(of: CodingKeys.report, "must be truncated, corrupt or null.")
                }
                change.report = .set(fault)
            } else {
                change.report = .remove
            }
        }
        change.isMute = try container.decodeIfPresent(Bool.self, forKey: .mute)
        change.hasInvalidSignatures = try container.decodeIfPresent(Bool.self, forKey: .invalidSignatures)
        change.hasCounterGoingBack = try container.decodeIfPresent(Bool.self, forKey: .counterGoingBack)
        change.attestsWithAnotherKey = try container.decodeIfPresent(Bool.self, forKey: .otherAttestationKey)
        change.isPINLocked = try container.decodeIfPresent(Bool.self, forKey: .pinLocked)
        change.isStorageFull = try container.decodeIfPresent(Bool.self, forKey: .storageFull)
        self.change = change
    }

    private static func count(
        _ key: CodingKeys,
        in container: KeyedDecodingContainer<CodingKeys>
    ) throws -> ChipFaultChange.Member<UInt32>? {
        guard container.contains(key) else { return nil }
        guard let count = try container.decodeWholeNumber(UInt32.self, forKey: key) else { return .remove }
        return .set(count)
    }

    private static func time(
        _ key: CodingKeys,
        in container: KeyedDecodingContainer<CodingKeys>,
        _ decoder: any Decoder
    ) throws -> UInt32? {
        guard let time = try container.decodeMilliseconds(forKey: key, in: decoder) else { return nil }
        guard (0...Self.longest).contains(time) else { throw decoder.refusal(of: key, "must be PT0S to PT1H.") }
        return UInt32(time)
    }
}
