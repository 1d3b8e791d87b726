/// A vector file that cannot be read as the kind of file a test takes it for.
package struct VectorFileError: Error, CustomStringConvertible {
    package let name: String
    package let reason: String

    package var description: String {
        "Vectors/\(self.name).json: \(self.reason)"
    }
}
