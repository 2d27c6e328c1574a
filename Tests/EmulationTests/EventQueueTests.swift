import NetworkPrimitives
import OSPF
import Testing

@testable import Emulation

@Suite("The event queue") struct EventQueueTests {
    @Test func `An event takes 32 octets`() { #expect(MemoryLayout<Event>.stride == 32) }

    @Test func `Events come in the order of time, and of one moment in that in which they were scheduled`() {
        var queue = EventQueue()
        for number in [5, 3, 3, 9, 0, 3] as [Int64] {
            queue.add(.heard(UInt32(queue.count), at: 0), at: .origin + .seconds(number))
        }
        var served: [UInt32] = []
        while queue.count > 0 {
            if case .heard(let number, _) = queue.removeFirst().what { served.append(number) }
        }
        #expect(served == [4, 1, 2, 5, 0, 3])
    }
}
