extension PasswordHash {
    /// Reads a stored line; its numbers are bounded before any memory is spent on them.
    package init(parsing text: String) throws(PasswordHashError) {
        let fields = text.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard fields.count == 5, fields[0].isEmpty else { throw .malformed }
        guard fields[1].elementsEqual("scrypt".utf8) else { throw .unknownFunction }
        let cost = try Self.cost(parsing: fields[2])
        let salt = try Self.bytes(parsing: fields[3])
        let hash = try Self.bytes(parsing: fields[4])
        guard (8...64).contains(salt.count), (16...64).contains(hash.count) else { throw .lengthOutOfBounds }
        self.init(cost: cost, salt: salt, hash: hash)
    }

    /// `ln=15,r=8,p=1`, in this order, each once, without leading zeros.
    private static func cost(parsing field: Substring.UTF8View) throws(PasswordHashError) -> ScryptCost {
        let parts = field.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .malformed }
        let logN = try Self.number(parts[0], named: "ln=")
        let blockSize = try Self.number(parts[1], named: "r=")
        let parallelization = try Self.number(parts[2], named: "p=")
        guard let cost = ScryptCost(logN: logN, blockSize: blockSize, parallelization: parallelization) else {
            throw .costOutOfBounds
        }
        return cost
    }

    /// Base64 without padding and, other than in XML, without white space.
    private static func bytes(parsing field: Substring.UTF8View) throws(PasswordHashError) -> [UInt8] {
        let characters = [UInt8](field)
        guard !characters.contains(where: { character in character <= 0x20 }),
            let bytes = Base64.decode(characters.span, padding: .forbidden)
        else { throw .malformed }
        return bytes
    }

    private static func number(_ part: Substring.UTF8View, named name: String) throws(PasswordHashError) -> Int {
        guard part.starts(with: name.utf8) else { throw .malformed }
        let digits = part.dropFirst(name.utf8.count)
        let isPlain = digits.allSatisfy { byte in (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
        guard isPlain, (1...9).contains(digits.count), digits.first != UInt8(ascii: "0") else { throw .malformed }
        return digits.reduce(0) { value, digit in value * 10 + Int(digit - UInt8(ascii: "0")) }
    }
}
