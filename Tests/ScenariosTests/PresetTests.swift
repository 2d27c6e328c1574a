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
        maximum: 50_000, action: .shutdown, grace: .seconds(60), isolatedHellos: .silent, permanence: .reaches,
        redistribution: RedistributionLimit(maximum: 10_240, action: .stop))
    static let ios = LimitPolicy(action: .shutdown, grace: .seconds(60))
    static let classic = SPFThrottle.exponential(start: .seconds(5), hold: .seconds(10), maximum: .seconds(10))
    static let nokia = SPFThrottle.exponential(start: .seconds(1), hold: .seconds(1), maximum: .seconds(10))
    static let huawei = SPFThrottle.exponential(
        start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))
    /// RFC 1765: reached, own externals withdrawn, nothing acknowledged, no way back by itself.
    static let overflow = LimitPolicy(
        count: .externalNonDefault, trip: .reaches, warningThreshold: 0, action: .withdraw, acknowledgesRejected: false)
    static var brocade: LimitPolicy {
        var limit = overflow
        limit.maximum = 14_913_080
        return limit
    }
    static func timedOverflow(_ maximum: UInt32?) -> LimitPolicy {
        var limit = overflow
        limit.maximum = maximum
        limit.exitInterval = .seconds(300)
        return limit
    }
    static let nexus = SPFThrottle.exponential(start: .milliseconds(200), hold: .seconds(1), maximum: .seconds(5))

    static let rows: [PresetRow] = [
        PresetRow(name: "cisco-ios", limit: ios, spf: classic),
        PresetRow(
            name: "cisco-ios-xe", limit: cisco,
            spf: .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))),
        PresetRow(name: "cisco-ios-xe-legacy", limit: ios, spf: classic),
        PresetRow(
            name: "cisco-ios-redistribute",
            limit: LimitPolicy(redistribution: RedistributionLimit(maximum: 10_240, action: .stop))),
        PresetRow(
            name: "cisco-ios-xr", limit: ios,
            spf: .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))),
        PresetRow(name: "cisco-nx-os", limit: ios, spf: nexus),
        PresetRow(name: "cisco-nx-os-reject", limit: LimitPolicy(trip: .reaches, action: .reject), spf: nexus),
        PresetRow(
            name: "cisco-nx-os-redistribute",
            limit: LimitPolicy(
                redistribution: RedistributionLimit(
                    maximum: nil, action: .withdraw, retries: 1, retryTime: .seconds(300)))),
        PresetRow(
            name: "cisco-aci-reject", limit: LimitPolicy(maximum: 20_000, trip: .reaches, action: .reject), spf: nexus),
        PresetRow(name: "cisco-aci-restart", limit: LimitPolicy(maximum: 20_000, action: .shutdown), spf: nexus),
        PresetRow(
            name: "cisco-aci-log", limit: LimitPolicy(maximum: 20_000, trip: .reaches, action: .warn), spf: nexus),
        PresetRow(
            name: "arista-eos", limit: LimitPolicy(maximum: 12_000, action: .shutdown, resetTime: .seconds(300)),
            spf: .exponential(start: .zero, hold: .seconds(5), maximum: .seconds(5))),
        PresetRow(
            name: "juniper-junos",
            limit: LimitPolicy(action: .shutdown, isolatedHellos: .deaf, keepsOwnLSAs: true, permanence: .exceeds),
            spf: .rapidRuns(delay: .milliseconds(200), runs: 3, holddown: .seconds(5))),
        PresetRow(
            name: "junos-export-limit",
            limit: LimitPolicy(
                redistribution: RedistributionLimit(maximum: nil, warningThreshold: 0, action: .withdraw, retries: 0)),
            spf: .rapidRuns(delay: .milliseconds(200), runs: 3, holddown: .seconds(5))),
        PresetRow(name: "nokia-sr-os", spf: nokia),
        PresetRow(
            name: "nokia-adv-lsa",
            limit: LimitPolicy(warningThreshold: 0, action: .overload, scope: .advertisingRouter), spf: nokia),
        PresetRow(name: "nokia-external-overflow", limit: overflow, spf: nokia),
        PresetRow(
            name: "nokia-export-limit",
            limit: LimitPolicy(
                redistribution: RedistributionLimit(maximum: nil, warningThreshold: 0, action: .stop)), spf: nokia),
        PresetRow(name: "huawei-vrp", spf: huawei),
        PresetRow(
            name: "huawei-received",
            limit: LimitPolicy(
                trip: .reaches, warningThreshold: 0, action: .reject, acknowledgesRejected: false,
                memoryGate: MemoryGate(total: 64_000_000)), spf: huawei),
        PresetRow(
            name: "huawei-overflow",
            limit: LimitPolicy(
                count: .externalNonDefault, warningThreshold: 90, action: .withdraw, acknowledgesRejected: false,
                exitInterval: .seconds(5), exitJitter: .zero, exitRechecks: true), spf: huawei),
        PresetRow(
            name: "huawei-import",
            limit: LimitPolicy(
                redistribution: RedistributionLimit(maximum: nil, warningThreshold: 80, action: .stop)), spf: huawei),
        PresetRow(
            name: "comware", limit: timedOverflow(nil),
            spf: .exponential(start: .milliseconds(50), hold: .milliseconds(200), maximum: .seconds(5))),
        PresetRow(name: "fortios", limit: timedOverflow(10_000), spf: classic),
        PresetRow(name: "exos", limit: overflow),
        PresetRow(name: "brocade", limit: brocade),
        PresetRow(name: "fastpath", limit: overflow),
        PresetRow(name: "sefos", limit: overflow),
        PresetRow(
            name: "enterasys",
            limit: LimitPolicy(
                count: .all, trip: .reaches, warningThreshold: 0, action: .reject, acknowledgesRejected: false,
                scope: .lsaType)),
        PresetRow(
            name: "zebos-hard",
            limit: LimitPolicy(count: .all, warningThreshold: 0, action: .shutdown, ignoreTime: nil, ignoreCount: 1)),
        PresetRow(name: "zebos-soft", limit: LimitPolicy(count: .all, warningThreshold: 0, action: .warn)),
        PresetRow(name: "zebos-external", limit: overflow),
        PresetRow(name: "rfc1765", limit: overflow),
        PresetRow(name: "bird", limit: LimitPolicy.none, spf: .tick(.seconds(1))),
        PresetRow(
            name: "bird-warn", limit: LimitPolicy(count: .routes, warningThreshold: 0, action: .warn),
            spf: .tick(.seconds(1))),
        PresetRow(
            name: "bird-block",
            limit: LimitPolicy(count: .routes, warningThreshold: 0, action: .reject, release: .latched),
            spf: .tick(.seconds(1))),
        PresetRow(
            name: "bird-disable",
            limit: LimitPolicy(
                count: .routes, warningThreshold: 0, action: .shutdown, isolatedHellos: .farewell, ignoreTime: nil),
            spf: .tick(.seconds(1))),
        PresetRow(
            name: "bird-restart",
            limit: LimitPolicy(
                count: .routes, warningThreshold: 0, action: .shutdown, isolatedHellos: .farewell,
                ignoreTime: .seconds(3), ignoreCount: 1_000_000, permanence: .exceeds), spf: .tick(.seconds(1))),
        PresetRow(
            name: "frr", limit: LimitPolicy.none,
            spf: .linear(start: .zero, hold: .milliseconds(50), maximum: .seconds(5))),
        PresetRow(name: "mikrotik", limit: LimitPolicy.none),
        PresetRow(name: "generic-shutdown", limit: LimitPolicy(action: .shutdown)),
        PresetRow(name: "generic-reject", limit: LimitPolicy(trip: .reaches, action: .reject)),
        PresetRow(name: "incident-before", limit: LimitPolicy(action: .shutdown)),
        PresetRow(
            name: "incident-after",
            limit: LimitPolicy(trip: .reaches, action: .reject, ignoreTime: .seconds(60), ignoreCount: 25)),
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

    private static let own = """
        presets:
          house-edge: {extends: house, limit: {ignore-time: 1m}}
          house: {extends: cisco-ios, summary: ours, limit: {maximum: 3000}, sources: [the standard of our network]}

        """

    @Test func `A topology adds presets, which start from those of the program and from each other`() throws {
        let text = Self.own + row + "models: {edge: {preset: house-edge}}\ndefaults: {limit: house}\n"
        var expected = Self.ios
        expected.maximum = 3_000
        #expect(try scenario(text).router("a").ospf.limit == expected)
        let presets = try #require(
            ScenarioLoader.loadPresets(path: "net.yaml", files: .memory(["net.yaml": text])).content)
        #expect(presets.map(\.name) == Preset.all.map(\.name) + ["house-edge", "house"])
        let edge = try #require(presets.first { $0.name == "house-edge" })
        expected.ignoreTime = .seconds(60)
        #expect(edge.limit == expected && edge.base == "house" && edge.summary == "ours")
        #expect(edge.sources.first == "the standard of our network" && edge.timers?.spf == Self.classic)
    }

    @Test func `Mistakes in presets are told with their places`() {
        let text = """
            presets:
              frr: {summary: mine}
              a: {extends: b}
              b: {extends: a}
              c: {extends: cisco-iso}
              d: {limit: {action: overlaod}}

            """
        let told = messages(text + row)
        #expect(told.contains("net.yaml:2:3: error: 'frr' is a preset of the program; choose another name"))
        #expect(told.contains { $0.hasPrefix("net.yaml:4:") && $0.contains("the preset 'a' extends itself") })
        #expect(told.contains { $0.hasPrefix("net.yaml:5:") && $0.contains("there is no preset 'cisco-iso'") })
        #expect(told.contains { $0.hasPrefix("net.yaml:6:") && $0.contains("overlaod") })
    }

    @Test func `Every key of a limit is read`() throws {
        let text =
            row + """
                defaults:
                  limit:
                    maximum: 7
                    count: external-and-nssa
                    scope: ls-type
                    count-self-originated: false
                    count-orphans: false
                    types: {router: 5, opaque: 6}
                    trip: reaches
                    warning-threshold: 80%
                    memory-gate: {total: 1000000, others: 10, per-lsa: 300, danger: 90%}
                    action: withdraw
                    grace: 3s
                    after-grace: overload
                    acknowledge-rejected: false
                    held-updates: max-age-only
                    release: timer
                    overload-timeout: 4s
                    exit-interval: 5s
                    exit-jitter: 20%
                    exit-recheck: true
                    isolated-hellos: farewell
                    keep-own-lsas: true
                    flush-own-lsas: true
                    keep-forwarding: true
                    ignore-time: 6s
                    ignore-count: 8
                    permanence: expires
                    reset-time: 9s
                    clear-on-reconfiguration: true
                    redistribution: {maximum: 11, warning-threshold: 60%, action: withdraw, retries: 2, retry-time: 10s}
                """
        let expected = LimitPolicy(
            count: .externalAndNSSA, maximum: 7, trip: .reaches, warningThreshold: 80, action: .withdraw,
            grace: .seconds(3), acknowledgesRejected: false, release: .timer, isolatedHellos: .farewell,
            keepsOwnLSAs: true, keepsForwarding: true, ignoreTime: .seconds(6), ignoreCount: 8, permanence: .expires,
            resetTime: .seconds(9), scope: .lsaType, countsSelfOriginated: false, countsOrphans: false,
            typeMaximums: TypeMaximums(router: 5, opaque: 6),
            memoryGate: MemoryGate(total: 1_000_000, others: 10, perLSA: 300, dangerThreshold: 90),
            afterGrace: .overload, heldUpdates: .maxAgeOnly, overloadTimeout: .seconds(4), exitInterval: .seconds(5),
            exitJitter: Ratio(2_000, of: 10_000), exitRechecks: true, flushesOwnLSAs: true,
            clearsOnReconfiguration: true,
            redistribution: RedistributionLimit(
                maximum: 11, warningThreshold: 60, action: .withdraw, retries: 2, retryTime: .seconds(10)))
        var limit = try scenario(text).router("a").ospf.limit
        #expect(limit.exitJitter.numerator * 5 == limit.exitJitter.denominator)
        limit.exitJitter = expected.exitJitter
        #expect(limit == expected)
    }

    @Test func `What is printed of a preset is what a scenario file takes`() throws {
        for preset in Preset.all {
            guard let limit = preset.limit else { continue }
            func yaml(_ entries: [PresetWords.Entry]) -> String {
                let parts = entries.filter { $0.value != PresetWords.open }.map {
                    "\($0.key): \($0.entries.isEmpty ? $0.value : yaml($0.entries))"
                }
                return "{\(parts.joined(separator: ", "))}"
            }
            let text = row + "defaults: {limit: \(yaml(PresetWords.entries(of: limit)))}"
            var expected = limit
            expected.countsSelfOriginated = limit.includesSelfOriginated
            #expect(try scenario(text).router("a").ospf.limit == expected, "\(preset.name)")
        }
    }
}
