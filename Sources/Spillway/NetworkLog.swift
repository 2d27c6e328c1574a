import Analysis
import Emulation
import NetworkPrimitives
import OSPF
import Reports

/// What happened in a network, in the order of time: adjacencies, elections, limits, changes, and what caused what.
///
/// A collection of ``LogRecord``; a record's `id` is the same in every log of one network and its forks up to where they part.
public struct NetworkLog: RandomAccessCollection, Sendable {
    let journal: Journal
    let network: NetworkConfiguration
    /// From where times are counted, and the records.
    let start: Instant
    let range: Range<Int>
    let header: ResultHeader

    /// The position of the first record, which is not always 0: in the log of a run, records of the cold start come before it.
    public var startIndex: Int { range.lowerBound }
    /// The position behind the last record.
    public var endIndex: Int { range.upperBound }

    /// The record at a position. O(routers).
    /// - Precondition: the position is one of the log's.
    public subscript(position: Int) -> LogRecord {
        precondition(range.contains(position), "there is no such record in the log")
        return record(position)
    }

    /// How a record came about: from the first cause that is known to the record itself, which is the last.
    ///
    /// A chain may begin before the log does, in the cold start.
    ///
    /// - Parameter record: one of this log.
    /// - Complexity: O(length of the chain).
    public func causes(of record: LogRecord) -> [LogRecord] {
        precondition(journal.happenings.indices.contains(record.id), "the record is of another log")
        let chain = CauseChain(to: HappeningID(number: UInt32(record.id)), in: journal)
        return chain.links.map { self.record(Int($0.number)) }
    }

    /// The log for programs: one JSON object a line, in the format `spillway-trace/1` of `docs/result-format.md`, without
    /// packets. Times are nanoseconds. O(records).
    public var json: String {
        header.line(.trace) + TraceLines(of: network, start: start).lines(of: journal, happenings: range)
    }

    private func record(_ number: Int) -> LogRecord {
        let happening = journal.happenings[number]
        return LogRecord(
            id: number, time: Swift.Duration(happening.instant - start),
            router: happening.router.map { network.routers[$0].name },
            kind: "\(happening.kind)", text: LiveLines(of: network, start: start).sentence(happening, in: journal),
            cause: happening.cause.isNone ? nil : Int(happening.cause.number))
    }
}
