import CLibCrypto

extension MutableSpan<UInt8> {
    /// Overwrites the bytes with zeros in a way the compiler may not leave out.
    package mutating func wipe() {
        unsafe self.withUnsafeMutableBufferPointer { bytes in
            unsafe OPENSSL_cleanse(bytes.baseAddress, bytes.count)
        }
    }
}
