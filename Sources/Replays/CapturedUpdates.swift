import Captures
import NetworkPrimitives
import OSPF
import OSPFWire

/// The link state updates of a capture, in the order and at the times in which they were captured.
public struct CapturedUpdates: Sendable {
    public struct Update: Sendable {
        public let frame: Int
        /// Since the first frame of the file, without the gaps that were skipped.
        public let offset: Duration
        public let area: AreaID
        /// As they were captured: who hears them discards some (RFC 2328 §13).
        public let lsas: [LSA]
    }

    public private(set) var updates: [Update] = []
    /// Where every frame of the file went.
    public private(set) var totals = FrameTotals()
    /// The areas that updates were seen in, sorted.
    public private(set) var areas: [AreaID] = []
    private var hellos = AreaOptions()
    /// Every Router ID that sent a packet or advertised an LSA, sorted.
    public private(set) var routers: [RouterID] = []
    /// The time of the first frame, since 1970 in UTC.
    public private(set) var firstTime = Instant.origin
    public private(set) var lastOffset = Duration.zero
    /// The gaps that were skipped.
    public private(set) var gaps: [Gap] = []

    /// A span without frames: the capture was stopped meanwhile, or a clock was set.
    public struct Gap: Hashable, Sendable, CustomStringConvertible {
        /// The first frame after it.
        public let frame: Int
        public let length: Duration

        public var description: String { "frame \(frame) comes \(length) after the one before it, which is skipped" }
    }

    /// Within an hour without any packet every LSA would have aged out (RFC 2328 Appendix B, MaxAge).
    static let longestPause: Duration = .seconds(3_600)

    /// Reads a capture to its end. Memory grows with the updates in it.
    ///
    /// - Parameter keepsGaps: spans of more than an hour without a frame count, too; otherwise each counts as one second.
    public init(_ reader: CaptureReader, keepingGaps keepsGaps: Bool = false) {
        var skipped = Duration.zero
        var classifier = FrameClassifier()
        var areas: Set<AreaID> = []
        var routers: Set<RouterID> = []
        var isFirst = true
        while let frame = reader.next() {
            if isFirst { firstTime = frame.time }
            isFirst = false
            // A capture that was merged may step back in time; the emulator's clock does not.
            var offset = frame.time - firstTime - skipped
            if !keepsGaps, offset - lastOffset > Self.longestPause {
                gaps.append(Gap(frame: frame.number, length: offset - lastOffset))
                skipped += offset - lastOffset - .seconds(1)
                offset = lastOffset + .seconds(1)
            }
            lastOffset = max(lastOffset, offset)
            let classified = classifier.classify(frame)
            guard classified.frameClass == .used || classified.frameClass == .badLSAChecksum,
                let packet = classified.decoded
            else { continue }
            routers.insert(packet.header.routerID)
            let area = packet.header.areaID
            switch packet.body {
            case .hello(let hello): hellos.add(hello, area: area)
            case .linkStateUpdate(let update):
                areas.insert(area)
                for (number, lsa) in update.lsas.enumerated() where !classified.badLSAs.contains(number) {
                    routers.insert(lsa.header.advertisingRouter)
                }
                updates.append(Update(frame: frame.number, offset: lastOffset, area: area, lsas: update.lsas))
            default: break
            }
        }
        self.areas = areas.sorted()
        self.routers = routers.sorted()
        totals = classifier.totals
    }

    /// LSAs in all updates.
    public var lsaCount: Int { updates.reduce(0) { $0 + $1.lsas.count } }

    /// The areas, of the kinds that their Hellos show.
    public var areaConfigurations: [AreaConfiguration] {
        areas.map { AreaConfiguration(area: $0, kind: AreaConfiguration.Kind(hellos.options(of: $0))) }
    }
}
