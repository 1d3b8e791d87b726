import Activation
import HTTPService

/// The body of `POST /v1/users`.
struct HolderBody: Decodable, Sendable {
    let userID: UserID
    let password: PreparedPassword

    private enum Names: String, CodingKey, CaseIterable {
        case userID
        case password
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        self.userID = try decoder.userID(at: Names.userID)
        self.password = try decoder.password(at: Names.password)
    }
}
