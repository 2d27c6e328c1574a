import NetworkPrimitives
import OSPF

/// Lays the keys of `memory` over what stood before.
enum MemoryReading {
    static func apply(_ value: Value?, to memory: inout MemoryModel) {
        guard let value else { return }
        if let size = value["octets"] { memory.octets = size.octets ?? 0 }
        if let base = value["base"]?.octets { memory.base = base }
        if let perLSA = value["per-lsa"]?.octets.flatMap(UInt32.init(exactly:)) { memory.perLSA = perLSA }
        if let more = value["per-retransmission"]?.octets.flatMap(UInt32.init(exactly:)) {
            memory.perRetransmission = more
        }
        switch value["when-exhausted"]?.text {
        case "crash": memory.whenExhausted = .crash
        case "allocation-failure": memory.whenExhausted = .allocationFailure
        default: break
        }
        if let restart = value["restart-after"] { memory.restartAfter = restart.duration }
    }
}

/// What a router's memory needs besides the form of its values.
struct MemoryChecks {
    let sink: DiagnosticSink

    /// The memory of a router; `nil` where it is free.
    ///
    /// - Parameter layers: what the router's settings come from, the strongest last.
    func memory(_ memory: MemoryModel, saidIn layers: [Value?]) -> MemoryModel? {
        guard memory != .free else { return nil }
        let places = layers.reversed().compactMap { $0?["memory"] }
        guard memory.octets > 0 else {
            // `memory: none` takes away what a layer below it says.
            if let place = places.first, place["octets"] == nil {
                sink.warning("this memory has no size, so that it is free: 'memory' needs 'octets'", at: place.position)
            }
            return nil
        }
        guard memory.base < memory.octets else {
            let place = places.lazy.compactMap { $0["base"] ?? $0["octets"] }.first
            if let place {
                sink.error(
                    "'base' must be less than 'octets': \(memory.base) of \(memory.octets) octets leave no room for an LSA",
                    at: place.position)
            }
            return nil
        }
        return memory
    }
}

extension MemoryModel {
    /// Memory without end.
    static let free = MemoryModel(octets: 0)
}

extension Value {
    /// More than any router has, and little enough to calculate with.
    private static let mostOctets: UInt64 = 1 << 50

    /// `64MB`, `512K` or `1000`, in octets; units are powers of 1,024, as routers print memory.
    var octets: UInt64? {
        guard let text, text.utf8.count <= 24 else { return nil }
        let digits = text.prefix { $0.isASCII && $0.isNumber || $0 == "_" }
        var unit = text.dropFirst(digits.count).uppercased()
        if unit.first == " " { unit.removeFirst() }
        let steps = ["": 0, "B": 0, "K": 1, "M": 2, "G": 3, "T": 4]
        if unit.count > 1, unit.hasSuffix("B") { unit.removeLast() }
        if unit.count > 1, unit.hasSuffix("I") { unit.removeLast() }
        guard digits.first != "_", digits.last != "_", let number = UInt64(digits.filter { $0 != "_" }),
            let step = steps[unit], number <= Self.mostOctets >> (10 * step)
        else { return nil }
        return number << (10 * step)
    }
}
