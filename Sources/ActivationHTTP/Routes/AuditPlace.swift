import HTTPService
import Hummingbird

/// The query of `GET /v1/audit`: which piece of which chain.
struct AuditPlace: Sendable {
    static let mostEntries = 1000

    /// The greatest number that every JSON reader takes exactly, RFC 7493, section 2.2.
    private static let greatestNumber: UInt64 = (1 << 53) - 1

    private(set) var chain: String?
    private(set) var firstNumber: UInt64 = 0
    private(set) var limit = 100

    init(_ request: Request) throws(Problem) {
        var seen: Set<String> = []
        for (name, value) in try request.queryItems() {
            guard seen.insert(name).inserted else { throw .invalidMember(name, "it stands twice in the query.") }
            switch name {
            case "chain":
                self.chain = value
            case "after":
                guard let number = UInt64(plain: value), number <= Self.greatestNumber else {
                    throw .invalidMember(name, "must be the number of an entry.")
                }
                self.firstNumber = number + 1
            case "limit":
                guard let limit = UInt64(plain: value), (1...UInt64(Self.mostEntries)).contains(limit) else {
                    throw .invalidMember(name, "must be 1 to \(Self.mostEntries).")
                }
                self.limit = Int(limit)
            default:
                throw .invalidMember(name, "is not known here; known are chain, after and limit.")
            }
        }
    }
}

extension UInt64 {
    /// Digits alone: `UInt64("+1")` is a number too.
    fileprivate init?(plain text: String) {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
        self.init(text)
    }
}
