extension KeyedDecodingContainer {
    /// A whole number that fits its type, or a problem that names the member and the range.
    ///
    /// The decoder by itself calls a number that does not fit broken JSON and names no member.
    package func decodeWholeNumber<Number: FixedWidthInteger & Decodable>(
        _ type: Number.Type = Number.self,
        forKey key: Key
    ) throws -> Number? {
        do {
            return try self.decodeIfPresent(type, forKey: key)
        } catch {
            let place = self.codingPath + [key]
            guard (try? self.decode(Double.self, forKey: key)) != nil else {
                throw DecodingError.typeMismatch(type, DecodingError.Context(codingPath: place, debugDescription: ""))
            }
            throw Problem.invalidMember(
                Problem.place(place).filter { $0 != "'" },
                "must be a whole number from \(Number.min) to \(Number.max)."
            )
        }
    }
}
