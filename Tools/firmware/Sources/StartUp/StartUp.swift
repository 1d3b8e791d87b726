internal import Board

/// The program's entry, made by the compiler from its `@main` type and named `main` by SwiftPM's linker options.
@_extern(c, "main")
private func program(_ argumentCount: Int32, _ arguments: UInt) -> Int32

/// Runs the program once power is on; there is nothing to return to.
@c
private func powerOn() {
    SerialPort.start()
    _ = program(0, 0)
    while true {}
}

#if arch(arm)

/// What the processor does with a fault: says so and stops.
@c
private func fault() {
    SerialPort.write("fault\r\n")
    while true {}
}

// Armv7-M Architecture Reference Manual, section B1.5.3: the first word is the stack's top, then the handlers of
// reset, NMI, HardFault, MemManage, BusFault and UsageFault.
@section(".start")
@used
private let vectors:
    (
        UInt,
        @convention(c) () -> Void, @convention(c) () -> Void, @convention(c) () -> Void,
        @convention(c) () -> Void, @convention(c) () -> Void, @convention(c) () -> Void
    ) = (0x2001_0000, powerOn, fault, fault, fault, fault, fault)

#elseif arch(riscv32)

// A RISC-V processor starts without a stack, so its first four instructions must set one. They are written as
// the words they are, since Swift has no other way to say them.
@section(".start")
@used
private let firstInstructions: (UInt32, UInt32, UInt32, UInt32, @convention(c) () -> Void) = (
    0x8010_0137,  // lui   sp, 0x80100    the stack's top
    0x0000_0297,  // auipc t0, 0
    0x00C2_A283,  // lw    t0, 12(t0)     the address behind these instructions
    0x0002_8067,  // jr    t0
    powerOn
)

#endif
