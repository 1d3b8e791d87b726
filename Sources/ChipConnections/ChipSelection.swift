import USBTransport

/// Selection of exactly one token.
package struct ChipSelection: Equatable, Sendable {
    /// The USB serial number.
    package var serialNumber: String?

    /// The USB port as the kernel writes it, such as `1-4.2`.
    package var port: String?

    /// The reader's name in pcscd.
    package var reader: String?

    package init(serialNumber: String? = nil, port: String? = nil, reader: String? = nil) {
        self.serialNumber = serialNumber
        self.port = port
        self.reader = reader
    }

    /// The places that match every given option.
    package func matches(in places: [ChipPlace]) -> [ChipPlace] {
        places.filter { place in
            switch place {
            case .usb(let device, _):
                self.reader == nil && (self.port == nil || self.port == device.place.description)
                    && (self.serialNumber == nil || self.serialNumber == device.serialNumber)
            case .card(let reader, _):
                self.port == nil && self.serialNumber == nil && (self.reader == nil || self.reader == reader)
            }
        }
    }

    /// The one place that matches.
    ///
    /// - Throws: ``ChipSelectionFault`` for none and for several.
    package func place(in found: ChipPlaces) throws(ChipSelectionFault) -> ChipPlace {
        let matches = self.matches(in: found.places)
        guard let place = matches.first else { throw .none(others: found.places, problems: found.problems) }
        guard matches.count == 1 else { throw .several(matches) }
        return place
    }
}

/// Error of a ``ChipSelection``.
package enum ChipSelectionFault: Error, Equatable, Sendable {
    /// No token matches; these are connected.
    case none(others: [ChipPlace], problems: [String])

    /// Several tokens match.
    case several([ChipPlace])
}

extension ChipSelectionFault: CustomStringConvertible {
    /// The cause, and the tokens that are there.
    package var description: String {
        switch self {
        case .none(let others, let problems):
            let reasons = problems.isEmpty ? "" : " (\(problems.joined(separator: "; ")))"
            let list = others.isEmpty ? "" : "; connected: \(Self.text(of: others))"
            return others.isEmpty
                ? "no security key is in a USB port and no card is on a reader\(reasons)"
                : "no security key or card matches the options\(list)\(reasons)"
        case .several(let places):
            return
                "several tokens are connected; select one with --port, --serial or --reader: \(Self.text(of: places))"
        }
    }

    private static func text(of places: [ChipPlace]) -> String {
        places.map(\.description).joined(separator: "; ")
    }
}
