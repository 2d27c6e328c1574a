import OSPF
import Scenarios
import Testing

@Suite("RFC 2328 §A.4 What one LSA cannot hold is said before the run") struct LengthTests {
    private func hosts(_ count: Int, first: Int = 0) -> String {
        (first..<first + count).map { "100.\(64 + $0 / 65_536).\($0 / 256 % 256).\($0 % 256)" }.joined(separator: ", ")
    }

    @Test func `More links than a router-LSA can hold are an error with its place`() {
        let text = "routers: { a: { loopback: [\(hosts(5_448))] }, b: }\nlinks: [[a, b]]\n"
        #expect(
            messages(text) == [
                "net.yaml:1:27: error: 'a' has 5450 links in area 0.0.0.0, and a router-LSA can hold 5449 of them; 'router-lsa-links: 5449' leaves out the others, as routers do"
            ])
        #expect(messages(text.replacing(", 100.64.0.1,", with: ",")).isEmpty)
    }

    @Test func `Each area has a router-LSA of its own`() {
        let text = """
            routers: { a: { loopback: [\(hosts(5_448))], loopback-area-id: 1 }, b: , c: }
            links: [[a, b], { link: [a, c], area-id: 1, unnumbered: true }]
            """
        #expect(messages(text).filter { $0.contains("error") }.isEmpty)
    }

    @Test func `Whoever sets the limit is warned, and the network runs`() throws {
        let text = """
            routers: { a: { loopback: [192.0.2.1, 192.0.2.2, 192.0.2.3], router-lsa-links: 4 }, b: }
            links: [[a, b]]
            """
        #expect(
            messages(text) == [
                "net.yaml:1:80: warning: 'a' has 5 links in area 0.0.0.0, and a router-LSA can hold 4 of them; the others are left out"
            ])
        #expect(try scenario(text).router("a").ospf.linkLimit == 4)
    }

    @Test func `A LAN of more routers than a network-LSA can list is an error`() {
        let members = (0..<16_350).map { "r\($0)" }.joined(separator: ", ")
        let text = "routers: [\(members)]\nlans: { wide: [\(members)] }\n"
        #expect(
            messages(text) == [
                "net.yaml:2:9: error: 'wide' has 16350 routers, and a network-LSA can list 16349"
            ])
    }
}
