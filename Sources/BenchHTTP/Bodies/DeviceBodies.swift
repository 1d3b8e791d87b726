import Foundation

/// The body that makes devices: one, or an array of them.
enum DeviceBodies: Decodable, Sendable {
    case one(DeviceBody)
    case many([DeviceBody])

    init(from decoder: any Decoder) throws {
        if var list = try? decoder.unkeyedContainer() {
            var bodies: [DeviceBody] = []
            while !list.isAtEnd {
                bodies.append(try list.decode(DeviceBody.self))
            }
            self = .many(bodies)
        } else {
            self = .one(try DeviceBody(from: decoder))
        }
    }
}
