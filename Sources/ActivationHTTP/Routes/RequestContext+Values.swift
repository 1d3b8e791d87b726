import Activation
import HTTPService
import Hummingbird
import OTPCore

/// Variable parts of a path as the values they stand for.
extension RequestContext {
    func serialNumber() throws(Problem) -> SerialNumber {
        let text = try self.pathPart("serialNumber")
        do {
            return try SerialNumber(text)
        } catch {
            throw .invalidMember("serialNumber", error.sentence)
        }
    }

    func caller() throws(Problem) -> CallerID {
        guard let caller = CallerID(tokenName: try self.pathPart("caller")) else {
            throw .invalidMember("caller", "a caller is named by 1 to 64 letters, digits and -._ of ASCII.")
        }
        return caller
    }

    func userID() throws(Problem) -> UserID {
        let text = try self.pathPart("userID")
        do {
            return try UserID(text)
        } catch {
            throw .invalidMember("userID", error.sentence)
        }
    }
}
