import NetworkPrimitives
import Testing

@testable import OSPF

@Suite("RFC 2328 §14: the list of LSAs at MaxAge") struct MaxAgeListTests {
    @Test func `an LSA that is flushed again and again is in the list once, where it first was`() {
        var list = MaxAgeList()
        for _ in 0..<3 { for slot: DatabaseSlot in [7, 2, 9] { list.append(slot) } }
        #expect(list.slots == [7, 2, 9])
        list.keep { $0 != 2 }
        list.append(2)
        #expect(list.slots == [7, 9, 2])
        list.remove(7)
        list.remove(7)
        #expect(list.slots == [9, 2])
        list.removeAll()
        list.append(9)
        #expect(list.slots == [9])
    }
}
