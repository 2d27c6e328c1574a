import NetworkPrimitives
import OSPFWire

// LSAs as tests write them. The numbers of instances count from 1; LSAs are a second old when they arrive.
extension LSA {
    static func router(
        _ id: RouterID, flags: RouterLSABody.Flags = [], sequence: Int32 = 1, age: UInt16 = 1,
        _ links: RouterLSABody.Link...
    ) -> LSA {
        LSA(
            age: age, options: 2, type: .router, linkStateID: IPv4Address(bits: id.bits), advertisingRouter: id,
            sequenceNumber: sequence, body: .router(RouterLSABody(flags: flags, links: links)))
    }

    /// - Parameter designated: the address of the Designated Router, in a network of 256 addresses.
    static func network(
        _ designated: IPv4Address, by router: RouterID, sequence: Int32 = 1, age: UInt16 = 1, _ attached: RouterID...
    ) -> LSA {
        LSA(
            age: age, options: 2, type: .network, linkStateID: designated, advertisingRouter: router,
            sequenceNumber: sequence, body: .network(NetworkLSABody(mask: "255.255.255.0", attachedRouters: attached)))
    }

    static func summary(
        _ prefix: IPv4Prefix, by router: RouterID, metric: UInt32 = 1, sequence: Int32 = 1, age: UInt16 = 1
    ) -> LSA {
        LSA(
            age: age, options: 2, type: .summaryNetwork, linkStateID: prefix.address, advertisingRouter: router,
            sequenceNumber: sequence,
            body: .summary(SummaryLSABody(mask: prefix.mask, metrics: [TOSMetric(metric: metric)])))
    }

    static func boundarySummary(
        _ boundary: RouterID, by router: RouterID, metric: UInt32 = 1, sequence: Int32 = 1, age: UInt16 = 1
    ) -> LSA {
        LSA(
            age: age, options: 2, type: .summaryASBR, linkStateID: IPv4Address(bits: boundary.bits),
            advertisingRouter: router, sequenceNumber: sequence,
            body: .summary(SummaryLSABody(mask: .unspecified, metrics: [TOSMetric(metric: metric)])))
    }

    static func external(
        _ prefix: IPv4Prefix, by router: RouterID, type: LSType = .asExternal,
        _ metricType: ExternalLSABody.MetricType = .type2, metric: UInt32 = 20,
        forwarding: IPv4Address = .unspecified, tag: UInt32 = 0, options: UInt8 = 2, sequence: Int32 = 1,
        age: UInt16 = 1
    ) -> LSA {
        LSA(
            age: age, options: options, type: type, linkStateID: prefix.address, advertisingRouter: router,
            sequenceNumber: sequence,
            body: .external(
                ExternalLSABody(
                    mask: prefix.mask,
                    routes: [
                        ExternalLSABody.Route(
                            externalType: metricType, metric: metric, forwardingAddress: forwarding, tag: tag)
                    ])))
    }

    /// The same instance, so many seconds older.
    func aged(_ seconds: UInt16 = 1) -> LSA { with(age: min(header.age + seconds, UInt16(Constants.maxAgeSeconds))) }

    func with(age: UInt16) -> LSA {
        var lsa = self
        lsa.header.age = age
        return lsa
    }

    /// An instance with the same body.
    func with(sequence: Int32) -> LSA {
        LSA(
            age: header.age, options: header.options, type: header.type, linkStateID: header.linkStateID,
            advertisingRouter: header.advertisingRouter, sequenceNumber: sequence, body: try! decodedBody())
    }

    /// What tells it from others, and how old it is: for comparing lists of LSAs without their bodies.
    var name: String {
        "\(header.key) \(header.sequenceNumber < 0 ? String(UInt32(bitPattern: header.sequenceNumber), radix: 16) : "\(header.sequenceNumber)") at \(header.age)"
    }

    var links: [RouterLSABody.Link] {
        if case .router(let body)? = try? decodedBody() { body.links } else { [] }
    }

    var flags: RouterLSABody.Flags {
        if case .router(let body)? = try? decodedBody() { body.flags } else { [] }
    }

    var attached: [RouterID] {
        if case .network(let body)? = try? decodedBody() { body.attachedRouters } else { [] }
    }

    /// The metric for TOS 0 of a summary-LSA or AS-external-LSA.
    var metric: UInt32? {
        switch try? decodedBody() {
        case .summary(let body)?: body.metrics.first?.metric
        case .external(let body)?: body.routes.first?.metric
        default: nil
        }
    }
}

extension RouterLSABody.Link {
    static func pointToPoint(_ neighbor: RouterID, _ own: IPv4Address, cost: UInt16 = 10) -> Self {
        Self(type: .pointToPoint, id: IPv4Address(bits: neighbor.bits), data: own, metric: cost)
    }

    static func transit(_ designated: IPv4Address, _ own: IPv4Address, cost: UInt16 = 10) -> Self {
        Self(type: .transit, id: designated, data: own, metric: cost)
    }

    static func stub(_ prefix: IPv4Prefix, cost: UInt16 = 10) -> Self {
        Self(type: .stub, id: prefix.address, data: prefix.mask, metric: cost)
    }

    static func virtual(_ neighbor: RouterID, _ own: IPv4Address, cost: UInt16 = 10) -> Self {
        Self(type: .virtual, id: IPv4Address(bits: neighbor.bits), data: own, metric: cost)
    }
}

// Tests write addresses as people do; one that is none stops the test.
extension IPv4Address: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text)! }
}

extension RouterID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text)! }
}

extension AreaID: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text)! }
}

extension IPv4Prefix: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self.init(text)! }
}
