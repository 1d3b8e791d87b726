import CommandLineTool

/// The file of `--pin-file`: a PIN that nobody else can read.
enum PINFile {
    /// The PIN in UTF-8; CTAP 2.1, section 6.5.1.
    static func pin(of path: String) throws(UnusableInput) -> [UInt8] {
        try FileAccess.owner.check(path, for: "--pin-file \(path)")
        let line = try OneLineFile.line(of: path, for: "--pin-file \(path)", holding: "PIN")
        guard (4...63).contains(line.utf8.count) else {
            throw UnusableInput("--pin-file \(path): a PIN has 4 characters at least and 63 bytes at most")
        }
        return Array(line.utf8)
    }
}
