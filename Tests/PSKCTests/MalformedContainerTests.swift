import PSKC
import Testing

/// Files that nobody means well with: each is refused with a reason and a place, and what was good before is kept.
@Suite struct MalformedContainerTests {
    private let good = SampleContainer().text

    private func error(of text: String) -> PSKCError? {
        let whole = ReadOutcome(of: text, pieces: 1 << 20)
        #expect(ReadOutcome(of: text, pieces: 7) == whole)
        return whole.error
    }

    @Test func anExternalEntityIsNeverFetched() {
        var sample = SampleContainer()
        sample.prolog += #"<!DOCTYPE KeyContainer [<!ENTITY e SYSTEM "file:///etc/passwd">]>"#
        sample.serialNumber = "<SerialNo>&e;</SerialNo>"
        guard case .documentType = self.error(of: sample.text) else {
            Issue.record("the document type was let through")
            return
        }
    }

    @Test func aBillionLaughsAreNotLaughed() {
        var sample = SampleContainer()
        sample.prolog += #"<!DOCTYPE k [<!ENTITY a0 "ha">"#
        for level in 1...30 { sample.prolog += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        sample.prolog += "]>"
        sample.serialNumber = "<SerialNo>&a30;</SerialNo>"
        guard case .documentType = self.error(of: sample.text) else {
            Issue.record("the document type was let through")
            return
        }
    }

    @Test func anUndeclaredEntityIsAnError() {
        var sample = SampleContainer()
        sample.serialNumber = "<SerialNo>&e;</SerialNo>"
        #expect(self.error(of: sample.text) == .malformed("undefined entity", at: PSKCPosition(line: 5, column: 17)))
    }

    @Test func aFileThatIsCutGivesWhatWasWholeAndSaysSo() {
        let bytes = [UInt8](RFC6030Figures.figure10.utf8)
        var keysSeen: Set<Int> = []
        for length in stride(from: 1, to: bytes.count - 1, by: 13) {
            let outcome = ReadOutcome(of: [UInt8](bytes[..<length]))
            keysSeen.insert(outcome.keys.count)
            guard case .endsEarly = outcome.error else {
                Issue.record("cut at \(length): \(String(describing: outcome.error))")
                return
            }
        }
        #expect(keysSeen == [0, 1, 2, 3, 4])
    }

    @Test func deepNestingIsStopped() {
        var sample = SampleContainer()
        sample.policy = String(repeating: "<a>", count: 100_000)
        guard case .tooDeep = self.error(of: sample.text) else {
            Issue.record("nested without end")
            return
        }
    }

    @Test(arguments: [
        #"<Key Id="\#(String(repeating: "A", count: 1 << 20))"/>"#, "<!--\(String(repeating: "A", count: 1 << 20))-->",
        "<KeyPackage>\(String(repeating: "A", count: 1 << 20))</KeyPackage>",
        "<KeyPackage>\(String(repeating: "<a/>", count: 5000))</KeyPackage>",
    ])
    func aHugeRecordIsStopped(element: String) {
        var sample = SampleContainer()
        sample.afterPackage = element
        let outcome = ReadOutcome(of: sample.text, pieces: 1000)
        #expect(outcome.keys.count == 1)
        guard case .tooLarge = outcome.error else {
            Issue.record("\(String(describing: outcome.error))")
            return
        }
    }

    @Test(arguments: [
        ("", ""), (#"xmlns="""#, ""), (#"xmlns:p="urn:ietf:params:xml:ns:keyprov:pskc""#, ""),
        (#"xmlns="urn:ietf:params:xml:ns:keyprov:other""#, "urn:ietf:params:xml:ns:keyprov:other"),
        (
            #"xmlns="http://www.openauthentication.org/OATH/2006/10/PSKC#""#,
            "http://www.openauthentication.org/OATH/2006/10/PSKC#"
        ),
    ])
    func aContainerOfAnotherNamespaceIsNoneAndTheErrorNamesIt(attribute: String, namespace: String) throws {
        var sample = SampleContainer()
        sample.containerAttributes = attribute
        let position = PSKCPosition(line: 2, column: 1)
        let error = try #require(self.error(of: sample.text))
        #expect(error == .notAContainer(found: "KeyContainer", namespace: namespace, at: position))
        #expect("\(error)".contains(namespace.isEmpty ? "without a namespace" : namespace))
    }

    @Test func anotherVersionIsRefused() {
        var sample = SampleContainer()
        sample.containerAttributes = #"Version="2.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc""#
        #expect(self.error(of: sample.text) == .unsupportedVersion("2.0", at: PSKCPosition(line: 2, column: 1)))
    }

    @Test func aRefusedFileStaysRefused() throws {
        var reader = try PSKCReader()
        let bytes = [UInt8]("<a/>".utf8)
        try reader.feed(bytes.span)
        let expected = PSKCError.notAContainer(found: "a", namespace: "", at: PSKCPosition(line: 1, column: 1))
        #expect(throws: expected) { while let record = try reader.next() { _ = consume record } }
        #expect(throws: expected) { while let record = try reader.next() { _ = consume record } }
        #expect(throws: expected) { try reader.feed(bytes.span) }
    }

    @Test(arguments: ["<Device/>", #"<KeyPackage xmlns="urn:x"/>"#, "<Key/>"])
    func whatIsNoPackageIsARejectAndNoSilence(element: String) {
        var sample = SampleContainer()
        sample.afterPackage = element
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.error == nil)
        #expect(outcome.keys.count == 1)
        #expect(outcome.rejects.count == 1)
    }

    @Test func aPackageWithoutAKeyIsAReject() {
        var sample = SampleContainer()
        sample.afterPackage = "<KeyPackage><DeviceInfo><SerialNo>4711</SerialNo></DeviceInfo></KeyPackage>"
        let outcome = ReadOutcome(of: sample.text)
        #expect(outcome.reasons == [.keyMissing])
        #expect(outcome.rejects.map(\.serialNumber) == ["4711"])
    }

    @Test(arguments: ["not XML", "<a", "<KeyContainer></Key>", "\u{0}", "<?xml version='1.0' encoding='x-none'?><a/>"])
    func whatIsNotXMLIsRefusedWithAPlace(text: String) {
        #expect(self.error(of: text) != nil)
    }

    @Test func nothingBehindTheContainerIsOverlooked() {
        guard case .malformed = self.error(of: self.good + "<KeyPackage/>") else {
            Issue.record("the second root was let through")
            return
        }
    }

    @Test func piecesWithoutBytesChangeNothing() throws {
        var reader = try PSKCReader()
        let nothing: [UInt8] = []
        try reader.feed(nothing.span)
        try reader.feed([UInt8](SampleContainer.empty.utf8).span)
        let first = try reader.next() == nil
        try reader.feed(nothing.span)
        try reader.finish()
        let last = try reader.next() == nil
        #expect(first && last)
    }

    @Test func aContainerWithoutPackagesIsEmptyAndNoError() {
        let outcome = ReadOutcome(of: SampleContainer.empty)
        #expect(outcome.error == nil)
        #expect(outcome.keys.isEmpty && outcome.rejects.isEmpty)
    }
}
