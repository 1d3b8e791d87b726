import ChipConnections
import ChipQualification
import Foundation
import Testing
import TokenQuality

@Suite struct ReportTests {
    private static func result(_ findings: [Finding]) -> Qualification {
        let options = QualificationOptions(selection: CheckSelection(), seed: 7, label: "C<1>")
        let place = ChipPlace.card(reader: "Reader \"A\" & B", answerToReset: [0x3B, 0x80])
        var result = Qualification(options, place, startedAt: Date(timeIntervalSince1970: 0))
        result.findings = findings
        return result
    }

    private static func files(_ result: Qualification) throws -> [String: String] {
        let files = try ReportFiles(result, tool: "mitid-token", profileDigest: nil).files
        return Dictionary(uniqueKeysWithValues: files.map { ($0.name, String(decoding: $0.content, as: UTF8.self)) })
    }

    private static let failed = Finding(
        CheckDescription("G01", .assertions, clause: "6.2", "Signs <well>", .critical),
        .failed(expected: "a & b", found: "\u{0}c]]>"),
        exchanges: [RecordedExchange(.ctap2, request: [2, 0xA0], response: nil, microseconds: 1_500)],
        milliseconds: 12
    )

    @Test("report.json has its format, the verdict and the deciding bytes")
    func json() throws {
        let files = try Self.files(Self.result([Self.failed]))
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data((files["report.json"] ?? "").utf8)) as? [String: Any]
        )
        let format = try #require(object["format"] as? [String: Any])
        #expect(format["name"] as? String == "mitid-chip-qualification")
        #expect(format["version"] as? Int == 1)
        #expect(object["verdict"] as? String == "not-qualified")
        let check = try #require((object["checks"] as? [[String: Any]])?.first)
        #expect(check["id"] as? String == "G01")
        #expect(check["status"] as? String == "failed")
        let exchange = try #require((check["exchanges"] as? [[String: Any]])?.first)
        #expect(exchange["request"] as? String == "02a0")
        #expect(exchange["response"] == nil)
    }

    @Test("texts of a token are escaped in XML and HTML, and control characters do not stay")
    func escaping() throws {
        let files = try Self.files(Self.result([Self.failed]))
        for name in ["report.xml", "report.html"] {
            let text = try #require(files[name])
            #expect(!text.contains("\u{0}"))
            #expect(text.contains("a &amp; b"))
            #expect(text.contains("Signs &lt;well&gt;"))
            #expect(!text.contains("C<1>"))
        }
        #expect(files["report.html"]?.contains("<script") == false)
    }

    @Test("a run that was cut is incomplete in every file, and says why")
    func cut() throws {
        var result = Self.result([])
        result.cut = "the token went away"
        let files = try Self.files(result)
        #expect(files["report.json"]?.contains(#""verdict" : "incomplete""#) == true)
        #expect(files["report.html"]?.contains("the token went away") == true)
    }
}

@Suite struct ChipProfileDocumentTests {
    private static func profile(_ text: String) throws(ChipProfileDocument.Fault) -> ChipProfile {
        try ChipProfileDocument.profile(reading: Data(text.utf8))
    }

    @Test("a whole profile is read")
    func whole() throws {
        let profile = try Self.profile(
            """
            {"name":"ordered","aaguid":"6d697469-642d-406f-8065-6d756c617465","versions":["FIDO_2_0"],"extensions":[],
            "options":{"up":true,"rk":true},"transports":["usb"],"algorithms":[-7],"pinProtocols":[1],
            "firmwareVersion":{"minimum":1,"maximum":3},"discoverableCredentials":50,"answerToReset":"3B80",
            "usb":{"vendor":"1209","product":"000a"},"attestation":{"format":"packed","subject":"CN=x"},
            "limits":{"roundTripMilliseconds":1.5,"assertionMilliseconds":20,"minorFailures":2}}
            """
        )
        #expect(profile.name == "ordered")
        #expect(profile.aaguid?.count == 16)
        #expect(profile.options == [.init(name: "rk", value: true), .init(name: "up", value: true)])
        #expect(profile.firmwareVersions == 1...3)
        #expect(profile.answerToReset == [0x3B, 0x80])
        #expect(profile.usbProduct == 0x000A)
        #expect((profile.roundTripLimit, profile.assertionLimit) == (1_500, 20_000))
        #expect(profile.allowedMinorFailures == 2)
    }

    @Test(
        "a slip is named, and does not pass for a check that is left out",
        arguments: [
            ("[]", "is no JSON object"), ("{", "is no JSON"), ("{}", "name"),
            (#"{"name":"x","aaguids":"y"}"#, "aaguids"),
            (#"{"name":"x","aaguid":"1234"}"#, "aaguid"), (#"{"name":"x","usb":{"vendor":"+123"}}"#, "usb.vendor"),
            (#"{"name":"x","limits":{"minorFailures":-1}}"#, "limits.minorFailures"),
            (#"{"name":"x","limits":{"p95":1}}"#, "limits.p95"),
            (#"{"name":"x","firmwareVersion":{"minimum":2,"maximum":1}}"#, "firmwareVersion"),
            (#"{"name":"x","answerToReset":"3B8"}"#, "answerToReset"),
            (#"{"name":"x","versions":"U2F_V2"}"#, "versions"),
            (#"{"name":"x","limits":{"roundTripMilliseconds":1e300}}"#, "limits.roundTripMilliseconds"),
        ]
    )
    func slips(text: String, named name: String) throws {
        do throws(ChipProfileDocument.Fault) {
            _ = try Self.profile(text)
            Issue.record("\(text) was read")
        } catch {
            #expect(error.description.contains(name))
        }
    }
}

@Suite struct CheckListTests {
    @Test("each check has a name of its own, in the form of a letter and two digits")
    func names() {
        let names = Check.all.map(\.description.id)
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.count == 3 && name.first?.isUppercase == true && name.dropFirst().allSatisfy(\.isNumber))
        }
    }

    @Test("nothing stays on a token by default, and no check of a card is for USB")
    func effects() throws {
        let options = QualificationOptions(selection: CheckSelection(.full), seed: 1, label: "x")
        for transport in [TokenTransport.usb, .card] {
            let run = try QualificationRun(options, on: transport)
            #expect(run.checks.allSatisfy { ($0.transport ?? transport) == transport })
            let lasting = run.checks.map(\.description).filter { options.selection.allows($0) && $0.effect == .storage }
            #expect(lasting.isEmpty)
        }
    }
}
