import ChipConnections
import FIDOClient
import Foundation
import TokenQuality
import USBTransport

/// `report.json`: everything a run has found, for programs.
struct QualificationReport: Encodable {
    /// The name and version of the form; a member that is added does not change the version.
    struct Format: Encodable {
        let name = "mitid-chip-qualification"
        let version = 1
    }

    struct Host: Encodable {
        let system: String
        let name: String
    }

    struct Token: Encodable {
        let transport: String
        let place: String
        var serialNumber: String?
        var manufacturer: String?
        var product: String?
        var usbIdentifier: String?
        var usbRelease: String?
        var answerToReset: String?
        var aaguid: String?
        var versions: [String]?
        var firmwareVersion: UInt64?
        var attestationSubject: String?
    }

    struct Run: Encodable {
        let label: String
        let startedAt: String
        let milliseconds: UInt64
        let set: String
        let only: [String]
        let skipped: [String]
        let allowed: [String]
        let seed: UInt64
        let profile: String?
        let profileDigest: String?
        let rootCount: Int
        /// Changes of the token for good, in words.
        let changes: [String]
        /// The reason why it ended early.
        let cut: String?
    }

    struct Exchange: Encodable {
        let form: String
        let request: String
        let response: String?
        let microseconds: UInt64
    }

    struct CheckEntry: Encodable {
        let id: String
        let group: String
        let clause: String
        let summary: String
        let severity: String
        let effect: String
        let status: String
        let expected: String?
        let found: String?
        let reason: String?
        let milliseconds: UInt64
        let exchanges: [Exchange]
    }

    struct Latency: Encodable {
        let name: String
        let count: Int
        let p50Microseconds: UInt64
        let p95Microseconds: UInt64
        let maximumMicroseconds: UInt64
        let samplesMicroseconds: [UInt64]
    }

    let format = Format()
    let tool: String
    let host: Host
    let verdict: String
    let run: Run
    let token: Token
    let checks: [CheckEntry]
    let latencies: [Latency]

    init(_ result: Qualification, tool: String, profileDigest: String?) {
        let options = result.options
        self.tool = tool
        self.host = Host(
            system: ProcessInfo.processInfo.operatingSystemVersionString,
            name: ProcessInfo.processInfo.hostName
        )
        self.verdict = result.verdict.rawValue
        self.run = Run(
            label: options.label,
            startedAt: result.startedAt.formatted(.iso8601),
            milliseconds: result.milliseconds,
            set: options.selection.set.rawValue,
            only: options.selection.only,
            skipped: options.selection.skipped,
            allowed: options.selection.allowed.map(\.rawValue),
            seed: options.seed,
            profile: options.profile.name.isEmpty ? nil : options.profile.name,
            profileDigest: profileDigest,
            rootCount: options.roots.count,
            changes: result.changes,
            cut: result.cut
        )
        self.token = Token(result)
        self.checks = result.findings.map { CheckEntry($0) }
        self.latencies = result.measurements.map { Latency($0) }
    }

    /// The text of the file.
    func text() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self) + Data("\n".utf8)
    }
}

extension QualificationReport.Token {
    init(_ result: Qualification) {
        switch result.place {
        case .usb(let device, _):
            self.init(transport: "usb", place: result.place.name)
            self.serialNumber = device.serialNumber
            self.manufacturer = device.manufacturerName
            self.product = device.productName
            self.usbIdentifier = "\(Self.digits(device.vendor)):\(Self.digits(device.product))"
            self.usbRelease = Self.digits(device.release)
        case .card(_, let answerToReset):
            self.init(transport: "card", place: result.place.name)
            self.answerToReset = hexadecimal(answerToReset)
        }
        if let info = result.information {
            self.aaguid = UUIDText.text(of: info.aaguid)
            self.versions = info.versions
            self.firmwareVersion = info.firmwareVersion
        }
        self.attestationSubject = result.attestationSubject
    }

    private static func digits(_ number: UInt16) -> String {
        hexadecimal([UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)])
    }

    /// The lines for a person, with their names.
    var lines: [(name: String, value: String)] {
        let values: [(String, String?)] = [
            ("Transport", self.transport == "usb" ? "USB" : "card reader"),
            ("Place", self.place),
            ("Serial number", self.serialNumber),
            ("Manufacturer", self.manufacturer),
            ("Product", self.product),
            ("USB identifier", self.usbIdentifier),
            ("USB release", self.usbRelease),
            ("Answer to reset", self.answerToReset),
            ("AAGUID", self.aaguid),
            ("Versions", self.versions?.joined(separator: ", ")),
            ("Firmware version", self.firmwareVersion.map { "\($0)" }),
            ("Attestation certificate", self.attestationSubject),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }
}

extension QualificationReport.CheckEntry {
    init(_ finding: Finding) {
        let check = finding.check
        var (expected, found, reason): (String?, String?, String?)
        switch finding.outcome {
        case .passed(let text): found = text
        case .failed(let want, let text, _): (expected, found) = (want, text)
        case .skipped(let text), .inconclusive(let text): reason = text
        }
        let isPassed = finding.outcome.name == "passed"
        self.init(
            id: check.id,
            group: check.group.rawValue,
            clause: check.clause,
            summary: check.summary,
            severity: (finding.failure ?? check.severity).rawValue,
            effect: check.effect.rawValue,
            status: finding.outcome.name,
            expected: expected,
            found: found,
            reason: reason,
            milliseconds: finding.milliseconds,
            // The bytes of a check that has passed decide nothing.
            exchanges: isPassed ? [] : finding.exchanges.map { QualificationReport.Exchange($0) }
        )
    }
}

extension QualificationReport.Exchange {
    init(_ exchange: RecordedExchange) {
        self.init(
            form: exchange.form.rawValue,
            request: hexadecimal(exchange.request),
            response: exchange.response.map { hexadecimal($0) },
            microseconds: exchange.microseconds
        )
    }
}

extension QualificationReport.Latency {
    init(_ measurement: Qualification.Measurement) {
        let histogram = measurement.histogram
        self.init(
            name: measurement.name,
            count: histogram.count,
            p50Microseconds: histogram.percentile(50),
            p95Microseconds: histogram.percentile(95),
            maximumMicroseconds: histogram.maximum,
            samplesMicroseconds: histogram.samples
        )
    }
}

/// An AAGUID as people write it.
package enum UUIDText {
    static func text(of bytes: [UInt8]) -> String {
        let digits = hexadecimal(bytes)
        guard bytes.count == 16 else { return digits }
        let ends = [8, 12, 16, 20, 32]
        var parts: [Substring] = []
        var rest = digits[...]
        var taken = 0
        for end in ends {
            parts.append(rest.prefix(end - taken))
            rest = rest.dropFirst(end - taken)
            taken = end
        }
        return parts.joined(separator: "-")
    }

    /// The 16 bytes of an AAGUID; `nil` for any other text.
    package static func bytes(of text: String) -> [UInt8]? {
        guard let uuid = UUID(uuidString: text)?.uuid else { return nil }
        return [
            uuid.0, uuid.1, uuid.2, uuid.3, uuid.4, uuid.5, uuid.6, uuid.7, uuid.8, uuid.9, uuid.10, uuid.11, uuid.12,
            uuid.13, uuid.14, uuid.15,
        ]
    }
}
