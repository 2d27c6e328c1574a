import Analysis
import NetworkPrimitives
import OSPF
import Testing

/// RFC 2328 §12.4 (1): a refresh says nothing new.
@Suite("A refresh on its way is no difference of databases") struct RefreshComparisonTests {
    @Test func `Databases are equal since the change, not since the last LSRefreshTime`() throws {
        let result = try run(
            """
            routers: [a, b, c]
            links: [[a, b], [b, c]]
            groups: {table: {base: 203.0.113.0/30, count: 400, election: none, originators: [a]}}
            timeline: [{at: 10s, set-cost: {router: [a, b], segment: a - b, cost: 20}}]
            duration: 40m
            """)
        let equalSince = try #require(result.convergence.databasesEqualSince)
        #expect(equalSince - result.start < .seconds(30))
    }
}
