import OSPF

/// A limit that has everything but a number does nothing.
struct LimitChecks {
    let sink: DiagnosticSink

    /// - Parameter layers: what the router's settings come from, the strongest last.
    func checkNumber(of limit: LimitPolicy, saidIn layers: [Value?]) {
        guard !limit.isNone, limit.maximum == nil, !limit.typeMaximums.isSet else { return }
        for case let layer? in layers.reversed() {
            let preset = layer["limit"]?["preset"] ?? layer["preset"]
            guard let place = preset ?? layer["limit"], place.text != "none" else { continue }
            let name = preset?.text.map { "the preset '\(shortened($0))' has" } ?? "this limit has"
            sink.warning(
                "\(name) no number, so that there is no limit: 'limit' needs 'maximum'", at: place.position)
            return
        }
    }
}
