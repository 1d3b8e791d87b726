/// One piece of a document as it is written: names with their prefixes, namespace declarations among the attributes.
enum XMLToken: Sendable {
    case elementStarted(name: String, attributes: [(name: String, value: String)], at: PSKCPosition)
    case elementEnded(name: String)

    /// Some of the characters between two tags, references resolved.
    case characters([UInt8])
    case comment(String)
    case instruction(target: String, data: String)

    /// What it takes to keep it.
    var byteCount: Int {
        switch self {
        case .elementStarted(let name, let attributes, _):
            attributes.reduce(64 + name.utf8.count) { sum, pair in sum + pair.name.utf8.count + pair.value.utf8.count }
        case .elementEnded(let name): name.utf8.count
        case .characters(let bytes): 16 + bytes.count
        case .comment(let text): text.utf8.count
        case .instruction(let target, let data): target.utf8.count + data.utf8.count
        }
    }
}
