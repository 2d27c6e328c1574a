import Analysis
import NetworkPrimitives
import OSPF

extension RunText {
    /// Others that are listed without being asked for all.
    private static let otherLimit = 12

    /// How something came about, from its first cause on, and what else happened to the same subject.
    public func why(_ explanation: Explanation) -> String {
        let title = "Why: \(names.subject(explanation.subject))"
        return section(title, chain(of: explanation) + others(of: explanation)).dropFirst()
            .joined(separator: "\n") + "\n"
    }

    private func line(_ id: HappeningID) -> String {
        let happening = result.journal[id]
        return "\(names.time(happening.instant))  \(HappeningText(names).sentence(HappeningGroup(id, happening)))"
    }

    private func chain(of explanation: Explanation) -> [String] {
        guard explanation.chosen != nil else {
            return [explanation.others.isEmpty ? "  no event" : "  no event from then on"]
        }
        var lines: [String] = []
        for (index, id) in explanation.chain.enumerated() {
            let number = String(repeating: " ", count: max(0, 3 - "\(index + 1)".count)) + "\(index + 1)"
            let because = index > 0 ? "  <- \(index)" : ""
            lines += wrapped(
                "  \(number)  \(line(id))\(because)", indent: String(repeating: " ", count: 21), width: options.width)
        }
        if !result.journal[explanation.chain[0]].kind.isFirstCause {
            let isOfColdStart = Int(explanation.chain[0].number) < result.firstHappening
            lines.append(
                "       " + (isOfColdStart ? "part of the cold start" : "no earlier cause is known"))
        }
        for chain in explanation.furtherChains {
            lines += wrapped(
                "       and because of  \(line(chain[0]))", indent: String(repeating: " ", count: 21),
                width: options.width)
        }
        return lines
            + explanation.chain.filter {
                [.limitExceeded, .memoryExhausted, .crashed].contains(result.journal[$0].kind)
            }.suffix(1).flatMap(holdings)
    }

    /// What the database held whose limit was hit last, or that was too large for the memory.
    private func holdings(at limit: HappeningID) -> [String] {
        guard let held = HappeningText(names).composition(of: limit) else { return [] }
        return wrapped(
            "       \(names.router(result.journal[limit].router)) then held \(held)",
            indent: String(repeating: " ", count: 9), width: options.width)
    }

    private func others(of explanation: Explanation) -> [String] {
        guard !explanation.others.isEmpty else { return [] }
        let limit = options.isVerbose ? .max : Self.otherLimit
        let more = explanation.others.count - limit
        return ["  other events, which --at TIME explains:"]
            + explanation.others.prefix(limit).map { "       \(line($0))" }
            + (more > 0 ? ["       ... \(more) more; --verbose prints them"] : [])
    }
}

extension RunNames {
    /// What is explained, in words.
    func subject(_ subject: Explanation.Subject) -> String {
        switch subject {
        case .router(let number): router(number)
        case .probe(let number): probe(number)
        case .segment(let number): result.scenario.network.segments[number].name
        case .group(let name): name
        }
    }
}

extension RunJSON {
    /// The chain and the others, as ids of happenings and with their whole content: a chain may go back to the cold start,
    /// whose happenings the result does not list.
    func writeExplanation(_ explanation: Explanation, into object: inout CompactJSON) {
        object.field("name", names.subject(explanation.subject))
        object.field("kind", explanation.subject.kind)
        object.field("chosen", explanation.chosen?.number)
        object.key("chain")
        object.array { list in explanation.chain.forEach { writeHappening(Int($0.number), into: &list) } }
        object.key("further_chains")
        object.array { list in
            for chain in explanation.furtherChains {
                list.array { inner in chain.forEach { writeHappening(Int($0.number), into: &inner) } }
            }
        }
        object.key("others")
        object.array { list in explanation.others.forEach { list.value($0.number) } }
    }
}

extension Explanation.Subject {
    fileprivate var kind: String {
        switch self {
        case .router: "router"
        case .probe: "probe"
        case .segment: "segment"
        case .group: "group"
        }
    }
}
