/// What the chips of a bench need of the program they live in.
package struct ChipSurroundings: Sendable {
    package let environments: any ChipEnvironments
    package let connector: any ChipConnector
    package let uptime: UptimeClock

    package init(
        environments: any ChipEnvironments,
        connector: any ChipConnector = UnconnectedBench(),
        uptime: UptimeClock = .machine()
    ) {
        self.environments = environments
        self.connector = connector
        self.uptime = uptime
    }
}
