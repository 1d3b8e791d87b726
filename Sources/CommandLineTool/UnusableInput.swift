import Foundation

/// A request or an input that a tool cannot use: one line on standard error, exit status 2.
package struct UnusableInput: Error, Equatable, CustomStringConvertible {
    /// What is wrong and where, without the tool's name, a full stop or a secret.
    package let description: String

    package init(_ description: String) {
        self.description = description
    }

    /// A file that cannot be read, and why.
    ///
    /// - Parameters:
    ///   - path: Where the file should be.
    ///   - source: What names the file in the error; the path itself if it is nil.
    package init(unreadable path: String, for source: String? = nil) {
        self.init("\(source ?? path): cannot be read\(Self.reason(of: path))")
    }

    private static func reason(of path: String) -> String {
        if path == "-" { return "" }
        var isDirectory: ObjCBool = false
        let isThere = unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
        if !isThere { return ": there is no such file" }
        if isDirectory.boolValue { return ": it is a directory" }
        return FileManager.default.isReadableFile(atPath: path) ? "" : ": this user may not read it"
    }
}
