/// The stack, watched from below: QEMU's memory starts as zeros, so what is not zero has been used.
package enum Stack {
    #if arch(arm)
    private static let bounds: (limit: UInt, top: UInt) = (0x2000_0000, 0x2001_0000)
    #elseif arch(riscv32)
    private static let bounds: (limit: UInt, top: UInt) = (0x800F_0000, 0x8010_0000)
    #endif

    /// The most bytes that were in use at once since power on.
    package static var highWaterByteCount: UInt {
        var address = self.bounds.limit
        while address < self.bounds.top, Register<UInt32>(at: address).load() == 0 {
            address &+= 4
        }
        return self.bounds.top &- address
    }
}
