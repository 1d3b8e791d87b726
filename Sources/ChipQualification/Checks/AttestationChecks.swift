import CanonicalCBOR
import FIDOClient
import Foundation
import LibCrypto
import TokenQuality
import WebAuthn

extension Check {
    static let attestationChecks: [Check] = [
        Check(
            CheckDescription(
                "A01",
                .attestation,
                clause: "WebAuthn 8.2, 8.6",
                "The attestation has the format that was ordered, and its signature holds",
                .critical,
                touches: 0,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            let credential = try await bed.attestedCredential()
            if let ordered = bed.profile.attestationFormat, credential.made.format != ordered {
                return .failed(expected: "format \(ordered)", found: "format \(credential.made.format)")
            }
            switch bed.attestation(of: credential, under: []) {
            case .success(let kind):
                return .passed(found: "format \(credential.made.format), \(kind.words)")
            // The signature holds, and A03 judges the certificate.
            case .failure(.attestation) where !credential.chain.isEmpty:
                return .passed(found: "format \(credential.made.format)")
            case .failure(let refusal):
                return bed.failure(
                    .attestationSignature,
                    expected: "a signature by the key of the certificate",
                    found: "the activation service would refuse it: \(refusal)"
                )
            }
        },
        Check(
            CheckDescription(
                "A02",
                .attestation,
                clause: "WebAuthn 6.5.3",
                "The attestation certificate leads to one of the roots, and is valid today",
                .critical,
                set: .quick
            )
        ) { bed throws(CheckEnd) in
            guard !bed.roots.isEmpty else { return .skipped(reason: "no roots were given; see --roots") }
            let credential = try await bed.attestedCredential()
            guard !credential.chain.isEmpty else {
                return .failed(expected: "a certificate", found: "format \(credential.made.format) without one")
            }
            let isTrusted = try? CertificateChain.isTrusted(
                credential.chain,
                under: bed.roots,
                at: Int(Date().timeIntervalSince1970)
            )
            return isTrusted == true
                ? .passed(found: credential.chain.first?.subject ?? "")
                : .failed(
                    expected: "a chain to one of \(bed.roots.count) roots",
                    found: credential.chain.map(\.subject).joined(separator: " <- ")
                )
        },
        Check(
            CheckDescription(
                "A03",
                .attestation,
                clause: "WebAuthn 8.2.1",
                "The certificate has the fields of packed attestation and the AAGUID",
                .major
            )
        ) { bed throws(CheckEnd) in
            let credential = try await bed.attestedCredential()
            guard credential.made.format == "packed", let leaf = credential.chain.first else {
                return .skipped(reason: "the attestation is not packed with a certificate")
            }
            let faults = leaf.packedFaults(aaguid: credential.made.authenticatorData.attestedCredential?.aaguid ?? [])
            return faults.isEmpty
                ? .passed(found: leaf.subject)
                : .failed(expected: "a certificate as in the standard", found: faults.joined(separator: "; "))
        },
        Check(
            CheckDescription("A04", .attestation, clause: "profile", "The certificate's subject is as ordered", .major)
        ) { bed throws(CheckEnd) in
            guard let ordered = bed.profile.attestationSubject else {
                return .skipped(reason: "the profile names no subject")
            }
            let subject = try await bed.attestedCredential().chain.first?.subject ?? "no certificate"
            return subject == ordered ? .passed(found: subject) : .failed(expected: ordered, found: subject)
        },
        Check(
            CheckDescription(
                "A06",
                .attestation,
                clause: "WebAuthn 8.2",
                "The certificate's key is not the credential's",
                .major
            )
        ) { bed throws(CheckEnd) in
            let credential = try await bed.attestedCredential()
            guard let leaf = credential.chain.first else { return .skipped(reason: "there is no certificate") }
            guard let key = leaf.publicKey else {
                return .failed(expected: "a key of P-256", found: "another kind of key")
            }
            return key != credential.publicKey
                ? .passed(found: "two keys") : .failed(expected: "two keys", found: "the same key")
        },
        Check(
            CheckDescription("A07", .attestation, clause: "7.1", "No enterprise attestation comes unasked", .critical)
        ) { bed throws(CheckEnd) in
            _ = try await bed.ctap2Info()
            let credential = try await bed.sharedCredential()
            return credential.made.hasEnterpriseAttestation == true
                ? .failed(expected: "no epAtt", found: "epAtt is true") : .passed(found: "no epAtt")
        },
    ]
}

extension TestBed {
    /// A new credential by CTAP2, or by U2F where there is no CTAP2.
    func attestedCredential() async throws(CheckEnd) -> Credential {
        try await self.info() == nil ? try await self.sharedU2FCredential() : try await self.sharedCredential()
    }

    /// The judgement of the code that the activation service uses.
    func attestation(
        of credential: Credential,
        under roots: [Certificate]
    ) -> Result<AttestationKind, WebAuthnRefusal> {
        guard let relyingParty = try? RelyingParty(id: Self.rpID, attestationRoots: roots) else {
            return .failure(.unavailable)
        }
        do throws(WebAuthnRefusal) {
            let registered = try relyingParty.verifyRegistration(
                credential.clientData,
                attestationObject: credential.made.attestationObject,
                credentialID: credential.id,
                at: Int(Date().timeIntervalSince1970)
            )
            return .success(registered.attestation)
        } catch {
            return .failure(error)
        }
    }
}

extension Credential {
    /// The certificates of the attestation statement.
    var chain: [Certificate] { self.encodedChain.compactMap { Certificate(der: $0.span) } }

    /// The same in DER.
    var encodedChain: [[UInt8]] {
        guard
            let statement = (try? CBORItem(anyEncoding: self.made.attestationStatement))?.map,
            let certificates = statement["x5c"]?.array
        else { return [] }
        return certificates.compactMap { item in item.byteString.map { Array($0) } }
    }
}

extension Certificate {
    /// Departures from Web Authentication level 3, section 8.2.1, in words.
    fileprivate func packedFaults(aaguid: [UInt8]) -> [String] {
        var faults: [String] = []
        if self.version != 3 { faults.append("version \(self.version)") }
        if self.isAuthority { faults.append("CA is true") }
        if self.subjectValues(of: .country).first?.utf8.count != 2 { faults.append("no country of two letters") }
        if self.subjectValues(of: .organization).first?.isEmpty != false { faults.append("no organization") }
        if self.subjectValues(of: .commonName).first?.isEmpty != false { faults.append("no common name") }
        if self.subjectValues(of: .organizationalUnit) != ["Authenticator Attestation"] {
            faults.append("organizational unit is not Authenticator Attestation")
        }
        if let model = self.certificateExtension("1.3.6.1.4.1.45724.1.1.4") {
            if model.isCritical { faults.append("the AAGUID extension is critical") }
            if model.value != [0x04, 0x10] + aaguid { faults.append("the AAGUID extension names another model") }
        }
        return faults
    }
}

extension AttestationKind {
    fileprivate var words: String {
        switch self {
        case .none: "no statement"
        case .itself: "signed by the credential's own key"
        case .unchecked, .trusted: "signed by the certificate's key"
        }
    }
}
