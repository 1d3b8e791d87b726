/// The rules of well-formed CBOR (RFC 8949) and of CTAP2's canonical form of it (CTAP 2.1, section 8).
package enum CBORRule: Equatable, Sendable {
    /// The bytes end inside an item.
    case truncated
    /// Bytes follow the one item that a message is.
    case trailingBytes
    /// More than four levels of maps and arrays.
    case nestedTooDeep
    /// A map whose keys do not stand in their order.
    case keysOutOfOrder
    /// A map that has one key twice.
    case duplicateKey
    /// An integer or a length in more bytes than it needs.
    case notMinimal
    /// A length that is told by a break at the end.
    case indefiniteLength
    /// A floating-point number: the canonical form would leave it as it is, but no message of CTAP has one.
    case floatingPoint
    /// A tag.
    case tag
    /// A first byte that RFC 8949, section 3, gives no meaning, or a simple value that nobody has assigned.
    case unassigned
    /// A text string that is not UTF-8.
    case invalidUTF8
}
