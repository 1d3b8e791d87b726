/// Reads an RFC 6030 container in pieces, and gives one record at a time.
///
/// Bytes go in with ``feed(_:)``, records are drawn with ``next()`` until it gives nil, and ``finish()`` tells that the
/// file has ended:
///
///     var reader = try PSKCReader()
///     for try await chunk in file {
///         try reader.feed(chunk.span)
///         while let record = try reader.next() { … }
///     }
///     try reader.finish()
///     while let record = try reader.next() { … }
///
/// Memory is bounded by the largest chunk and the largest record, whatever the size of the file. A record that cannot be
/// used is given as a reject, and the reading goes on; an error ends it, and what was given before stays good.
///
/// Several keys of one device are given one by one: they have the same serial number and differ in
/// ``KeyProperties/keyID``. Whether a second key of a device is a duplicate, a conflict or wanted is for the importer,
/// who has the other files too.
package struct PSKCReader: ~Copyable {
    private let parser: ExpatParser
    private let protection: ContainerProtection
    private let keys: KeyElementParser
    private var package: PendingPackage?

    /// Whether the file carries an XML signature; it is not verified.
    package private(set) var hasUncheckedSignature = false

    /// The *Id* of the container, once its start was read.
    package private(set) var containerID: String?

    /// A reader for one file; the key is for the encrypted values, if the file has any.
    package init(
        options: PSKCReaderOptions = PSKCReaderOptions(),
        key: consuming ContainerKey? = nil
    ) throws(PSKCError) {
        guard let parser = ExpatParser(limits: options.limits) else { throw .outOfMemory }
        self.parser = parser
        self.protection = ContainerProtection(key: key, derivationLimit: options.derivationLimit)
        self.keys = KeyElementParser(options: options, protection: self.protection)
    }

    /// Takes the next bytes of the file; draw all records with ``next()`` before the next call.
    package mutating func feed(_ chunk: Span<UInt8>) throws(PSKCError) {
        try self.parser.feed(chunk, isFinal: false)
    }

    /// Tells that the file has ended; a few records may still come from ``next()``, or the error that it ends early.
    package mutating func finish() throws(PSKCError) {
        try self.parser.feed([UInt8]().span, isFinal: true)
    }

    /// The next record of what was fed; nil when more bytes are needed, or after ``finish()`` when there are no more.
    package mutating func next() throws(PSKCError) -> PSKCRecord? {
        while true {
            if let record = try self.nextOfPackage() { return record }
            guard let event = try self.parser.next() else { return nil }
            switch event {
            case .rootStarted(let root): try self.check(root: root)
            case .child(let element):
                if let record = try self.take(element) { return record }
            }
        }
    }

    /// Reads a whole container at once.
    package static func read(
        _ file: Span<UInt8>,
        options: PSKCReaderOptions = PSKCReaderOptions(),
        key: consuming ContainerKey? = nil,
        deliver: (consuming PSKCRecord) -> Void
    ) throws(PSKCError) {
        var reader = try PSKCReader(options: options, key: key)
        let chunkByteCount = 64 << 10
        var position = 0
        while position < file.count {
            let end = min(position + chunkByteCount, file.count)
            try reader.feed(file.extracting(position..<end))
            while let record = try reader.next() { deliver(record) }
            position = end
        }
        try reader.finish()
        while let record = try reader.next() { deliver(record) }
    }

    /// RFC 6030, section 4.1: the namespace and the version of the container.
    private mutating func check(root: XMLElement) throws(PSKCError) {
        guard root.namespace == .container, root.name == "KeyContainer" else {
            let namespace = String(root.namespaceName.prefix(128))
            return try self.parser.refuse(
                .notAContainer(found: root.name, namespace: namespace, at: root.position)
            )
        }
        self.containerID = root.attribute("Id") ?? root.attribute("ID") ?? root.attribute("id")
        // The schema requires a version; a file without one is read as 1.0, the only one there is.
        // Drafts have it without the figure behind the point.
        guard let version = root.attribute("Version"), version != "1.0", version != "1" else { return }
        try self.parser.refuse(.unsupportedVersion(version, at: root.position))
    }

    /// Takes one child of the container; a reject if it is none that RFC 6030 knows.
    private mutating func take(_ element: XMLElement) throws(PSKCError) -> PSKCRecord? {
        switch (element.namespace, element.name) {
        case (.container, "KeyPackage"), (.container, "Device"):
            self.package = PendingPackage(element: element)
            return nil
        case (.container, "Signature"), (.cryptography, "Signature"):
            self.hasUncheckedSignature = true
            return nil
        case (.container, "EncryptionKey"):
            if self.protection.declare(encryptionKey: element) { return nil }
            try self.parser.refuse(.duplicateElement(element.name, at: element.position))
            return nil
        case (.container, "MACMethod"), (.container, "MACAlgorithm"):
            if self.protection.declare(macMethod: element) { return nil }
            try self.parser.refuse(.duplicateElement(element.name, at: element.position))
            return nil
        case (.container, "Extensions"):
            return nil
        default:
            return .rejected(
                PSKCReject(
                    serialNumber: nil,
                    keyID: nil,
                    position: element.position,
                    reason: .unexpectedElement(element.name)
                )
            )
        }
    }

    /// The next key of the package in hand.
    private mutating func nextOfPackage() throws(PSKCError) -> PSKCRecord? {
        guard let key = self.package?.nextKey(), let device = self.package?.element else {
            self.package?.element.wipe()
            self.package = nil
            return nil
        }
        do throws(PSKCRejectReason) {
            return .key(try self.keys.key(in: key, of: device))
        } catch {
            // Without the right key no other record would be better off.
            switch error {
            case .keyRequired(let requirement):
                try self.parser.refuse(.keyRequired(requirement, at: key.position))
            case .wrongKey:
                try self.parser.refuse(.wrongKey(at: key.position))
            case .keyLength(let count, let expected) where self.protection.isKeyUnproved:
                try self.parser.refuse(.keyLength(count, expected: expected, at: key.position))
            default:
                break
            }
            return .rejected(KeyElementParser.reject(key: key, device: device, reason: error))
        }
    }
}
