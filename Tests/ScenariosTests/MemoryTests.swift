import OSPF
import Scenarios
import Testing

@Suite("The key 'memory'") struct MemoryTests {
    private func memory(_ settings: String, of router: String = "a") throws -> MemoryModel? {
        try scenario(settings + row).router(router).ospf.memory
    }

    @Test func `memory is free where nothing is said`() throws { #expect(try memory("") == nil) }

    @Test(
        "units are powers of 1024, as routers print memory",
        arguments: [
            ("64MB", 64 << 20), ("64M", 64 << 20), ("64MiB", 64 << 20), ("64 MB", 64 << 20), ("512k", 512 << 10),
            ("2G", 2 << 30), ("1_000", 1_000), ("900B", 900),
        ] as [(String, UInt64)])
    func units(text: String, octets: UInt64) throws {
        #expect(try memory("defaults: {memory: \(text)}\n")?.octets == octets)
    }

    @Test func `all keys, and what they are otherwise`() throws {
        let all = """
            defaults:
              memory: {octets: 1MB, base: 10K, per-lsa: 400, per-retransmission: 16, when-exhausted: allocation-failure, restart-after: 2m}

            """
        #expect(
            try memory(all)
                == MemoryModel(
                    octets: 1 << 20, base: 10_240, perLSA: 400, perRetransmission: 16,
                    whenExhausted: .allocationFailure, restartAfter: .seconds(120)))
        #expect(try memory("defaults: {memory: 1MB}\n") == MemoryModel(octets: 1 << 20))
        #expect(try memory("defaults: {memory: {octets: 1MB, restart-after: never}}\n")?.restartAfter == nil)
    }

    @Test func `defaults, model and router are laid one over the other, and none takes it away`() throws {
        let text = """
            defaults: {memory: {octets: 1MB, per-lsa: 400}}
            models: {small: {memory: 64K}}
            routers: {a: {model: small}, b: {memory: {when-exhausted: allocation-failure}}, c: {memory: none}}
            links: [[a, b], [b, c]]
            """
        let network = try scenario(text)
        #expect(try network.router("a").ospf.memory == MemoryModel(octets: 65_536, perLSA: 400))
        #expect(
            try network.router("b").ospf.memory
                == MemoryModel(octets: 1 << 20, perLSA: 400, whenExhausted: .allocationFailure))
        #expect(try network.router("c").ospf.memory == nil)
        let changed = try scenario(
            "extends: base.yaml\nchange: {defaults: {memory: {octets: 2MB}}}", with: ["base.yaml": text])
        #expect(try changed.router("b").ospf.memory?.octets == 2 << 20)
        #expect(try changed.router("b").ospf.memory?.perLSA == 400)
    }

    @Test func `mistakes are told, each at its place`() {
        #expect(
            messages(
                "defaults: {memory: {octets: 64XB, when-exhausted: crush, restart-after: 2, size: 3}}\n" + row) == [
                    "net.yaml:1:29: error: 'octets' must be an amount of memory such as 64MB or 400, or 'none', not '64XB'",
                    "net.yaml:1:51: error: 'when-exhausted' must be 'crash' or 'allocation-failure', not 'crush'; did you mean 'crash'?",
                    "net.yaml:1:73: error: 'restart-after' must be a time such as 200ms or 40s, or 'never', not '2'",
                    "net.yaml:1:76: error: unknown key 'size' in a memory",
                ])
        #expect(
            messages("defaults: {memory: {octets: 1KB, base: 1024}}\nrouters: {a: }") == [
                "net.yaml:1:40: error: 'base' must be less than 'octets': 1024 of 1024 octets leave no room for an LSA"
            ])
        #expect(
            messages("routers: {a: {memory: {per-lsa: 3}}}") == [
                "net.yaml:1:23: warning: this memory has no size, so that it is free: 'memory' needs 'octets'"
            ])
    }
}
