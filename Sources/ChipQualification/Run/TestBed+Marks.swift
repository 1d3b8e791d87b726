import ChipConnections
import FIDOClient
import FIDOMessages
import TokenQuality
import USBTransport

extension TestBed {
    /// Keeps what an assertion shows of its token.
    func mark(_ assertion: GivenAssertion, of id: [UInt8]?) {
        if let r = SignatureParts.r(of: assertion.signature) { self.marks.add(.signatureR, r) }
        if let id { self.marks.saw(counter: assertion.authenticatorData.counter, of: id) }
    }

    /// The values of a whole run.
    func marks(of result: Qualification) -> TokenMarks {
        var marks = self.marks
        marks.serialNumber = result.place.serialNumber
        marks.roundTrip = result.measurements.first { $0.name == "round trip" }?.histogram.percentile(50)
        marks.certificateDigest = self.certificateDigest
        marks.properties = Self.properties(of: result)
        return marks
    }

    private var certificateDigest: [UInt8]? {
        guard let leaf = (self.madeCredential ?? self.registeredCredential)?.encodedChain.first else { return nil }
        return try? self.sha256(leaf)
    }

    private var madeCredential: Credential? {
        guard case .known(let credential) = self.credential else { return nil }
        return credential
    }

    private var registeredCredential: Credential? {
        guard case .known(let credential) = self.u2fCredential else { return nil }
        return credential
    }

    /// Options whose value its holder sets.
    private static let holderOptions = [
        "clientPin", "uv", "alwaysUv", "bioEnroll", "ep", "userVerificationMgmtPreview",
    ]

    private static func properties(of result: Qualification) -> [TokenMarks.Property] {
        var properties: [TokenMarks.Property] = []
        func add(_ name: String, _ value: String?) {
            if let value { properties.append(TokenMarks.Property(name, value)) }
        }
        switch result.place {
        case .usb(let device, _):
            let product = hexadecimal(device.product.bigEndianBytes)
            add("USB identifier", "\(hexadecimal(device.vendor.bigEndianBytes)):\(product)")
            add("USB release", hexadecimal(device.release.bigEndianBytes))
            add("manufacturer", device.manufacturerName)
            add("product", device.productName)
            if case .usb(let identity)? = result.identity {
                add("report descriptor", hexadecimal(identity.reportDescriptor))
            }
        case .card(_, let answerToReset):
            add("answer to reset", hexadecimal(answerToReset))
        }
        add("attestation certificate", result.attestationSubject)
        guard let info = result.information else { return properties }
        add("AAGUID", UUIDText.text(of: info.aaguid))
        add("firmware version", info.firmwareVersion.map { "\($0)" })
        add("versions", info.versions.joined(separator: " "))
        add("extensions", info.extensions.joined(separator: " "))
        add("transports", info.transports.joined(separator: " "))
        add("algorithms", info.algorithms.map { "\($0.rawValue)" }.joined(separator: " "))
        let options = info.options.map { Self.holderOptions.contains($0.name) ? $0.name : "\($0.name)=\($0.value)" }
        add("options", options.joined(separator: " "))
        add("PIN protocols", info.pinProtocols.map { "\($0)" }.joined(separator: " "))
        add("longest message", "\(info.maximumMessageSize)")
        add("longest list", info.maximumCredentialCountInList.map { "\($0)" })
        return properties
    }
}

extension UInt16 {
    fileprivate var bigEndianBytes: [UInt8] {
        [UInt8(truncatingIfNeeded: self >> 8), UInt8(truncatingIfNeeded: self)]
    }
}
