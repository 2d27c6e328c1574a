import NetworkPrimitives
import OSPFWire

/// Takes frames apart down to the OSPF packets in them. Keeps the fragments of datagrams between frames.
public struct FrameDissector: Sendable {
    /// More layers than this is an attack or damage: every tunnel adds two.
    static let deepestNesting = 24

    var reassembly = FragmentReassembly()

    public init() {}

    /// Takes one frame apart. Frames must come in the order of the file.
    public mutating func dissect(_ frame: CapturedFrame) -> FrameContent {
        var walk = FrameWalk(frame: frame, reassembly: reassembly)
        walk.linkLayer()
        reassembly = walk.reassembly
        return walk.content
    }
}

/// The walk through one frame. Each method reads one layer from octets that begin with it, and calls the next.
struct FrameWalk {
    let frame: CapturedFrame
    var reassembly: FragmentReassembly
    var layers: [Layer] = []
    var isQuoted = false
    private var found: [FoundPacket] = []
    private var verdict = FrameContent.notIP

    init(frame: CapturedFrame, reassembly: FragmentReassembly) {
        self.frame = frame
        self.reassembly = reassembly
    }

    var content: FrameContent { found.isEmpty ? verdict : .packets(found) }

    /// Whether the frame on the wire was longer than what was captured.
    var isCut: Bool { frame.originalLength > frame.octets.count }

    mutating func conclude(_ content: FrameContent) { verdict = content }

    mutating func add(_ packet: FoundPacket) { found.append(packet) }

    /// Notes that octets end inside a header: cut by the snap length, or else the sender's mistake.
    mutating func tooShort(_ field: String, _ octets: ArraySlice<UInt8>, needs count: Int) {
        guard !isCut else { return conclude(.truncated) }
        conclude(
            .malformed(
                DecodeError(
                    field: field, offset: octets.startIndex, reason: .truncated(needed: count, available: octets.count))
            ))
    }

    /// Enters a layer, unless the frame is nested too deeply to be honest.
    mutating func enter(_ layer: Layer...) -> Bool {
        layers += layer
        return layers.count <= FrameDissector.deepestNesting
    }
}

extension ArraySlice<UInt8> {
    /// The octet, or 16- or 32-bit number in network order, `offset` octets from the beginning.
    /// - Precondition: the slice is long enough.
    func octet(_ offset: Int) -> UInt8 { self[startIndex + offset] }
    func uint16(_ offset: Int) -> UInt16 { UInt16(octet(offset)) << 8 | UInt16(octet(offset + 1)) }
    func uint32(_ offset: Int) -> UInt32 { UInt32(uint16(offset)) << 16 | UInt32(uint16(offset + 2)) }
}
