import CommandLineTool
import PSKC

/// What came of reading a container, counted.
struct ContainerSummary: Encodable {
    private(set) var keys = 0
    private(set) var rejectedCount = 0
    /// In how many keys something was assumed, by what it is.
    private(set) var assumed: [String: Int] = [:]
    /// False if the file could not be read to its end.
    private(set) var complete = false
    /// `none`, `notChecked` or `verified`: the XML signature of the file.
    private(set) var signature = "none"
    /// Whose signature is right.
    private(set) var signer: String?
    /// What a person should know of the keys; absent where there is nothing.
    private(set) var remarks: [String]?

    mutating func count(_ key: KeyProperties) {
        self.keys += 1
        for name in KeyReport.names(of: key.assumptions) { self.assumed[name, default: 0] += 1 }
    }

    mutating func count(_: PSKCReject) {
        self.rejectedCount += 1
    }

    /// The file was read to its end.
    mutating func end(_ end: ContainerEnd) {
        self.complete = true
        self.remarks = end.remarks.isEmpty ? nil : end.remarks
        switch end.signature {
        case .none: break
        case .notChecked: self.signature = "notChecked"
        case .verified(let signer): (self.signature, self.signer) = ("verified", signer)
        }
    }

    /// Whether there is anything to tell after an error.
    var isEmpty: Bool { self.keys == 0 && self.rejectedCount == 0 }

    /// The last lines for people.
    var text: String {
        var lines = self.assumed.sorted { $0.key < $1.key }.map { name, count in
            "\(name): not stated for \(count.counted("key")), the standard's value assumed"
        }
        lines += self.remarks ?? []
        if let signer = self.signer { lines.append("signature of \(signer) verified") }
        if self.signature == "notChecked" { lines.append("signature not checked") }
        let ending = self.complete ? "" : ", the file was not read to its end"
        lines.append("\(self.keys.counted("key")), \(self.rejectedCount) rejected\(ending)")
        return lines.joined(separator: "\n")
    }
}
