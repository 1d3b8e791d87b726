/// How an endpoint transfers, USB 2.0, section 9.6.6, bmAttributes.
enum TransferType: UInt8 {
    case bulk = 2
    case interrupt = 3
}
