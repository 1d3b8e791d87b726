/// Public values of one token, for comparison with the other tokens of a tray.
///
/// Nothing here is secret: a token shows all of it to everybody who asks.
package struct TokenMarks: Equatable, Sendable {
    /// A credential of the token.
    package struct Handle: Equatable, Sendable {
        package let id: [UInt8]

        /// Whether U2F has made it.
        package let isU2F: Bool

        /// The largest signature counter that was seen with it; `nil` for none.
        package var counter: UInt32?

        package init(id: [UInt8], isU2F: Bool = false, counter: UInt32? = nil) {
            self.id = id
            self.isU2F = isU2F
            self.counter = counter
        }
    }

    /// Values that each token has for itself.
    package enum Kind: String, CaseIterable, Sendable {
        case credentialID
        case publicKey
        case agreementKey
        /// The *r* of an ECDSA signature; a second one with another key betrays both.
        case signatureR
        /// The standard does not ask for random ones.
        case channel

        /// Its name in a sentence.
        package var words: String {
            switch self {
            case .credentialID: "credential ID"
            case .publicKey: "public key of a credential"
            case .agreementKey: "key agreement key"
            case .signatureR: "r of a signature"
            case .channel: "CTAPHID channel"
            }
        }
    }

    /// One value with its kind.
    package struct Value: Hashable, Sendable {
        package let kind: Kind
        package let bytes: [UInt8]

        package init(_ kind: Kind, _ bytes: [UInt8]) {
            self.kind = kind
            self.bytes = bytes
        }
    }

    /// A property that all tokens of one revision share.
    package struct Property: Equatable, Sendable {
        package let name: String
        package let value: String

        package init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The most values of one kind that are kept, so that a soak does not fill the memory.
    package static let valueLimit = 64

    package var serialNumber: String?
    package private(set) var handles: [Handle] = []
    package private(set) var values: [Value] = []

    /// SHA-256 of the attestation certificate; `nil` without one.
    package var certificateDigest: [UInt8]?
    package var properties: [Property] = []

    /// The median time of a round trip in microseconds; `nil` if it was not measured.
    package var roundTrip: UInt64?

    package init() {}

    /// Takes a value, once, and none above ``valueLimit``.
    package mutating func add(_ kind: Kind, _ bytes: [UInt8]) {
        let value = Value(kind, bytes)
        guard !bytes.isEmpty, self.values.count(where: { $0.kind == kind }) < Self.valueLimit,
            !self.values.contains(value)
        else { return }
        self.values.append(value)
    }

    /// Takes a credential of the token.
    package mutating func add(handle: Handle) {
        guard !self.handles.contains(where: { $0.id == handle.id }) else { return }
        self.handles.append(handle)
    }

    /// Takes a counter that was seen with a credential.
    package mutating func saw(counter: UInt32, of id: [UInt8]) {
        guard let index = self.handles.firstIndex(where: { $0.id == id }) else { return }
        self.handles[index].counter = max(counter, self.handles[index].counter ?? 0)
    }
}
