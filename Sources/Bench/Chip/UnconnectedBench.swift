/// A bench whose chips are reached through its own interface only.
package struct UnconnectedBench: ChipConnector {
    package init() {}

    package func connectionChanged(of chip: ChipHost, to connection: ChipConnection) async {}
}
