package import CanonicalCBOR
import FIDOMessages

/// A successful CTAP2 response, read leniently; CTAP 2.1, section 8.2.
package struct CTAP2Response: Sendable {
    /// The members; `nil` if nothing follows the status.
    package let members: CBORMap?

    /// The first departure from the canonical form; `nil` if there is none.
    package let departure: CBORError?

    /// Reads status and members; valid CBOR in any encoding is accepted, and its departure from the canonical form is kept.
    ///
    /// - Throws: ``CallFault/refused(_:)`` for a status other than success.
    package init(parsing payload: [UInt8]) throws(CallFault) {
        guard let status = payload.first else { throw .emptyResponse }
        guard status == CTAP2StatusCode.success.rawValue else { throw .refused(CTAP2StatusCode(rawValue: status)) }
        guard payload.count > 1 else {
            self.members = nil
            self.departure = nil
            return
        }
        let item: CBORItem
        do throws(CBORError) {
            item = try CBORItem(parsing: payload, from: 1)
            self.departure = nil
        } catch {
            self.departure = error
            item = try Self.lenient(payload)
        }
        guard let members = item.map else { throw .notAMap }
        self.members = members
    }

    private static func lenient(_ payload: [UInt8]) throws(CallFault) -> CBORItem {
        do throws(CBORError) {
            return try CBORItem.first(ofAnyEncoding: payload, from: 1).item
        } catch {
            throw .invalidCBOR(error)
        }
    }

    /// The value of a member; `nil` if it is missing.
    package subscript(_ member: Int64) -> CBORItem? {
        self.members?[member]
    }

    /// The value of a required member.
    package func required(_ member: Int64) throws(CallFault) -> CBORItem {
        guard let value = self[member] else { throw .missingMember(member) }
        return value
    }

    /// A required byte string.
    package func bytes(_ member: Int64) throws(CallFault) -> [UInt8] {
        guard let bytes = try self.required(member).byteString else { throw .invalidMember(member) }
        return [UInt8](bytes)
    }

    /// A byte string that may be missing.
    package func optionalBytes(_ member: Int64) throws(CallFault) -> [UInt8]? {
        guard let value = self[member] else { return nil }
        guard let bytes = value.byteString else { throw .invalidMember(member) }
        return [UInt8](bytes)
    }

    /// An unsigned integer that may be missing.
    package func optionalNumber(_ member: Int64) throws(CallFault) -> UInt64? {
        guard let value = self[member] else { return nil }
        guard let number = value.unsignedInteger else { throw .invalidMember(member) }
        return number
    }

    /// A truth value that may be missing.
    package func optionalBoolean(_ member: Int64) throws(CallFault) -> Bool? {
        guard let value = self[member] else { return nil }
        guard let boolean = value.boolean else { throw .invalidMember(member) }
        return boolean
    }
}

extension CBORItem {
    /// A text string as a `String`.
    var string: String? {
        self.textString.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The `id` of a credential descriptor, user or relying party as bytes.
    var descriptorID: [UInt8]? {
        self.map?["id"]?.byteString.map { [UInt8]($0) }
    }
}
