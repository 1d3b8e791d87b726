import HTTPService
import Hummingbird
import PSKC

extension Request {
    /// How the container in the body is read, as the query `keyIDAsSerial=true` says.
    func readerOptions() throws(Problem) -> PSKCReaderOptions {
        let name = "keyIDAsSerial"
        let values = try self.queryItems().filter { item in item.name == name }.map { item in item.value }
        guard values.count <= 1 else { throw .invalidMember(name, "it stands twice in the query.") }
        var options = PSKCReaderOptions()
        switch values.first {
        case nil, "false": options.takesKeyIDForSerialNumber = false
        case "true": options.takesKeyIDForSerialNumber = true
        default: throw .invalidMember(name, "must be true or false.")
        }
        return options
    }
}
