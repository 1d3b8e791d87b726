/// A password as it is stored: scrypt, RFC 7914, in the form `$scrypt$ln=15,r=8,p=1$salt$hash`.
///
/// It hashes the bytes it is given. For a typed password these are the bytes of ``SecretBytes/init(password:)``:
/// UTF-8 of the NFC form, so that one and the same password typed on two systems is the same bytes.
package struct PasswordHash: Equatable, Sendable, CustomStringConvertible {
    /// What one comparison costs.
    package let cost: ScryptCost

    let salt: [UInt8]
    let hash: [UInt8]

    /// Hashes a new password under a fresh salt of 16 bytes.
    package init(of password: Span<UInt8>, cost: ScryptCost = .standard) throws(PasswordHashError) {
        do {
            let salt = try RandomBytes.array(count: 16)
            let hash = try Scrypt.derive(from: password, salt: salt.span, cost: cost, count: 32)
            self.init(cost: cost, salt: salt, hash: hash)
        } catch {
            throw .library(error)
        }
    }

    init(cost: ScryptCost, salt: [UInt8], hash: [UInt8]) {
        self.cost = cost
        self.salt = salt
        self.hash = hash
    }

    /// Whether this is the password, compared in constant time; takes as long as hashing it did.
    package func verify(_ password: Span<UInt8>) throws(LibCryptoFailure) -> Bool {
        let derived = try Scrypt.derive(from: password, salt: self.salt.span, cost: self.cost, count: self.hash.count)
        return derived.span.isEqualInConstantTime(to: self.hash.span)
    }

    /// Whether the stored cost is below today's, so that the next right password should be hashed anew.
    package var isOutdated: Bool { self.cost.work < ScryptCost.standard.work }

    /// The line to store.
    package var description: String {
        let salt = String(decoding: Base64.encode(self.salt.span, padding: .forbidden), as: UTF8.self)
        let hash = String(decoding: Base64.encode(self.hash.span, padding: .forbidden), as: UTF8.self)
        let cost = self.cost
        return "$scrypt$ln=\(cost.logN),r=\(cost.blockSize),p=\(cost.parallelization)$\(salt)$\(hash)"
    }

    /// Two stored lines are equal when every part is; the hashes are compared in constant time.
    package static func == (left: Self, right: Self) -> Bool {
        left.cost == right.cost && left.salt == right.salt
            && left.hash.span.isEqualInConstantTime(to: right.hash.span)
    }
}
