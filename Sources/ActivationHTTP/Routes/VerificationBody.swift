import Activation
import HTTPService
import OTPCore

/// The body of `POST /v1/verifications`: whose code it is, by holder or by device.
struct VerificationBody: Decodable, Sendable {
    let subject: Dossier.Subject
    let code: Code

    private enum Names: String, CodingKey, CaseIterable {
        case userID
        case serialNumber
        case code
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        switch (members.contains(.userID), members.contains(.serialNumber)) {
        case (true, false):
            self.subject = .holder(try decoder.userID(at: Names.userID))
        case (false, true):
            self.subject = .device(try decoder.serialNumber(at: Names.serialNumber))
        default:
            throw Problem.invalidBody("The body must have one of 'userID' and 'serialNumber'.")
        }
        self.code = try decoder.code(at: Names.code)
    }
}
