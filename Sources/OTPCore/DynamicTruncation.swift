/// The 31-bit number inside an HMAC, RFC 4226, section 5.3, step 2.
///
/// The low four bits of the last byte say where the four bytes of the number begin; its top bit is dropped, so that
/// signed and unsigned arithmetic agree.
func dynamicTruncation(of hmac: Digest) -> UInt32 {
    let offset = Int(hmac[hmac.count - 1] & 0x0f)
    let number =
        UInt32(hmac[offset]) &<< 24 | UInt32(hmac[offset + 1]) &<< 16
        | UInt32(hmac[offset + 2]) &<< 8 | UInt32(hmac[offset + 3])
    return number & 0x7fff_ffff
}
