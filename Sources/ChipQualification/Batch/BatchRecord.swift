package import TokenQuality

/// A line of the journal: the row of a token, and its marks in hexadecimal digits.
package struct BatchRecord: Codable, Equatable, Sendable {
    struct Handle: Codable, Equatable {
        let id: String
        let isU2F: Bool
        let counter: UInt32?
    }

    struct Value: Codable, Equatable {
        let kind: String
        let value: String
    }

    struct Property: Codable, Equatable {
        let name: String
        let value: String
    }

    package let row: BatchRow
    let handles: [Handle]
    let values: [Value]
    let properties: [Property]
    let certificateDigest: String?

    package init(_ result: Qualification) {
        let marks = result.marks
        self.row = BatchRow(result)
        self.handles = marks.handles.map { Handle(id: hexadecimal($0.id), isU2F: $0.isU2F, counter: $0.counter) }
        self.values = marks.values.map { Value(kind: $0.kind.rawValue, value: hexadecimal($0.bytes)) }
        self.properties = marks.properties.map { Property(name: $0.name, value: $0.value) }
        self.certificateDigest = marks.certificateDigest.map { hexadecimal($0) }
    }

    /// The token with its marks; `nil` if a member is not of its form.
    package var member: Tray.Member? {
        var marks = TokenMarks()
        marks.serialNumber = self.row.serialNumber
        marks.roundTrip = self.row.roundTripP50Microseconds
        marks.properties = self.properties.map { TokenMarks.Property($0.name, $0.value) }
        if let digest = self.certificateDigest {
            guard let bytes = HexadecimalText.bytes(of: digest) else { return nil }
            marks.certificateDigest = bytes
        }
        for handle in self.handles {
            guard let id = HexadecimalText.bytes(of: handle.id), !id.isEmpty else { return nil }
            marks.add(handle: TokenMarks.Handle(id: id, isU2F: handle.isU2F, counter: handle.counter))
        }
        for value in self.values {
            guard let kind = TokenMarks.Kind(rawValue: value.kind), let bytes = HexadecimalText.bytes(of: value.value)
            else { return nil }
            marks.add(kind, bytes)
        }
        return Tray.Member(label: self.row.label, marks: marks)
    }
}
