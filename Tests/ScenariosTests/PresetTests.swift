import NetworkPrimitives
import OSPF
import Scenarios
import Testing

/// A preset and the values that the reference gives it.
struct PresetRow: CustomTestStringConvertible, Sendable {
    var name: String
    var limit: LimitPolicy?
    var spf: SPFThrottle?
    var testDescription: String { name }
}

@Suite("Presets say what the reference says") struct PresetTests {
    static let cisco = LimitPolicy(
        maximum: 50_000, action: .shutdown, grace: .seconds(60), isolatedHellos: .silent, permanence: .reaches)
    static let nexus = SPFThrottle.exponential(start: .milliseconds(200), hold: .seconds(1), maximum: .seconds(5))

    static let rows: [PresetRow] = [
        PresetRow(
            name: "cisco-ios-xe", limit: cisco,
            spf: .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))),
        PresetRow(
            name: "cisco-ios-xe-legacy", limit: LimitPolicy(action: .shutdown, grace: .seconds(60)),
            spf: .exponential(start: .seconds(5), hold: .seconds(10), maximum: .seconds(10))),
        PresetRow(name: "cisco-nx-os", limit: LimitPolicy(action: .shutdown, grace: .seconds(60)), spf: nexus),
        PresetRow(
            name: "cisco-aci-reject", limit: LimitPolicy(maximum: 20_000, trip: .reaches, action: .reject), spf: nexus),
        PresetRow(name: "cisco-aci-restart", limit: LimitPolicy(maximum: 20_000, action: .shutdown), spf: nexus),
        PresetRow(
            name: "arista-eos", limit: LimitPolicy(maximum: 12_000, action: .shutdown, resetTime: .seconds(300)),
            spf: .exponential(start: .zero, hold: .seconds(5), maximum: .seconds(5))),
        PresetRow(
            name: "juniper-junos",
            limit: LimitPolicy(action: .shutdown, isolatedHellos: .deaf, keepsOwnLSAs: true, permanence: .exceeds),
            spf: .rapidRuns(delay: .milliseconds(200), runs: 3, holddown: .seconds(5))),
        PresetRow(
            name: "zebos-hard",
            limit: LimitPolicy(count: .all, warningThreshold: 0, action: .shutdown, ignoreTime: nil, ignoreCount: 1)),
        PresetRow(name: "zebos-soft", limit: LimitPolicy(count: .all, warningThreshold: 0, action: .warn)),
        PresetRow(
            name: "bird-block",
            limit: LimitPolicy(
                count: .externalNonDefault, trip: .reaches, warningThreshold: 0, action: .reject, release: .latched),
            spf: .tick(.seconds(1))),
        PresetRow(name: "bird", limit: LimitPolicy.none, spf: .tick(.seconds(1))),
        PresetRow(
            name: "frr", limit: LimitPolicy.none,
            spf: .linear(start: .zero, hold: .milliseconds(50), maximum: .seconds(5))),
        PresetRow(name: "nokia-sr-os", spf: .exponential(start: .seconds(1), hold: .seconds(1), maximum: .seconds(10))),
        PresetRow(
            name: "huawei-vrp",
            spf: .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))),
        PresetRow(name: "generic-shutdown", limit: LimitPolicy(action: .shutdown)),
        PresetRow(name: "generic-reject", limit: LimitPolicy(trip: .reaches, action: .reject)),
    ]

    @Test(arguments: rows) func `Row by row`(row: PresetRow) throws {
        let preset = try #require(Preset.named(row.name))
        #expect(preset.limit == row.limit)
        #expect(preset.timers?.spf == row.spf)
        #expect(!preset.sources.isEmpty && !preset.summary.isEmpty)
    }

    @Test func `No preset is left out of the rows`() { #expect(Preset.all.map(\.name) == Self.rows.map(\.name)) }

    @Test func `A limit starts from its preset and changes what it names`() throws {
        let text = row + "defaults: {limit: {preset: juniper-junos, maximum: 3000, ignore-time: 1m, action: reject}}"
        var expected = try #require(Preset.named("juniper-junos")?.limit)
        expected.maximum = 3_000
        expected.ignoreTime = .seconds(60)
        expected.action = .reject
        #expect(try scenario(text).router("a").ospf.limit == expected)
    }
}
