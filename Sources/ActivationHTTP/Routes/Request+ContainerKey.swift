import HTTPService
import HTTPTypes
import Hummingbird
import LibCrypto
import PSKC

extension Request {
    /// What opens the encrypted values of the container in the body; nil if the client sends no key.
    ///
    /// `Container-Key` is a pre-shared key in hexadecimal, or `password:` and the UTF-8 bytes of a password in Base64. No header
    /// is ever logged, and no problem repeats one.
    func containerKey() throws(Problem) -> ContainerKey? {
        guard let name = HTTPField.Name.containerKey else { return nil }
        let values = self.headers[values: name]
        guard let value = values.first else { return nil }
        guard values.count == 1 else { throw .invalidMember("Container-Key", "must stand once.") }
        let scheme = "password:"
        guard value.hasPrefix(scheme) else {
            guard let key = SecretBytes(hex: value.utf8.span), key.count > 0 else {
                throw .invalidMember("Container-Key", "must be hexadecimal digits, or password: and Base64.")
            }
            return .preShared(key)
        }
        guard var bytes = Base64.decode(value.dropFirst(scheme.count).utf8.span), !bytes.isEmpty else {
            throw .invalidMember("Container-Key", "after password: its bytes must stand in Base64.")
        }
        defer { bytes.wipe() }
        return .password(SecretBytes(copying: bytes.span))
    }
}
