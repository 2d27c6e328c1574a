import NetworkPrimitives
import OSPF

/// Lays the keys of `graceful-restart` over what stood before.
enum RestartReading {
    static func apply(_ value: Value?, to restart: inout GracefulRestartConfiguration) {
        guard let value else { return }
        if let isEnabled = value["enabled"]?.boolean { restart.isEnabled = isEnabled }
        if let helps = value["helper-enabled"]?.boolean { restart.helperEnabled = helps }
        if let interval = value["restart-interval"]?.duration { restart.restartInterval = interval }
        if let isStrict = value["helper-strict-lsa-checking"]?.boolean { restart.helperStrictLSAChecking = isStrict }
    }
}

/// Reads sets of opaque LSAs.
struct OpaqueReader {
    let sink: DiagnosticSink

    /// - Returns: `nil` after saying what is wrong.
    func read(_ value: Value) -> OpaqueConfiguration? {
        let scopes: [String: OpaqueConfiguration.Scope] = ["link": .link, "area": .area, "as": .system]
        guard let scope = value["scope"]?.text.flatMap({ scopes[$0] }), let count = value["count"]?.integer else {
            return nil
        }
        let type = value["opaque-type"]?.integer ?? 128
        let length = value["length"]?.integer ?? 4
        if length % 4 != 0 {
            sink.error(
                "a length of \(length) is not a multiple of four", at: value["length"]?.position ?? value.position)
        }
        if type == 3, scope == .link {
            sink.error(
                "opaque type 3 is Grace, which routers originate themselves",
                at: value["opaque-type"]?.position ?? value.position)
        }
        let first = value["opaque-id"]?.integer ?? 0
        if first + count > 1 << 24 {
            sink.error("opaque IDs end at 16777215", at: value["opaque-id"]?.position ?? value.position)
            return nil
        }
        guard let type = UInt8(exactly: type), let length = UInt16(exactly: length),
            let count = UInt32(exactly: count), let first = UInt32(exactly: first)
        else { return nil }
        return OpaqueConfiguration(
            scope: scope, opaqueType: type, count: count, firstID: first, area: value["area-id"]?.areaID,
            length: length, content: content(value["content"]))
    }

    /// The longest body that fits into an LSA that fits into a packet.
    private static let longestContent = 65_000

    private func content(_ value: Value?) -> [UInt8]? {
        guard let value, let text = value.text else { return nil }
        let digits = text.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
        guard digits.count == text.utf8.count, digits.count % 8 == 0, digits.count <= Self.longestContent * 2 else {
            sink.error(
                "'content' is a multiple of eight hexadecimal digits, up to \(Self.longestContent) octets",
                at: value.position)
            return nil
        }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
