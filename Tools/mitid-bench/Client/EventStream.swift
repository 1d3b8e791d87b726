import CommandLineTool
import Foundation
import FoundationNetworking

/// The lines of an answer that does not end, as they come in.
final class EventStream: NSObject, URLSessionDataDelegate, Sendable {
    private let client: BenchClient
    private let continuation: AsyncThrowingStream<Data, any Error>.Continuation

    private init(client: BenchClient, continuation: AsyncThrowingStream<Data, any Error>.Continuation) {
        self.client = client
        self.continuation = continuation
    }

    static func lines(of request: URLRequest, client: BenchClient) -> AsyncThrowingStream<String, any Error> {
        let (pieces, pieceContinuation) = AsyncThrowingStream.makeStream(of: Data.self)
        let configuration = URLSessionConfiguration.default
        // Heartbeats come more often than this; without one the bench is gone.
        configuration.timeoutIntervalForRequest = 120
        let session = URLSession(
            configuration: configuration,
            delegate: EventStream(client: client, continuation: pieceContinuation),
            delegateQueue: nil
        )
        session.dataTask(with: request).resume()
        return AsyncThrowingStream { continuation in
            let task = Task {
                var pending = Data()
                do {
                    for try await piece in pieces {
                        pending.append(piece)
                        while let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
                            continuation.yield(String(decoding: pending[..<end], as: UTF8.self))
                            pending = Data(pending[(end + 1)...])
                        }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
                session.invalidateAndCancel()
            }
            continuation.onTermination = { _ in task.cancel() }
        }
    }

    func urlSession(
        _ session: URLSession,
        dataTask: URLSessionDataTask,
        didReceive response: URLResponse,
        completionHandler: @escaping (URLSession.ResponseDisposition) -> Void
    ) {
        do {
            try BenchClient.check(response, Data())
            completionHandler(.allow)
        } catch {
            self.continuation.finish(throwing: error)
            completionHandler(.cancel)
        }
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        self.continuation.yield(data)
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error {
            self.continuation.finish(throwing: self.client.unreachable(error))
        } else {
            self.continuation.finish()
        }
    }
}
