import Emulation
import NetworkPrimitives

/// The hold model: one event is taken out and one is put in, at a constant depth, with the delays of an OSPF network.
@Sendable func measureQueue(repeats: Int) -> [Measurement] {
    [1_000, 100_000, 1_000_000].map { depth in
        var dice = SeededDice(seed: 1)
        let delays = (0..<65_536).map { _ in delay(&dice) }
        var queue = EventQueue()
        for number in 0..<depth {
            queue.add(.wake(RouterIndex(number & 0xFFFF)), at: .origin + delays[number & 0xFFFF])
        }
        let steps = 1_000_000
        let seconds = medianSeconds(repeats) { hold(&queue, steps: steps, delays: delays) }
        return Measurement("event queue, \(legible(Double(depth))) pending", Double(steps) / seconds, "events/s")
    }
}

/// Half are packets on links, half are timers.
private func delay(_ dice: inout SeededDice) -> NetworkPrimitives.Duration {
    switch dice.number(below: 6) {
    case 0: .seconds(5)
    case 1: .seconds(10)
    case 2: .seconds(40)
    default: .microseconds(Int64(1_000 + dice.number(below: 20_000)))
    }
}

private func hold(_ queue: inout EventQueue, steps: Int, delays: [NetworkPrimitives.Duration]) {
    var sum: UInt64 = 0
    for step in 0..<steps {
        let event = queue.removeFirst()
        sum &+= event.order
        queue.add(event.what, at: event.instant + delays[(step &* 7) & 0xFFFF])
    }
    keep(sum)
}
