import Activation
import HTTPService
import OTPCore

/// The body of `POST /v1/chips/registrations/options`: the password, and a second factor if the holder has one.
struct ChipAdditionBody: Decodable, Sendable {
    let userID: UserID
    let password: PreparedPassword
    let factor: PresentedFactor?

    private enum Names: String, CodingKey, CaseIterable {
        case userID
        case password
        case code
        case assertion
    }

    init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownMembers(besides: Names.self)
        let members = try decoder.container(keyedBy: Names.self)
        self.userID = try decoder.userID(at: Names.userID)
        self.password = try decoder.password(at: Names.password)
        switch (members.contains(.code), members.contains(.assertion)) {
        case (false, false):
            self.factor = nil
        case (true, false):
            self.factor = .code(try decoder.code(at: Names.code))
        case (false, true):
            self.factor = .assertion(try members.decode(AssertionAnswer.self, forKey: .assertion))
        case (true, true):
            throw Problem.invalidBody("The body must not have both 'code' and 'assertion'.")
        }
    }
}
