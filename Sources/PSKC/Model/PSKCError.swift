/// Why the reading of a file ended; what was delivered before stays good.
package enum PSKCError: Error, Equatable, Sendable, CustomStringConvertible {
    /// Not well-formed, in the XML parser's words.
    case malformed(String, at: PSKCPosition)

    /// No bytes, or nothing but white space.
    case emptyFile

    /// The file stops before its container is closed.
    case endsEarly(at: PSKCPosition)

    /// A document type declaration, and with it entities: no container needs one, and every attack does.
    case documentType(at: PSKCPosition)

    /// More elements inside each other than ``XMLLimits/depth``.
    case tooDeep(at: PSKCPosition)

    /// A record or a token above its limit.
    case tooLarge(at: PSKCPosition)

    /// The document is something else than a key container of a known namespace, which is empty where there is none.
    case notAContainer(found: String, namespace: String, at: PSKCPosition)

    /// A version other than 1.0.
    case unsupportedVersion(String, at: PSKCPosition)

    /// A head that says two things: two encryption keys or two MAC methods.
    case duplicateElement(String, at: PSKCPosition)

    /// Encrypted values, and a key that was not given or that this program cannot use.
    case keyRequired(KeyRequirement, at: PSKCPosition)

    /// The pre-shared key has so many bytes, and the cipher takes so many.
    case keyLength(Int, expected: Int, at: PSKCPosition)

    /// The key does not open the container's MAC key, so it would open nothing else.
    case wrongKey(at: PSKCPosition)

    /// A table that cannot be read, or not without guessing.
    case unreadableTable(KeyTableFault, at: PSKCPosition)

    /// No memory for the XML parser.
    case outOfMemory

    package var description: String {
        switch self {
        case .malformed(let reason, let position): "\(position): \(reason)"
        case .emptyFile: "the file is empty"
        case .endsEarly(let position): "\(position): the file ends before the container is closed"
        case .documentType(let position): "\(position): a document type declaration is not allowed"
        case .tooDeep(let position): "\(position): too many elements inside each other"
        case .tooLarge(let position): "\(position): a record, tag or comment is too large"
        case .notAContainer(let found, "", let position):
            "\(position): <\(found)> without a namespace is no RFC 6030 KeyContainer"
        case .notAContainer(let found, let namespace, let position):
            "\(position): <\(found)> of the namespace \(namespace) is no RFC 6030 KeyContainer"
        case .unsupportedVersion(let version, let position): "\(position): version \(version) is not supported"
        case .duplicateElement(let name, let position): "\(position): <\(name)> stands twice"
        case .keyRequired(let key, let position): "\(position): the file is encrypted with \(key)"
        case .keyLength(let count, let expected, let position):
            "\(position): the key has \(count) bytes, and the file's cipher takes \(expected)"
        case .wrongKey(let position): "\(position): the key or password is wrong"
        case .unreadableTable(let fault, let position): "\(position): \(fault)"
        case .outOfMemory: "not enough memory to read the file"
        }
    }
}
