/// What is known of the displays of one campaign: no secret and no code.
struct DisplayCampaign: Codable {
    static let format = "mitid-token display campaign"
    static let version = 1

    var format = Self.format
    var version = Self.version

    /// The absolute path of the container with the secrets.
    var container: String
    var tokens: [Token]
    var sessions: [Session] = []
    var observations: [Observation] = []
    var findings: [Finding] = []

    /// One display.
    struct Token: Codable {
        let serialNumber: String
        /// *X* of RFC 6238, in seconds.
        let timeStep: UInt32
        let digits: Int
    }

    /// One run of `display sample`.
    struct Session: Codable {
        let began: CampaignTime
        let host: HostClockState
        /// In degrees Celsius, if the operator said it.
        let temperature: Double?
    }

    /// One code, by the steps that it can belong to.
    struct Observation: Codable {
        enum Timing: String, Codable {
            case cued
            case typed
        }

        let serialNumber: String
        let session: Int
        let timing: Timing
        let at: CampaignTime
        let steps: [UInt64]
    }

    /// Something other than a code.
    struct Finding: Codable {
        enum Kind: String, Codable {
            /// A digit was read or typed as another one.
            case digit
            /// Two digits have changed places.
            case swap
            /// No step has the code.
            case unmatched
            /// The display stayed dark.
            case dark
        }

        let serialNumber: String
        let session: Int
        let at: CampaignTime
        let kind: Kind
        /// The digit's position, counted from 1 at the left.
        var position: Int?
        var shown: UInt8?
        var typed: UInt8?
    }
}
