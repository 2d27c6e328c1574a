import Captures
import Emulation
import NetworkPrimitives
import OSPF
import OSPFWire

/// Captures of a simulated network: one pcapng file for each segment that something was sent on, as a tap beside each
/// sender would have seen it.
///
/// A frame's time is the moment at which it was sent, after ``epoch``. What was lost on the way is there too; what was sent
/// into a cut is not. The files grow under temporary names, and take their own when the captures are closed.
public final class SegmentCaptures {
    /// A file that was written.
    public struct File: Hashable, Sendable {
        public let name: String
        public let segment: String
        public let frames: Int
    }

    /// The moment that virtual time counts from in the files: 2000-01-01 00:00:00 UTC.
    public static let epoch = Instant(nanoseconds: 946_684_800_000_000_000)

    private let directory: String
    private let configuration: NetworkConfiguration
    private let fileNames: Table<SegmentIndex, String>
    private var writers: Table<SegmentIndex, CaptureWriter?>
    private var frameCounts: Table<SegmentIndex, Int>
    /// The IP identification of each router's next datagram.
    private var identifications: Table<RouterIndex, UInt16>

    /// - Parameter directory: exists; files of the same names in it are replaced.
    public init(directory: String, of configuration: NetworkConfiguration) {
        self.directory = directory
        self.configuration = configuration
        var names = CaptureFileNames()
        fileNames = configuration.segments.mapValues { names.name(for: $0.name) }
        writers = Table(repeating: nil, count: fileNames.count)
        frameCounts = Table(repeating: 0, count: fileNames.count)
        identifications = Table(repeating: 1, count: configuration.routers.count)
        CaptureWriter.allow(files: fileNames.count)
    }

    /// Writes what was sent since the network's transmissions were last released. They stay the network's.
    public func write(_ network: Network) throws(CaptureError) {
        for transmission in network.transmissions { try write(transmission, network.context) }
    }

    /// Writes what was sent, and gives the packets back to the network.
    public func drain(_ network: inout Network) throws(CaptureError) {
        try write(network)
        network.releaseTransmissions()
    }

    /// Ends the files and gives them their names.
    /// - Returns: the files in the order of the network's segments.
    public func close() throws(CaptureError) -> [File] {
        var files: [File] = []
        for segment in writers.indices {
            guard let writer = writers[segment] else { continue }
            try writer.close()
            writers[segment] = nil
            files.append(
                File(
                    name: fileNames[segment], segment: configuration.segments[segment].name,
                    frames: frameCounts[segment]))
        }
        return files
    }

    private func write(_ transmission: Transmission, _ context: RouterContext) throws(CaptureError) {
        let packet = context.packets[transmission.packet]
        let interface = configuration.routers[transmission.router].ospf.interfaces[transmission.interface]
        let frames = OSPFFrame.ethernet(
            SignedPacket.octets(of: transmission.packet, context), from: packet.sourceAddress,
            to: packet.destinationAddress, identification: identifications[transmission.router], mtu: interface.mtu,
            timeToLive: max(packet.timeToLive, 1), hop: (interface.address, transmission.nextHop))
        identifications[transmission.router] &+= 1
        let writer = try writer(of: transmission.segment)
        let time = Self.epoch + (transmission.instant - .origin)
        for frame in frames { try writer.write(frame, at: time) }
        frameCounts[transmission.segment] += frames.count
    }

    private func writer(of segment: SegmentIndex) throws(CaptureError) -> CaptureWriter {
        if let writer = writers[segment] { return writer }
        let writer = try CaptureWriter(
            path: directory + "/" + fileNames[segment], format: .pcapng,
            interfaces: [CaptureInterface(name: configuration.segments[segment].name)])
        writers[segment] = writer
        return writer
    }
}

extension SegmentCaptures {
    /// Starts a network and captures it until it is at rest, as `Simulation.converged` has it.
    ///
    /// - Parameter isCancelled: asked once a second of virtual time.
    /// - Returns: the network, which may still be busy after `limit`; `nil` where it was canceled.
    public func converged(
        _ configuration: NetworkConfiguration, within limit: Duration, isCancelled: () -> Bool = { false }
    ) throws(CaptureError) -> Network? {
        var network = Network(configuration)
        network.recordsTransmissions = true
        while network.now < .origin + limit, !isCancelled() {
            try advance(&network, to: network.now + .seconds(1))
            if network.noteRest() { return network }
        }
        return isCancelled() ? nil : network
    }

    /// Advances a network that records its transmissions and captures what is sent meanwhile.
    public func advance(_ network: inout Network, to goal: Instant) throws(CaptureError) {
        while network.advance(to: goal) == .transmissionsWaiting { try drain(&network) }
        try drain(&network)
    }
}
