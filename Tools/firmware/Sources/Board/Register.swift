internal import _Volatile

/// One memory-mapped register: every load and store happens, in the order it is written.
struct Register<Value> {
    private let address: UInt

    init(at address: UInt) {
        self.address = address
    }
}

extension Register where Value == UInt8 {
    func load() -> UInt8 {
        unsafe VolatileMappedRegister<UInt8>(unsafeBitPattern: self.address).load()
    }

    func store(_ value: UInt8) {
        unsafe VolatileMappedRegister<UInt8>(unsafeBitPattern: self.address).store(value)
    }
}

extension Register where Value == UInt32 {
    func load() -> UInt32 {
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: self.address).load()
    }

    func store(_ value: UInt32) {
        unsafe VolatileMappedRegister<UInt32>(unsafeBitPattern: self.address).store(value)
    }
}
