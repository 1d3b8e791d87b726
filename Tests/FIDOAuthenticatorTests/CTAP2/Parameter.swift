import CanonicalCBOR

/// One item of a request.
struct Parameter {
    var encoded: [UInt8]

    init(encoded: [UInt8]) {
        self.encoded = encoded
    }

    private init(_ body: (inout CBORWriter) -> Void) {
        var writer = CBORWriter()
        body(&writer)
        self.encoded = writer.bytes
    }

    static func bytes(_ bytes: [UInt8]) -> Parameter { Parameter { $0.byteString(bytes) } }
    static func text(_ text: String) -> Parameter { Parameter { $0.textString(text) } }
    static func number(_ number: Int64) -> Parameter { Parameter { $0.integer(number) } }
    static func boolean(_ value: Bool) -> Parameter { Parameter { $0.boolean(value) } }

    static func map(_ body: (inout CBORMapWriter) -> Void) -> Parameter {
        Parameter { $0.map(body) }
    }

    static func texts(_ texts: [String]) -> Parameter {
        Parameter { writer in
            writer.array(count: texts.count)
            for text in texts {
                writer.textString(text)
            }
        }
    }

    static func algorithms(_ algorithms: [Int64]) -> Parameter {
        Parameter { writer in
            writer.array(count: algorithms.count)
            for algorithm in algorithms {
                writer.map { entry in
                    entry.add("alg") { $0.integer(algorithm) }
                    entry.add("type") { $0.textString("public-key") }
                }
            }
        }
    }

    static func descriptor(_ id: [UInt8], type: String = "public-key") -> Parameter {
        Parameter { writer in
            writer.map { entry in
                entry.add("id") { $0.byteString(id) }
                entry.add("type") { $0.textString(type) }
            }
        }
    }

    static func descriptors(_ ids: [[UInt8]]) -> Parameter {
        Parameter { writer in
            writer.array(count: ids.count)
            for id in ids {
                writer.item(encoded: Self.descriptor(id).encoded[...])
            }
        }
    }

    /// A public key for key agreement, x then y.
    static func keyAgreement(_ publicKey: [UInt8]) -> Parameter {
        .map { key in
            key.add(1) { $0.integer(2) }
            key.add(3) { $0.integer(-25) }
            key.add(-1) { $0.integer(1) }
            key.add(-2) { $0.byteString([UInt8](publicKey[..<32])) }
            key.add(-3) { $0.byteString([UInt8](publicKey[32...])) }
        }
    }
}
