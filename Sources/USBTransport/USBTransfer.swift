import CLibUSB
import Glibc

/// One transfer on an interrupt endpoint, used by one thread; it may be submitted again when it has ended.
@safe final class USBTransfer {
    private let transfer: UnsafeMutablePointer<libusb_transfer>
    private let buffer: UnsafeMutablePointer<UInt8>
    private let capacity: Int

    /// Whether the kernel has it.
    private(set) var isUnderWay = false

    /// Called when it has ended: with the bytes that were moved, or with why there are none.
    private let ended: (Result<[UInt8], USBError>) -> Void

    init(capacity: Int, ended: @escaping (Result<[UInt8], USBError>) -> Void) throws(USBError) {
        guard let transfer = unsafe libusb_alloc_transfer(0) else {
            throw .other(code: Int(LIBUSB_ERROR_NO_MEM.rawValue))
        }
        unsafe self.transfer = unsafe transfer
        self.capacity = max(1, capacity)
        unsafe self.buffer = .allocate(capacity: max(1, capacity))
        self.ended = ended
    }

    deinit {
        unsafe libusb_free_transfer(self.transfer)
        unsafe self.buffer.deallocate()
    }

    /// Puts in the bytes to send.
    func fill(_ bytes: [UInt8]) {
        for (index, byte) in bytes.prefix(self.capacity).enumerated() { unsafe self.buffer[index] = byte }
    }

    func submit(to handle: OpaquePointer, _ endpoint: USBEndpoint) throws(USBError) {
        let owner = unsafe Unmanaged.passRetained(self)
        unsafe libusb_fill_interrupt_transfer(
            self.transfer,
            handle,
            endpoint.address,
            self.buffer,
            Int32(self.capacity),
            { transfer in
                guard let transfer = unsafe transfer, let owner = unsafe transfer.pointee.user_data else { return }
                unsafe Unmanaged<USBTransfer>.fromOpaque(owner).takeRetainedValue().end()
            },
            // It lives until the kernel has given it back.
            owner.toOpaque(),
            0
        )
        if let error = unsafe USBError(result: Int(libusb_submit_transfer(self.transfer))) {
            unsafe owner.release()
            throw error
        }
        self.isUnderWay = true
    }

    /// Asks the kernel to give it back; it ends when events are handled.
    func cancel() {
        guard self.isUnderWay else { return }
        _ = unsafe libusb_cancel_transfer(self.transfer)
    }

    private func end() {
        self.isUnderWay = false
        if let error = unsafe USBError(status: self.transfer.pointee.status) {
            self.ended(.failure(error))
        } else {
            let count = unsafe min(Int(self.transfer.pointee.actual_length), self.capacity)
            self.ended(.success((0..<count).map { unsafe self.buffer[$0] }))
        }
    }
}
