import Foundation

/// The relying party ID of a ceremony, Web Authentication level 3, section 5.1.3, step 8.
package enum RelyingPartyID {
    /// The ID that a page of an origin may use: its host or a domain above it.
    ///
    /// - Parameters:
    ///   - origin: The origin of the page, such as `https://bank.example`.
    ///   - option: The ID that the caller has given.
    ///   - wanted: The ID in the relying party's options.
    /// - Returns: The ID.
    /// - Throws: ``CeremonyFault/unusable(_:)``.
    package static func of(origin: String, option: String?, wanted: String?) throws(CeremonyFault) -> String {
        guard let url = URL(string: origin), url.scheme != nil, let host = url.host(), !host.isEmpty, url.path().isEmpty
        else {
            throw .unusable("--origin \(origin): not an origin like https://bank.example")
        }
        if let option, let wanted, option != wanted {
            throw .unusable("--rp-id \(option): the options name the relying party \(wanted)")
        }
        guard let id = option ?? wanted else { return host }
        guard !id.isEmpty, host == id || host.hasSuffix("." + id) else {
            throw .unusable("a page of \(origin) may not ask for the relying party \(id)")
        }
        return id
    }
}
