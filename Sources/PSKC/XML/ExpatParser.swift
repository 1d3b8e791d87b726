import CExpat

/// The one door to expat: bytes in pieces come in, whole children of the document's element come out.
///
/// The parser is suspended at every event, so that nothing piles up and no Swift code but the building of the tree
/// runs inside a callback of C. `@safe`: the C parser is owned, and knows this object only while one of its methods runs.
@safe
final class ExpatParser {
    private let parser: OpaquePointer
    private let limits: XMLLimits
    private var fedByteCount = 0
    private var isSuspended = false
    private var open: [XMLElement] = []
    private var elementCount = 0
    private var byteCount = 0
    private var names: [String: XMLName] = [:]
    private var event: XMLEvent?
    private var failure: PSKCError?

    /// Nil if there is no memory for a parser.
    init?(limits: XMLLimits) {
        guard let parser = unsafe XML_ParserCreateNS(nil, CChar(bitPattern: XMLName.separator)) else { return nil }
        unsafe self.parser = parser
        self.limits = limits
        self.setHandlers()
    }

    deinit {
        unsafe XML_ParserFree(self.parser)
    }

    /// Takes the next bytes; every event of the bytes before must have been taken with ``next()``.
    func feed(_ chunk: Span<UInt8>, isFinal: Bool) throws(PSKCError) {
        guard self.failure == nil else { throw self.failed() }
        precondition(!self.isSuspended && self.event == nil, "next() was not called until it gave nil")
        if chunk.isEmpty, !isFinal { return }
        guard let count = Int32(exactly: chunk.count) else { return try self.refuse(.tooLarge(at: self.position)) }
        let status = unsafe chunk.withUnsafeBytes { bytes -> XML_Status in
            // Before its release 2.6 expat has no buffer of no bytes to give.
            if count == 0 { return self.running { unsafe XML_Parse(self.parser, nil, 0, 1) } }
            guard let buffer = unsafe XML_GetBuffer(self.parser, count) else { return XML_STATUS_ERROR }
            unsafe UnsafeMutableRawBufferPointer(start: buffer, count: bytes.count).copyMemory(from: bytes)
            return self.running { unsafe XML_ParseBuffer(self.parser, count, isFinal ? 1 : 0) }
        }
        self.fedByteCount += chunk.count
        try self.settle(status)
    }

    /// The next event in the bytes fed so far; nil when they are used up.
    func next() throws(PSKCError) -> XMLEvent? {
        guard self.failure == nil else { throw self.failed() }
        while self.event == nil, self.isSuspended {
            try self.settle(self.running { unsafe XML_ResumeParser(self.parser) })
        }
        defer { self.event = nil }
        return self.event
    }

    /// Ends the reading for a reason that the reader found; every later call throws the same.
    func refuse(_ failure: PSKCError) throws(PSKCError) {
        self.failure = failure
        throw self.failed()
    }

    /// The place the parser has come to.
    var position: PSKCPosition {
        unsafe PSKCPosition(
            line: Int(XML_GetCurrentLineNumber(self.parser)),
            column: Int(XML_GetCurrentColumnNumber(self.parser)) + 1
        )
    }

    private func settle(_ status: XML_Status) throws(PSKCError) {
        self.isSuspended = status == XML_STATUS_SUSPENDED
        if status == XML_STATUS_ERROR { throw self.failed() }
        if !self.isSuspended {
            // What is fed and not yet reported is the beginning of one token.
            let reached = unsafe Int(XML_GetCurrentByteIndex(self.parser))
            if reached >= 0, self.fedByteCount - reached > self.limits.bytesPerToken {
                self.failure = .tooLarge(at: self.position)
                throw self.failed()
            }
        }
    }

    /// The error of this parser, the same from now on; the records before it have been delivered.
    private func failed() -> PSKCError {
        let failure = self.failure ?? self.parserError
        self.failure = failure
        for element in self.open { element.wipe() }
        self.open = []
        return failure
    }

    private var parserError: PSKCError { unsafe PSKCError(XML_GetErrorCode(self.parser), at: self.position) }
}

// What the callbacks of C do.
extension ExpatParser {
    private func setHandlers() {
        unsafe XML_SetElementHandler(
            self.parser,
            { context, name, attributes in
                unsafe ExpatParser.run(context) { parser in unsafe parser.elementStarted(name, attributes) }
            },
            { context, _ in unsafe ExpatParser.run(context) { parser in parser.elementEnded() } }
        )
        unsafe XML_SetCharacterDataHandler(
            self.parser,
            { context, characters, count in
                unsafe ExpatParser.run(context) { parser in unsafe parser.characters(characters, Int(count)) }
            }
        )
        unsafe XML_SetStartDoctypeDeclHandler(
            self.parser,
            { context, _, _, _, _ in
                unsafe ExpatParser.run(context) { parser in parser.stop(.documentType(at: parser.position)) }
            }
        )
    }

    /// Makes this object known to the callbacks for as long as the call runs.
    private func running(_ call: () -> XML_Status) -> XML_Status {
        unsafe XML_SetUserData(self.parser, Unmanaged.passUnretained(self).toOpaque())
        defer { unsafe XML_SetUserData(self.parser, nil) }
        return call()
    }

    private static func run(_ context: UnsafeMutableRawPointer?, _ body: (ExpatParser) -> Void) {
        guard let context = unsafe context else { return }
        let parser = unsafe Unmanaged<ExpatParser>.fromOpaque(context).takeUnretainedValue()
        // After a stop expat may still call for what it has in hand.
        if parser.failure == nil { body(parser) }
    }

    private func stop(_ failure: PSKCError) {
        self.failure = failure
        _ = unsafe XML_StopParser(self.parser, 0)
    }

    private func suspend(with event: XMLEvent) {
        self.event = event
        _ = unsafe XML_StopParser(self.parser, 1)
    }

    /// Counts what the record in hand takes.
    private func take(_ count: Int) -> Bool {
        self.byteCount += count
        guard self.byteCount <= self.limits.bytesPerRecord else {
            self.stop(.tooLarge(at: self.position))
            return false
        }
        return true
    }

    private func elementStarted(
        _ name: UnsafePointer<CChar>?,
        _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) {
        self.elementCount += 1
        guard self.open.count < self.limits.depth else { return self.stop(.tooDeep(at: self.position)) }
        guard self.elementCount <= self.limits.elementsPerRecord else {
            return self.stop(.tooLarge(at: self.position))
        }
        guard let name = unsafe name.map({ text in unsafe String(cString: text) }), self.take(name.utf8.count) else {
            return
        }
        var pairs: [(name: String, value: String)] = []
        if var attribute = unsafe attributes {
            while let name = unsafe attribute.pointee, let value = unsafe (attribute + 1).pointee {
                let pair = unsafe (name: String(cString: name), value: String(cString: value))
                guard self.take(pair.name.utf8.count + pair.value.utf8.count) else { return }
                pairs.append(pair)
                unsafe attribute += 2
            }
        }
        let element = XMLElement(name: self.name(name), attributes: pairs, position: self.position)
        self.open.last?.append(element)
        self.open.append(element)
        if self.open.count == 1 { self.suspend(with: .rootStarted(element)) }
    }

    /// The name in its parts; a container has few names and each of them often.
    private func name(_ qualified: String) -> XMLName {
        if let known = self.names[qualified] { return known }
        let name = XMLName(qualified: qualified)
        if self.names.count < 256 { self.names[qualified] = name }
        return name
    }

    private func elementEnded() {
        guard let element = self.open.popLast(), self.open.count == 1 else { return }
        self.elementCount = 0
        self.byteCount = 0
        self.open[0].removeChildren()
        self.suspend(with: .child(element))
    }

    private func characters(_ characters: UnsafePointer<CChar>?, _ count: Int) {
        // Text between the children of the document's element means nothing and would pile up.
        guard self.open.count > 1, let element = self.open.last, let characters = unsafe characters else { return }
        guard self.take(count) else { return }
        unsafe characters.withMemoryRebound(to: UInt8.self, capacity: count) { bytes in
            unsafe element.append(UnsafeBufferPointer(start: bytes, count: count).span)
        }
    }
}
