/// A pinUvAuthToken as the platform holds it.
struct PlatformToken {
    let session: PINSession
    let bytes: [UInt8]

    /// Adds pinUvAuthParam and pinUvAuthProtocol to a makeCredential or getAssertion.
    func authorize(_ request: Request) -> Request {
        var authorized = request
        let first: Int64 = request.command == 0x01 ? 8 : 6
        authorized[first] = .bytes(self.session.authentication(of: Platform.clientDataHash, token: self.bytes))
        authorized[first + 1] = .number(self.session.number)
        return authorized
    }

    /// credentialManagement with its pinUvAuthParam; CTAP 2.1, section 6.8.
    ///
    /// Command 41 is the preview's.
    func manage(_ subcommand: UInt8, _ parameters: Parameter? = nil, command: UInt8 = 0x0a) -> Request {
        self.request(command, subcommand, parameters, prefix: [])
    }

    /// authenticatorConfig with its pinUvAuthParam; section 6.11.
    func configure(_ subcommand: UInt8, _ parameters: Parameter? = nil) -> Request {
        self.request(0x0d, subcommand, parameters, prefix: [UInt8](repeating: 0xff, count: 32) + [0x0d])
    }

    private func request(_ command: UInt8, _ subcommand: UInt8, _ parameters: Parameter?, prefix: [UInt8]) -> Request {
        var request = Request(command)
        request[1] = .number(Int64(subcommand))
        request[2] = parameters
        let message = prefix + [subcommand] + (parameters?.encoded ?? [])
        request[3] = .number(self.session.number)
        request[4] = .bytes(self.session.authentication(of: message, token: self.bytes))
        return request
    }
}
