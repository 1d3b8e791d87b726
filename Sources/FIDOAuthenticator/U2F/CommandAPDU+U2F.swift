import ISO7816

extension CommandAPDU {
    /// Reads a U2F raw message of CTAPHID_MSG; FIDO U2F raw message formats 1.2, section 3.1.
    ///
    /// Hosts in the field write the empty U2F_VERSION with an extended Lc of zero before its Le, which ISO 7816 has no case
    /// for and every token takes.
    init(parsingU2F bytes: [UInt8]) throws(APDUError) {
        if bytes.count == 9, bytes[4...6].allSatisfy({ $0 == 0 }) {
            try self.init(parsing: [UInt8](bytes[..<5]) + bytes[7...])
        } else {
            try self.init(parsing: bytes)
        }
    }
}
