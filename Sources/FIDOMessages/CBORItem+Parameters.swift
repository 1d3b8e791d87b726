package import CanonicalCBOR

/// Values as parameters; of another type, they are refused with `CTAP2_ERR_CBOR_UNEXPECTED_TYPE`, CTAP 2.1, section 8.2.
extension CBORItem {
    package func bytesParameter() throws(CTAP2StatusCode) -> ArraySlice<UInt8> {
        guard let bytes = self.byteString else { throw .cborUnexpectedType }
        return bytes
    }

    package func textParameter() throws(CTAP2StatusCode) -> ArraySlice<UInt8> {
        guard let text = self.textString else { throw .cborUnexpectedType }
        return text
    }

    package func unsignedParameter() throws(CTAP2StatusCode) -> UInt64 {
        guard let number = self.unsignedInteger else { throw .cborUnexpectedType }
        return number
    }

    package func integerParameter() throws(CTAP2StatusCode) -> Int64 {
        guard let number = self.integer else { throw .cborUnexpectedType }
        return number
    }

    package func booleanParameter() throws(CTAP2StatusCode) -> Bool {
        guard let boolean = self.boolean else { throw .cborUnexpectedType }
        return boolean
    }

    package func arrayParameter() throws(CTAP2StatusCode) -> CBORArray {
        guard let array = self.array else { throw .cborUnexpectedType }
        return array
    }

    package func mapParameter() throws(CTAP2StatusCode) -> CBORMap {
        guard let map = self.map else { throw .cborUnexpectedType }
        return map
    }

    /// A 32-byte hash.
    package func hashParameter() throws(CTAP2StatusCode) -> [UInt8] {
        let bytes = try self.bytesParameter()
        guard bytes.count == 32 else { throw .invalidLength }
        return [UInt8](bytes)
    }
}

extension CBORMap {
    /// The parameters behind a command byte.
    ///
    /// - Throws: the status of bytes that are no map in canonical form.
    package init(parametersOf message: [UInt8]) throws(CTAP2StatusCode) {
        guard message.count > 1 else { throw .missingParameter }
        let item: CBORItem
        do throws(CBORError) {
            item = try CBORItem(parsing: message, from: 1)
        } catch {
            throw .invalidCBOR
        }
        self = try item.mapParameter()
    }
}
