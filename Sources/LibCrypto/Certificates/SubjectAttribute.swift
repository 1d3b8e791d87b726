import CLibCrypto

/// A kind of attribute in a name, X.520, section 6.
package enum SubjectAttribute: Sendable {
    case country
    case organization
    case organizationalUnit
    case commonName

    /// libcrypto's number of it.
    var identifier: Int32 {
        switch self {
        case .country: NID_countryName
        case .organization: NID_organizationName
        case .organizationalUnit: NID_organizationalUnitName
        case .commonName: NID_commonName
        }
    }
}
