import FIDOAuthenticator
import FIDOClient
import FIDOMessages
import Testing

/// Every kind of request over a USB wire that damages one packet: the response is right or there is none.
struct DamagedWireTests {
    private static let make = MakeCredentialCall(
        clientDataHash: CTAP2CallTests.hash,
        rpID: CTAP2CallTests.rpID,
        user: CTAP2CallTests.user
    )

    /// Requests with the number of packets of the request and of the longest response that is damaged.
    static let requests: [[UInt8]] = [
        GetInfoCall().message,
        Self.make.message,
        GetAssertionCall(rpID: CTAP2CallTests.rpID, clientDataHash: CTAP2CallTests.hash, allowList: [[1]]).message,
        ClientPINCall.keyAgreement(.one).message,
        ClientPINCall.keyAgreement(.two).message,
        LargeBlobsCall.read(100, at: 0).message,
        SelectionCall().message,
        ResetCall().message,
    ]

    @Test("a damaged packet never makes a wrong response, and the token serves the next request", arguments: requests)
    func damagedPackets(_ message: [UInt8]) throws {
        var healthy = try DeskToken()
        let right = try healthy.exchange(message)
        for damage in DeskToken.Damage.allCases {
            for isRequest in [true, false] {
                for index in 0..<12 {
                    var token = try DeskToken()
                    token.damage = (damage, isRequest, index)
                    let response = try? token.exchange(message)
                    // Keys and signatures differ each time; the length may by the signature's encoding.
                    #expect(response.map { $0[0] == right[0] && abs($0.count - right.count) <= 6 } ?? true)
                    if damage == .foreign { #expect(response != nil, "a foreign packet ends nothing") }
                    let happened = token.damage == nil
                    token.damage = nil
                    // A new channel, as a client opens it after a fault; the request under way may still wait for a touch.
                    token.pass(milliseconds: 60_000)
                    try token.powerOn()
                    #expect(try token.result(of: GetInfoCall()).departures.isEmpty)
                    if !happened { break }
                }
            }
        }
    }

    @Test("U2F over a wire that loses a packet")
    func u2f() throws {
        for index in 0..<3 {
            var token = try DeskToken(.u2fOnly)
            token.damage = (.lost, true, index)
            let call = U2FRegisterCall(
                challengeParameter: CTAP2CallTests.hash,
                applicationParameter: CTAP2CallTests.hash
            )
            let response = try? token.respond(to: call.command)
            #expect(response == nil || token.damage != nil)
        }
    }
}
