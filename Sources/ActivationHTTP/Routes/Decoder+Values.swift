import Activation
import HTTPService
import OTPCore
import TimeText

/// Members of a body as the values they stand for; a problem names the member and repeats nothing of it.
extension Decoder {
    func userID<Name: CodingKey>(at name: Name) throws -> UserID {
        do {
            return try UserID(try self.text(at: name))
        } catch let error as UserIDError {
            throw self.refusal(of: name, error.sentence)
        }
    }

    func serialNumber<Name: CodingKey>(at name: Name) throws -> SerialNumber {
        do {
            return try SerialNumber(try self.text(at: name))
        } catch let error as SerialNumberError {
            throw self.refusal(of: name, error.sentence)
        }
    }

    func code<Name: CodingKey>(at name: Name) throws -> Code {
        do {
            return try Code(typed: try self.text(at: name))
        } catch is CodeError {
            throw self.refusal(of: name, "a code is a string of 4 to 10 digits, and spaces between them.")
        }
    }

    func password<Name: CodingKey>(at name: Name) throws -> PreparedPassword {
        let text = try self.text(at: name)
        do {
            return try PreparedPassword(text)
        } catch {
            throw self.refusal(of: name, "a password is 1 to 1024 bytes of text without control characters.")
        }
    }

    func time<Name: CodingKey>(at name: Name) throws -> UnixTime {
        do {
            return UnixTime(milliseconds: try RFC3339.milliseconds(of: try self.text(at: name)))
        } catch let error as TimeTextError {
            throw self.refusal(of: name, "\(error)")
        }
    }

    private func text<Name: CodingKey>(at name: Name) throws -> String {
        try self.container(keyedBy: Name.self).decode(String.self, forKey: name)
    }
}

extension UserIDError {
    var sentence: String {
        "a user ID is 1 to \(UserID.maximumLength) letters (a to z, æ, ø, å), digits, marks and inner spaces, "
            + "without a slash; '.' and '..' are none."
    }
}

extension SerialNumberError {
    var sentence: String {
        "a serial number is 1 to \(SerialNumber.maximumLength) letters, digits and -._:+ of ASCII; "
            + "'.' and '..' are none."
    }
}
