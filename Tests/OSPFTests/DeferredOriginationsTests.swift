import NetworkPrimitives
import Testing

@testable import OSPF

@Suite("Originations that are put off") struct DeferredOriginationsTests {
    @Test(arguments: [1, 32, 33, 34, 5_000]) func `few or many, each key is known and the order is kept`(count: Int) {
        var deferred = DeferredOriginations()
        // Twice: what was taken is forgotten.
        for _ in 0..<2 {
            for number in 0..<count {
                let key = LSAKeyID(number * 7)
                #expect(!deferred.isWaiting(key))
                deferred.append(.init(key: key, due: .never, cause: .none))
                #expect(deferred.isWaiting(key))
            }
            #expect(!deferred.isWaiting(LSAKeyID(count * 7)))
            #expect(deferred.isWaiting(LSAKeyID(0)))
            #expect(deferred.takeWaiting().map(\.key.index) == (0..<count).map { $0 * 7 })
            #expect(!deferred.isWaiting(LSAKeyID(0)))
        }
    }
}
