import Logging
import NIOCore

/// One connection to the server: an operation and, if it imported a device, that device's transfers until either goes.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = USBIPRequest
    typealias OutboundOut = USBIPReply

    /// A class, so that its device changes in place.
    private final class Attached {
        var device: USBDevice
        let link: DeviceLink
        let task: Task<Void, Never>
        var cardTimer: RepeatedTask?

        init(device: USBDevice, link: DeviceLink, task: Task<Void, Never>) {
            self.device = device
            self.link = link
            self.task = task
        }
    }

    private enum State {
        case awaitingRequest
        case attached(Attached)
        case closing
    }

    /// In what time the event loop has read a socket that has something to read.
    private static let readingTime = TimeAmount.milliseconds(2)

    private let server: ServerState
    private let limits: ServerLimits
    private let logger: Logger
    private var state = State.awaitingRequest
    private var requestTimer: Scheduled<Void>?

    init(server: ServerState, limits: ServerLimits, logger: Logger) {
        self.server = server
        self.limits = limits
        self.logger = logger
    }

    func channelActive(context: ChannelHandlerContext) {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        self.requestTimer = context.eventLoop.scheduleTask(in: self.limits.requestTime) {
            bound.value.handler.close(bound.value.context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch (self.unwrapInboundIn(data), self.state) {
        case (.deviceList, .awaitingRequest):
            self.write(.deviceList(self.server.entries), context)
            self.close(context)
        case (.importDevice(let busID), .awaitingRequest):
            self.importRequested(busID, context)
        case (.submit(let urb), .attached(let attached)):
            self.perform(attached.device.submitted(urb), for: attached, context)
        case (.unlink(let sequence, let victim), .attached(let attached)):
            let status = attached.device.unlinked(victim)
            self.write(.unlinked(sequence: sequence, status: status), context)
        case (_, .closing), (.submit, _), (.unlink, _), (.deviceList, _), (.importDevice, _):
            self.close(context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        context.fireChannelReadComplete()
    }

    /// Who does not fetch what it asked for is not listened to either.
    func channelWritabilityChanged(context: ChannelHandlerContext) {
        context.channel.setOption(.autoRead, value: context.channel.isWritable).whenFailure { _ in }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.requestTimer?.cancel()
        if case .attached(let attached) = self.state {
            attached.cardTimer?.cancel()
            attached.task.cancel()
        }
        self.state = .closing
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        self.logger.debug("USB/IP connection failed", metadata: ["reason": "\(error)"])
        self.close(context)
    }

    private func importRequested(_ busID: BusID?, _ context: ChannelHandlerContext) {
        self.requestTimer?.cancel()
        let ended = context.eventLoop.makePromise(of: Void.self)
        let attachment = PortTable.Attachment(channel: context.channel, ended: ended.futureResult)
        let claim = busID.map { self.server.claim($0, for: attachment) } ?? .refused(.noSuchDevice)
        guard case .granted(let exported) = claim, let busID else {
            ended.succeed()
            if case .refused(let status) = claim {
                self.write(.importRefused(status), context)
            }
            self.close(context)
            return
        }
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        let link = DeviceLink(
            device: exported,
            readPending: {
                // Later than at once, so that the loop looks at its sockets before.
                try? await eventLoop.scheduleTask(in: Self.readingTime) {}.futureResult.get()
            },
            deliver: { event in
                eventLoop.execute { bound.value.handler.happened(event, bound.value.context) }
            }
        )
        let server = self.server
        let channel = context.channel
        let task = Task {
            await link.run()
            server.release(busID, by: channel)
            ended.succeed()
        }
        let device = USBDevice(profile: exported.profile, hasCard: exported.card != nil)
        self.state = .attached(Attached(device: device, link: link, task: task))
        self.logger.debug("device attached", metadata: ["busID": "\(busID)"])
        self.write(.imported(exported.entry(at: busID)), context)
    }

    private func happened(_ event: DeviceEvent, _ context: ChannelHandlerContext) {
        guard case .attached(let attached) = self.state else { return }
        let actions =
            switch event {
            case .reportSent(let report): attached.device.reportSent(report)
            case .reportTaken: attached.device.reportTaken()
            case .cardAnswered(let answer): attached.device.cardAnswered(answer)
            }
        self.perform(actions, for: attached, context)
        context.flush()
    }

    private func perform(_ actions: [USBDeviceAction], for attached: Attached, _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .complete(let completion): self.write(.completed(completion), context)
            case .deliverReport(let report): attached.link.deliverReport(report)
            case .command(let command): attached.link.command(command)
            }
        }
        if attached.device.isCardWorking != (attached.cardTimer != nil) {
            attached.cardTimer?.cancel()
            attached.cardTimer = attached.device.isCardWorking ? self.cardTimer(context) : nil
        }
    }

    private func cardTimer(_ context: ChannelHandlerContext) -> RepeatedTask {
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let time = self.limits.cardTime
        return context.eventLoop.scheduleRepeatedTask(initialDelay: time, delay: time) { _ in
            let (handler, context) = bound.value
            guard case .attached(let attached) = handler.state else { return }
            handler.perform(attached.device.cardStillWorking(), for: attached, context)
            context.flush()
        }
    }

    private func write(_ reply: USBIPReply, _ context: ChannelHandlerContext) {
        context.write(self.wrapOutboundOut(reply), promise: nil)
    }

    /// Sends what was said, and goes.
    private func close(_ context: ChannelHandlerContext) {
        self.requestTimer?.cancel()
        if case .awaitingRequest = self.state {
            self.state = .closing
        }
        context.flush()
        context.close(promise: nil)
    }
}
