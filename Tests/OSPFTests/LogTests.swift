import NetworkPrimitives
import Testing

@testable import OSPF

@Suite("The log") struct LogTests {
    @Test func `An entry takes 32 octets beside what it refers to`() {
        #expect(MemoryLayout<Happening>.stride == 32)
    }

    @Test func `What goes on is counted in one entry`() {
        var journal = Journal()
        let burst = journal.record(.overloaded(waiting: 10, lost: 1), at: .origin, router: 0, cause: .none)
        journal.countOneMore(in: burst)
        #expect(journal.happenings.map(\.entry) == [.overloaded(waiting: 10, lost: 2)])
    }

    @Test func `Entries of one router are found in order, and actions are numbered`() {
        var journal = Journal()
        let first = journal.recordAction("first", at: .origin, router: 1, cause: .none)
        journal.record(.poweredOff, at: .origin, router: 0, cause: first)
        journal.recordAction("second", at: .origin, router: 1, cause: .none)
        #expect(
            journal.entries(of: 1).map(\.entry) == [
                .action(text: "first", number: 0), .action(text: "second", number: 1),
            ])
    }

    @Test func `A loss of traffic has further causes, and keeps the rest of what it says`() {
        var journal = Journal()
        let action = journal.recordAction("cut", at: .origin, router: -1, cause: .none)
        let loss = journal.record(
            .probeLost(probe: 2, pairs: 5, furtherCauses: []), at: .origin, router: -1, cause: action)
        journal.setFurtherCauses([action], of: loss)
        #expect(journal[loss].entry == .probeLost(probe: 2, pairs: 5, furtherCauses: [action]))
    }
}
