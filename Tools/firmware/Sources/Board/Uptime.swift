/// The board's own time: milliseconds since an instant of its choosing, never set, never going back.
package enum Uptime {
    #if arch(arm)
    // The 100 Hz counter of the MPS2 FPGA system, Arm DAI 0386, section 4.2; it wraps after 497 days.
    private static let ticks = Register<UInt32>(at: 0x4002_8014)

    package static var milliseconds: Int64 {
        Int64(self.ticks.load()) &* 10
    }
    #elseif arch(riscv32)
    // The Goldfish real-time clock: nanoseconds since 1970. Reading the low half holds the high half for the next read.
    private static let low = Register<UInt32>(at: 0x0010_1000)
    private static let high = Register<UInt32>(at: 0x0010_1004)

    package static var nanoseconds: UInt64 {
        let low = self.low.load()
        return UInt64(self.high.load()) &<< 32 | UInt64(low)
    }

    package static var milliseconds: Int64 {
        Int64(bitPattern: self.nanoseconds / 1_000_000)
    }
    #endif
}
