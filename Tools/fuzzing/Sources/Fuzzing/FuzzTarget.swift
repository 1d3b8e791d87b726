/// What can be fuzzed; Tools/fuzz knows the same names.
enum FuzzTarget: String {
    /// Commands, responses, chains, answers to reset and the reader's side.
    case apdu
    /// Packets, messages and the token's end of CTAPHID.
    case ctaphid
    /// Report descriptors and the host's end of CTAPHID.
    case host
    /// Responses of tokens to every call of the client.
    case client
    /// SELECT and the NFC exchange of the client.
    case nfc
    /// Data items in canonical CBOR.
    case cbor
    /// The whole chip: both wires, the user, storage and time, with valid requests in between.
    case chip
    /// What a virtual reader sends.
    case vpcd
    /// What a USB/IP client sends, down to the CCID slot.
    case usbip
    /// A law that is broken on purpose, to show that the fuzzer finds such.
    case proof

    func run(_ input: [UInt8]) {
        switch self {
        case .apdu: APDUFuzzing.run(input)
        case .ctaphid: CTAPHIDFuzzing.run(input)
        case .host: HostFuzzing.run(input)
        case .client: ClientFuzzing.run(input)
        case .nfc: NFCFuzzing.run(input)
        case .cbor: CBORFuzzing.run(input)
        case .chip: ChipFuzzing.run(input)
        case .vpcd: VPCDFuzzing.run(input)
        case .usbip: USBIPFuzzing.run(input)
        case .proof: hold(!input.starts(with: [0x4D, 0x69, 0x74]), "broken on purpose")
        }
    }
}

/// Ends the run if what must always hold does not: the fuzzer keeps the input.
func hold(_ condition: Bool, _ law: StaticString) {
    guard condition else { fatalError("\(law)") }
}
