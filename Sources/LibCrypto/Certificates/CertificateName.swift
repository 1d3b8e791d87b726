/// The subject or issuer of a certificate that is made here, Web Authentication level 3, section 8.2.1.
package struct CertificateName: Equatable, Sendable {
    /// ISO 3166-1 alpha-2.
    package let country: String

    package let organization: String

    package let organizationalUnit: String

    package let commonName: String

    package init(country: String, organization: String, organizationalUnit: String, commonName: String) {
        self.country = country
        self.organization = organization
        self.organizationalUnit = organizationalUnit
        self.commonName = commonName
    }

    var attributes: [(SubjectAttribute, String)] {
        [
            (.country, self.country),
            (.organization, self.organization),
            (.organizationalUnit, self.organizationalUnit),
            (.commonName, self.commonName),
        ]
    }
}
