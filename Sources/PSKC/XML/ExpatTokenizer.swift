import CExpat

/// expat without its namespaces: every piece of a document as it is written, for whoever computes a digest over it.
///
/// Tokens are handed on from inside the callbacks, for there are too many to suspend the parser at each. `@safe`: the C
/// parser is owned, and knows this object only while ``feed(_:isFinal:_:)`` runs.
@safe
final class ExpatTokenizer {
    /// Takes a token; what it returns ends the reading.
    typealias Take = (XMLToken) -> SignatureError?

    private let parser: OpaquePointer
    private let limits: XMLLimits
    private var fedByteCount = 0
    private var depth = 0
    private var take: Take?
    private var failure: SignatureError?

    /// Nil if there is no memory for a parser.
    init?(limits: XMLLimits) {
        guard let parser = unsafe XML_ParserCreate(nil) else { return nil }
        unsafe self.parser = parser
        self.limits = limits
        self.setHandlers()
    }

    deinit {
        unsafe XML_ParserFree(self.parser)
    }

    /// Takes the next bytes, and hands on all tokens that end in them.
    func feed(_ chunk: Span<UInt8>, isFinal: Bool, _ take: @escaping Take) throws(SignatureError) {
        if let failure = self.failure { throw failure }
        if chunk.isEmpty, !isFinal { return }
        guard let count = Int32(exactly: chunk.count) else { throw .file(.tooLarge(at: self.position)) }
        self.take = take
        unsafe XML_SetUserData(self.parser, Unmanaged.passUnretained(self).toOpaque())
        let status = unsafe chunk.withUnsafeBytes { bytes in
            unsafe XML_Parse(self.parser, bytes.baseAddress, count, isFinal ? 1 : 0)
        }
        unsafe XML_SetUserData(self.parser, nil)
        self.take = nil
        self.fedByteCount += chunk.count
        // What is fed and not yet reported is the beginning of one token.
        let reached = unsafe Int(XML_GetCurrentByteIndex(self.parser))
        if status == XML_STATUS_OK, reached >= 0, self.fedByteCount - reached > self.limits.bytesPerToken {
            self.failure = .file(.tooLarge(at: self.position))
        } else if status != XML_STATUS_OK, self.failure == nil {
            self.failure = .file(self.parserError)
        }
        if let failure = self.failure { throw failure }
    }

    private var position: PSKCPosition {
        unsafe PSKCPosition(
            line: Int(XML_GetCurrentLineNumber(self.parser)),
            column: Int(XML_GetCurrentColumnNumber(self.parser)) + 1
        )
    }

    private var parserError: PSKCError { unsafe PSKCError(XML_GetErrorCode(self.parser), at: self.position) }

    private func stop(_ failure: SignatureError) {
        self.failure = failure
        _ = unsafe XML_StopParser(self.parser, 0)
    }

    private func hand(_ token: XMLToken) {
        if let failure = self.take?(token) { self.stop(failure) }
    }
}

// What the callbacks of C do.
extension ExpatTokenizer {
    private func setHandlers() {
        unsafe XML_SetElementHandler(
            self.parser,
            { context, name, attributes in
                unsafe ExpatTokenizer.run(context) { parser in unsafe parser.elementStarted(name, attributes) }
            },
            { context, name in
                unsafe ExpatTokenizer.run(context) { parser in unsafe parser.elementEnded(name) }
            }
        )
        unsafe XML_SetCharacterDataHandler(
            self.parser,
            { context, characters, count in
                unsafe ExpatTokenizer.run(context) { parser in unsafe parser.characters(characters, Int(count)) }
            }
        )
        unsafe XML_SetCommentHandler(
            self.parser,
            { context, text in
                unsafe ExpatTokenizer.run(context) { parser in unsafe parser.hand(.comment(ExpatTokenizer.string(text)))
                }
            }
        )
        unsafe XML_SetProcessingInstructionHandler(
            self.parser,
            { context, target, data in
                unsafe ExpatTokenizer.run(context) { parser in
                    unsafe parser.hand(
                        .instruction(target: ExpatTokenizer.string(target), data: ExpatTokenizer.string(data))
                    )
                }
            }
        )
        unsafe XML_SetStartDoctypeDeclHandler(
            self.parser,
            { context, _, _, _, _ in
                unsafe ExpatTokenizer.run(context) { parser in
                    parser.stop(.file(.documentType(at: parser.position)))
                }
            }
        )
    }

    private static func run(_ context: UnsafeMutableRawPointer?, _ body: (ExpatTokenizer) -> Void) {
        guard let context = unsafe context else { return }
        let parser = unsafe Unmanaged<ExpatTokenizer>.fromOpaque(context).takeUnretainedValue()
        // After a stop expat may still call for what it has in hand.
        if parser.failure == nil { body(parser) }
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String {
        unsafe text.map { text in unsafe String(cString: text) } ?? ""
    }

    private func elementStarted(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        guard self.depth < self.limits.depth else { return self.stop(.file(.tooDeep(at: self.position))) }
        self.depth += 1
        var pairs: [(name: String, value: String)] = []
        if var attribute = unsafe attributes {
            while let name = unsafe attribute.pointee, let value = unsafe (attribute + 1).pointee {
                unsafe pairs.append((name: String(cString: name), value: String(cString: value)))
                unsafe attribute += 2
            }
        }
        unsafe self.hand(.elementStarted(name: ExpatTokenizer.string(name), attributes: pairs, at: self.position))
    }

    private func elementEnded(_ name: UnsafePointer<CChar>?) {
        self.depth -= 1
        unsafe self.hand(.elementEnded(name: ExpatTokenizer.string(name)))
    }

    private func characters(_ characters: UnsafePointer<CChar>?, _ count: Int) {
        guard let characters = unsafe characters else { return }
        let bytes = unsafe characters.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe [UInt8](UnsafeBufferPointer(start: bytes, count: count))
        }
        self.hand(.characters(bytes))
    }
}
