/// Something wrong in a vector file or a schema.
struct Finding: Equatable, Sendable, Encodable, CustomStringConvertible {
    /// The file's path below the vectors' folder.
    let file: String
    /// A JSON pointer into it, empty for the whole file.
    let pointer: String
    let message: String

    init(file: String, pointer: JSONPointer = .root, message: String) {
        self.file = file
        self.pointer = pointer.description
        self.message = message
    }

    /// `file#pointer: message`, as a URI reference with a fragment.
    var description: String {
        "\(self.file)#\(self.pointer): \(self.message)"
    }
}
