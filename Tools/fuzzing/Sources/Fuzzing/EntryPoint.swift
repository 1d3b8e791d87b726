import Foundation

/// What libFuzzer calls with every input; which target it is meant for stands in MITID_FUZZ_TARGET.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ byteCount: Int) -> CInt {
    let input = unsafe Array(UnsafeBufferPointer(start: bytes, count: byteCount))
    chosenTarget.run(input)
    return 0
}

private let chosenTarget: FuzzTarget = {
    let name = ProcessInfo.processInfo.environment["MITID_FUZZ_TARGET"] ?? ""
    guard let target = FuzzTarget(rawValue: name) else { fatalError("MITID_FUZZ_TARGET names no target: \(name)") }
    return target
}()
