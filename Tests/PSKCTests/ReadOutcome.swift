import LibCrypto
import OTPCore
import PSKC

/// What came of reading a file, in a form that tests can compare.
struct ReadOutcome: Equatable {
    struct Key: Equatable {
        var properties: KeyProperties
        var secret: [UInt8]
    }

    var keys: [Key] = []
    var rejects: [PSKCReject] = []
    var error: PSKCError?
    var hasUncheckedSignature = false
    var containerID: String?
    var remarks: [String] = []

    /// The key a test opens a file with.
    enum OpeningKey {
        case none
        case preShared(String)
        case password(String)

        func make() -> ContainerKey? {
            switch self {
            case .none: return nil
            case .preShared(let hex):
                guard let key = SecretBytes(hex: hex.utf8.span) else { return nil }
                return .preShared(key)
            case .password(let text): return .password(SecretBytes(copying: text.utf8.span))
            }
        }
    }

    /// Reads the text in pieces of so many bytes, drawing every record as a host would.
    init(
        of file: [UInt8],
        pieces: Int = 4096,
        options: PSKCReaderOptions = PSKCReaderOptions(),
        key: OpeningKey = .none
    ) {
        do throws(PSKCError) {
            var reader = try KeyFileReader(options: options, key: key.make())
            defer {
                self.hasUncheckedSignature = reader.hasUncheckedSignature
                self.containerID = reader.containerID
                self.remarks = reader.remarks
            }
            var start = 0
            while start < file.count {
                let end = min(start + pieces, file.count)
                try reader.feed(file.span.extracting(start..<end))
                try self.draw(from: &reader)
                start = end
            }
            try reader.finish()
            try self.draw(from: &reader)
        } catch {
            self.error = error
        }
    }

    init(of text: String, pieces: Int = 4096, options: PSKCReaderOptions = PSKCReaderOptions(), key: OpeningKey = .none)
    {
        self.init(of: [UInt8](text.utf8), pieces: pieces, options: options, key: key)
    }

    private mutating func draw(from reader: inout KeyFileReader) throws(PSKCError) {
        while let record = try reader.next() {
            switch consume record {
            case .key(let key):
                let secret = key.secret.withBytes { span in span.indices.map { index in span[index] } }
                self.keys.append(Key(properties: key.properties, secret: secret))
            case .rejected(let reject):
                self.rejects.append(reject)
            }
        }
    }

    /// The reasons alone, for a file in which every record is bad.
    var reasons: [PSKCRejectReason] { self.rejects.map(\.reason) }
}
