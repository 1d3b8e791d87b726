import Bench
import HTTPService

extension KeyedDecodingContainer {
    /// Bytes as hexadecimal digits.
    func decodeHex(forKey key: Key, upTo limit: Int, in decoder: any Decoder) throws -> [UInt8]? {
        guard let text = try self.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let bytes = HexText.bytes(of: text) else {
            throw decoder.refusal(of: key, "must be pairs of hexadecimal digits.")
        }
        guard bytes.count <= limit else { throw decoder.refusal(of: key, "must be at most \(limit) bytes long.") }
        return bytes
    }
}
