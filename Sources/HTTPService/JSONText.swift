package import Foundation
import StrictJSON

/// The one way both services write JSON (members sorted, slashes as they are, no spaces) and read it.
package enum JSONText {
    package static func encode(_ value: some Encodable) -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        // Encoding fails only for what JSON has no word for (a number that is not one); no type here holds such.
        return (try? encoder.encode(value)).map { [UInt8]($0) } ?? Array("null".utf8)
    }

    /// The value of a text; what is wrong in it is named with its place.
    package static func decode<Value: Decodable>(
        _ type: Value.Type = Value.self,
        from bytes: Data
    ) throws(Problem) -> Value {
        if let fault = InteroperableJSON.fault(in: [UInt8](bytes).span) {
            throw .invalidBody("The body \(Problem.shown(fault, limit: 160)).")
        }
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch let problem as Problem {
            throw problem
        } catch let error as DecodingError {
            if let fault = JSONFault.description(of: bytes) {
                throw .invalidJSON(fault)
            }
            throw Problem(error)
        } catch {
            throw .invalidJSON("The body is not one JSON value.")
        }
    }
}
