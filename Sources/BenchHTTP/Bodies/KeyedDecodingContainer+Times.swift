import HTTPService
import OTPDevices
import TimeText

extension KeyedDecodingContainer {
    /// An ISO 8601 duration in milliseconds.
    func decodeMilliseconds(forKey key: Key, in decoder: any Decoder) throws -> Int64? {
        guard let text = try self.decodeIfPresent(String.self, forKey: key) else { return nil }
        do {
            return try ISO8601Duration.milliseconds(of: text)
        } catch {
            throw decoder.refusal(of: key, error.description)
        }
    }

    /// An RFC 3339 time.
    func decodeInstant(forKey key: Key, in decoder: any Decoder) throws -> Instant? {
        guard let text = try self.decodeIfPresent(String.self, forKey: key) else { return nil }
        do {
            return Instant(milliseconds: try RFC3339.milliseconds(of: text))
        } catch {
            throw decoder.refusal(of: key, error.description)
        }
    }

    /// The drift of a clock in parts per million.
    func decodeDrift(forKey key: Key, in decoder: any Decoder) throws -> Int32? {
        guard let drift = try self.decodeWholeNumber(Int32.self, forKey: key) else { return nil }
        let range = RealTimeClock.driftRange
        guard range.contains(drift) else {
            throw decoder.refusal(of: key, "must be \(range.lowerBound) to \(range.upperBound).")
        }
        return drift
    }
}
