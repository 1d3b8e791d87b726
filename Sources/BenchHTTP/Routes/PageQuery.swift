import HTTPService
import Hummingbird
import OTPCore

/// Which part of a list is asked for: `limit` and `after`; without them it is the whole.
struct PageQuery {
    let limit: Int?
    let after: SerialNumber?

    init(_ request: Request) throws(Problem) {
        var limit: Int?
        var after: SerialNumber?
        for (name, value) in try request.queryItems() {
            switch name {
            case "limit":
                guard let number = Int(value), (1...100_000).contains(number) else {
                    throw .invalidMember("limit", "must be 1 to 100000.")
                }
                limit = number
            case "after":
                guard let serialNumber = try? SerialNumber(value) else {
                    throw .invalidMember("after", "must be a serial number.")
                }
                after = serialNumber
            default:
                throw .invalidMember(name, "is not known here; known are limit and after.")
            }
        }
        self.limit = limit
        self.after = after
    }
}
