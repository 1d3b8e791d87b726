import Activation
import HTTPService
import OTPCore

/// The body of `POST /v1/activations`.
struct ActivationBody: Decodable, Sendable {
    let userID: UserID
    let password: PreparedPassword
    let serialNumber: SerialNumber
    let code: Code

    private enum Names: String, CodingKey, CaseIterable {
        case userID
        case password
        case serialNumber
        case code
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        self.userID = try decoder.userID(at: Names.userID)
        self.password = try decoder.password(at: Names.password)
        self.serialNumber = try decoder.serialNumber(at: Names.serialNumber)
        self.code = try decoder.code(at: Names.code)
    }
}
