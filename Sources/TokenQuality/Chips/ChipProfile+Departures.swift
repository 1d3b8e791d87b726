package import FIDOClient
import FIDOMessages

extension ChipProfile {
    /// The differences between the profile and the response to getInfo, the AAGUID left out.
    package func departures(of info: AuthenticatorInfo) -> [ProfileDeparture] {
        var departures: [ProfileDeparture] = []
        Self.compare("versions", self.versions, info.versions, &departures)
        Self.compare("extensions", self.extensions, info.extensions, &departures)
        Self.compare("transports", self.transports, info.transports, &departures)
        Self.compare("algorithms", self.algorithms?.texts, info.algorithms.map { "\($0.rawValue)" }, &departures)
        Self.compare("pinUvAuthProtocols", self.pinProtocols?.texts, info.pinProtocols.texts, &departures)
        Self.compare(
            "options",
            self.options?.map { "\($0.name) \($0.value)" },
            info.options.map { "\($0.name) \($0.value)" },
            &departures
        )
        return departures
    }

    private static func compare(
        _ member: String,
        _ ordered: [String]?,
        _ found: [String],
        _ departures: inout [ProfileDeparture]
    ) {
        guard let ordered else { return }
        for value in ordered where !found.contains(value) {
            let departure = ProfileDeparture(member: member, expected: value, found: "missing", severity: .major)
            departures.append(departure)
        }
        for value in found where !ordered.contains(value) {
            let departure = ProfileDeparture(member: member, expected: "not there", found: value, severity: .minor)
            departures.append(departure)
        }
    }
}

extension [Int64] {
    fileprivate var texts: [String] { self.map { "\($0)" } }
}

extension [UInt64] {
    fileprivate var texts: [String] { self.map { "\($0)" } }
}
