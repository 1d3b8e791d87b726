import HTTPService
import OTPCore

extension KeyedDecodingContainer {
    /// The serial number of a device that is to be made.
    func decodeSerialNumber(forKey key: Key, in decoder: any Decoder) throws -> SerialNumber? {
        guard let text = try self.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard let serialNumber = try? SerialNumber(text), text != ".", text != ".." else {
            throw decoder.refusal(of: key, "must be 1 to 64 letters, digits and -._:+")
        }
        return serialNumber
    }

    /// What somebody calls a device.
    func decodeName(forKey key: Key, in decoder: any Decoder) throws -> String? {
        guard let name = try self.decodeIfPresent(String.self, forKey: key) else { return nil }
        guard
            (1...100).contains(name.count), name.utf8.count <= 400,
            name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw decoder.refusal(of: key, "must be 1 to 100 characters without control characters.") }
        return name
    }
}
