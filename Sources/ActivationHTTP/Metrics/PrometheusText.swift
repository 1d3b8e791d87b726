/// Figures in the text format of Prometheus, version 0.0.4.
struct PrometheusText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    init(_ figures: ServiceMetrics.Figures, webhook: WebhookOutbox.Figures? = nil) {
        self.family("decisions_total", "counter", "Decisions by what was asked and why it came out so.")
        for (decision, count) in figures.decisions.sorted(by: { $0.key < $1.key }) {
            self.sample("decisions_total", [("event", decision.event), ("reason", decision.reason)], "\(count)")
        }
        self.family("imported_devices_total", "counter", "Records of key containers by what became of them.")
        let outcomes = [
            ("imported", figures.imported), ("duplicate", figures.duplicates), ("rejected", figures.rejected),
        ]
        for (outcome, count) in outcomes {
            self.sample("imported_devices_total", [("outcome", outcome)], "\(count)")
        }
        self.family(
            "store_failures_total",
            "counter",
            "Requests that the store failed, by the problem they were answered."
        )
        self.sample("store_failures_total", [("problem", "store-unavailable")], "\(figures.storeUnavailable)")
        self.sample("store_failures_total", [("problem", "outcome-unknown")], "\(figures.outcomeUnknown)")
        self.family("http_requests_total", "counter", "Requests that were answered.")
        for (request, count) in figures.requests.sorted(by: { $0.key < $1.key }) {
            let labels = [("method", request.method), ("path", request.path), ("status", "\(request.status)")]
            self.sample("http_requests_total", labels, "\(count)")
        }
        self.family("http_requests_in_flight", "gauge", "Requests that are being served.")
        self.sample("http_requests_in_flight", [], "\(figures.inFlight)")
        self.family("http_request_duration_seconds", "histogram", "From the head of a request to its answer.")
        for (path, histogram) in figures.durations.sorted(by: { $0.key < $1.key }) {
            self.append(histogram, path: path)
        }
        if let webhook { self.append(webhook) }
    }

    private mutating func append(_ webhook: WebhookOutbox.Figures) {
        self.family("notifications_total", "counter", "Messages to the webhook by what became of them.")
        self.sample("notifications_total", [("outcome", "delivered")], "\(webhook.delivered)")
        self.sample("notifications_total", [("outcome", "dropped")], "\(webhook.dropped)")
        self.family("notification_failures_total", "counter", "Attempts to deliver a message that failed.")
        self.sample("notification_failures_total", [], "\(webhook.failedAttempts)")
        self.family("notifications_waiting", "gauge", "Messages that are not delivered yet.")
        self.sample("notifications_waiting", [], "\(webhook.waiting)")
    }

    private mutating func append(_ histogram: Histogram, path: String) {
        let name = "http_request_duration_seconds"
        var total: UInt64 = 0
        for (bound, count) in zip(Histogram.bounds.map { "\($0)" } + ["+Inf"], histogram.counts) {
            total += count
            self.sample(name + "_bucket", [("path", path), ("le", bound)], "\(total)")
        }
        self.sample(name + "_sum", [("path", path)], "\(histogram.sum)")
        self.sample(name + "_count", [("path", path)], "\(total)")
    }

    private mutating func family(_ name: String, _ type: String, _ help: String) {
        self.text += "# HELP mitid_activation_\(name) \(help)\n# TYPE mitid_activation_\(name) \(type)\n"
    }

    private mutating func sample(_ name: String, _ labels: [(String, String)], _ value: String) {
        let list = labels.map { "\($0)=\"\($1)\"" }.joined(separator: ",")
        self.text += "mitid_activation_\(name)\(list.isEmpty ? "" : "{\(list)}") \(value)\n"
    }
}
