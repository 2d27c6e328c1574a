import NetworkPrimitives
import Testing

@testable import OSPFWire

@Suite("RFC 2328 §A.4 LSA formats") struct LSAFormatTests {
    @Test("A body decodes to what was encoded", arguments: Sample.bodies.indices)
    func bodyRoundTrip(number: Int) throws {
        let (type, body) = Sample.bodies[number]
        let lsa = LSA(
            options: 2, type: type, linkStateID: .unspecified, advertisingRouter: Sample.router, sequenceNumber: 1,
            body: body)
        #expect(try lsa.decodedBody() == body)
        #expect(lsa.isChecksumValid)
        var reader = OctetReader(lsa.encoded())
        #expect(try LSA(reading: &reader) == lsa)
    }

    @Test("A body that is cut short names what is missing", arguments: Sample.bodies.indices.dropLast())
    func cutBodies(number: Int) {
        let (type, body) = Sample.bodies[number]
        let octets = body.encoded()
        for count in 0..<octets.count where !(type == .network && count >= 4 && count % 4 == 0) {
            // A summary's second metric and a network's routers are lists: cut between items, they are whole.
            if type == .summaryASBR, count == 8 { continue }
            #expect(throws: DecodeError.self, "\(type) of \(count) octets") {
                try LSABody(decoding: Array(octets.prefix(count)), type: type, linkStateID: .unspecified)
            }
        }
    }

    @Test func `A count of links beyond the body is refused`() {
        #expect(throws: DecodeError(field: "# links", offset: 2, reason: .countExceedsLength(9))) {
            try LSABody(decoding: [0, 0, 0, 9], type: .router, linkStateID: .unspecified)
        }
    }

    @Test func `The age keeps DoNotAge apart`() throws {
        var header = Sample.routerLSA.header
        header.doNotAge = true
        var octets: [UInt8] = []
        header.encode(into: &octets)
        #expect(octets[0] == 0x80)
        let loaded = LSAHeader(loadingFrom: octets.span.bytes, at: 0)
        #expect(loaded == header)
    }

    @Test("Names", arguments: [(1, "router-LSA"), (5, "AS-external-LSA"), (7, "NSSA-LSA"), (42, "LSA of type 42")])
    func names(type: UInt8, name: String) { #expect("\(LSType(rawValue: type))" == name) }
}

@Suite("RFC 5250 Opaque LSAs") struct OpaqueLSATests {
    private let trafficEngineering = IPv4Address("1.0.0.9")!

    @Test func `Triplets nest, are named and are padded`() throws {
        let link: [UInt8] = [0, 2, 0, 12, 0, 1, 0, 1, 1, 0, 0, 0, 0, 9, 0, 4, 0, 0, 0, 5]
        let octets = link.replacing([0, 12], with: [0, 16], maxReplacements: 1)
        guard case .opaque(let body) = try LSABody(decoding: octets, type: .opaqueArea, linkStateID: trafficEngineering)
        else {
            Issue.record("not opaque")
            return
        }
        #expect(body.opaqueType == .trafficEngineering && body.opaqueID == 9)
        #expect(body.tlvs.map(\.name) == ["Link"])
        #expect(body.tlvs[0].subTLVs.map(\.name) == ["Link type", "Administrative group"])
        #expect(LSABody.opaque(body).encoded() == octets)
    }

    @Test func `A length that is not right for its type is reported`() {
        // A Router Address of five octets.
        let octets: [UInt8] = [0, 1, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0]
        #expect(throws: DecodeError(field: "length of Router Address", offset: 2, reason: .invalidLength(5))) {
            try LSABody(decoding: octets, type: .opaqueArea, linkStateID: trafficEngineering)
        }
    }

    @Test func `A length beyond the LSA is reported`() {
        #expect(throws: DecodeError.self) {
            try LSABody(decoding: [0, 2, 0xFF, 0xFF], type: .opaqueArea, linkStateID: trafficEngineering)
        }
    }
}

@Suite("RFC 2328 §13.1 Determining which LSA is newer") struct FreshnessTests {
    /// Every pair of a grid of instances.
    static let grid: [LSAHeader] = [Int32.min + 1, -1, 0, 5].flatMap { sequence in
        [UInt16(1), 2].flatMap { checksum in
            [UInt16(0), 899, 900, 901, 3599, 3600, 0x7FFF].map { age in
                LSAHeader(
                    age: age, type: .router, linkStateID: .unspecified, advertisingRouter: .none,
                    sequenceNumber: sequence, checksum: checksum)
            }
        }
    }

    @Test func `The comparison is antisymmetric`() {
        for first in Self.grid {
            for second in Self.grid {
                let expected: Freshness =
                    switch first.freshness(comparedTo: second) {
                    case .newer: .older
                    case .older: .newer
                    case .same: .same
                    }
                #expect(second.freshness(comparedTo: first) == expected)
            }
        }
    }

    @Test func `MaxAge beats any younger age of the same instance`() {
        var old = Sample.routerLSA.header
        old.age = 3600
        #expect(old.freshness(comparedTo: Sample.routerLSA.header) == .newer)
    }
}

@Suite("RFC 2328 §A.3.5 Reading updates in bulk") struct CursorTests {
    @Test func `The cursor sees what the decoder sees`() throws {
        let packet = Sample.packets[3]
        let octets = packet.encoded()
        let span = octets.span.bytes
        var cursor = try LinkStateUpdateCursor(body: span, in: 24..<octets.count)
        var headers: [LSAHeader] = []
        while let lsa = try cursor.next(in: span) {
            let isValid = lsa.isChecksumValid(in: span)
            #expect(isValid)
            #expect(lsa.body.count == Int(lsa.header.length) - 20)
            headers.append(lsa.header)
        }
        guard case .linkStateUpdate(let update) = packet.body else {
            Issue.record("not an update")
            return
        }
        #expect(headers == update.lsas.map(\.header))
    }

    @Test func `It refuses what the decoder refuses`() {
        let octets = Sample.packets[3].encoded()
        for position in 24..<octets.count {
            var damaged = octets
            damaged[position] = ~damaged[position]
            let strict = (try? OSPFPacket(decoding: damaged)) != nil
            #expect(strict == canWalk(damaged), "octet \(position)")
        }
        #expect(!canWalk(Array(octets.prefix(26))))
    }

    private func canWalk(_ octets: [UInt8]) -> Bool {
        do {
            var cursor = try LinkStateUpdateCursor(body: octets.span.bytes, in: 24..<octets.count)
            while try cursor.next(in: octets.span.bytes) != nil {}
            return true
        } catch {
            return false
        }
    }
}
