import OSPF
import Testing

@testable import Reports

@Suite("What a table of limits counts") struct CountingRulesTests {
    @Test func `LSAs that are counted together need no words, everything else does`() {
        let plain = LimitPolicy(count: .foreign, maximum: 10)
        var area = plain
        area.scope = .area
        var routes = plain
        routes.count = .routes
        var types = LimitPolicy(count: .all)
        types.scope = .lsaType
        types.typeMaximums.external = 5
        #expect(CountingRules([plain, .none]).note == nil)
        #expect(CountingRules([routes, .none]).note == "  what counts: routes, not LSAs")
        #expect(
            CountingRules([plain, routes, area, types]).note
                == "  what counts: routes, not LSAs at 1 router; the LSAs of the fullest area at 1 router; "
                + "maxima of single types, which no column shows at 1 router")
        #expect([plain.unit, routes.unit] == ["LSAs", "routes"])
    }
}
