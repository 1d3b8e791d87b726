import HTTPService
import HTTPTypes
import Hummingbird
import LibCrypto
import PSKC

extension HTTPField.Name {
    /// A pre-shared key in hexadecimal.
    fileprivate static let containerKey = HTTPField.Name("Container-Key")

    /// The UTF-8 bytes of a password in Base64.
    fileprivate static let containerPassword = HTTPField.Name("Container-Password")
}

extension Request {
    /// What opens the encrypted values of the container in the body; nil if the client sends no key.
    ///
    /// No header is ever logged, and no problem repeats one.
    func containerKey() throws(Problem) -> ContainerKey? {
        let hex = try self.single(.containerKey)
        let password = try self.single(.containerPassword)
        switch (hex, password) {
        case (nil, nil):
            return nil
        case (let hex?, nil):
            guard let key = SecretBytes(hex: hex.utf8.span), key.count > 0 else {
                throw .invalidMember("Container-Key", "must be an even number of hexadecimal digits.")
            }
            return .preShared(key)
        case (nil, let password?):
            guard var bytes = Base64.decode(password.utf8.span), !bytes.isEmpty else {
                throw .invalidMember("Container-Password", "must be the password's bytes in Base64.")
            }
            defer { bytes.wipe() }
            return .password(SecretBytes(copying: bytes.span))
        default:
            throw .invalidMember("Container-Password", "cannot stand beside Container-Key: give one of them.")
        }
    }

    private func single(_ name: HTTPField.Name?) throws(Problem) -> String? {
        guard let name else { return nil }
        let values = self.headers[values: name]
        guard values.count <= 1 else { throw .invalidMember(name.rawName, "must stand once.") }
        return values.first
    }
}
