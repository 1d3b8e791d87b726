import Foundation

/// Waiting for another process, at start only: no task runs yet that a sleeping thread could hold up.
enum Pause {
    static func briefly() {
        Thread.sleep(forTimeInterval: 0.05)
    }
}
