/// Told what a chip is plugged into and laid on, to show it to the world outside of the bench.
///
/// The bench does not know readers and USB ports of an operating system; the program joins them to it.
package protocol ChipConnector: Sendable {
    /// The connection of a chip is another one now; of a chip that is taken off the bench, none.
    func connectionChanged(of chip: ChipHost, to connection: ChipConnection) async
}
