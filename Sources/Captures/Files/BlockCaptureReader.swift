import Files
import NetworkPrimitives

/// Reads a pcapng file block by block: any number of sections, interfaces and link types.
final class BlockCaptureReader {
    /// A block longer than this is damage: frames have at most 256 KiB and comments are short.
    private static let longestBlock = 16 << 20

    private struct Interface {
        /// Index into ``interfaces``, which counts through all sections.
        var index: Int
        var linkType: LinkType
        var snapLength: Int
        var clock: TickClock
    }

    private let file: InputFile
    private var isBigEndian = false
    private var section: [Interface] = []
    private var number = 0
    private(set) var interfaces: [CaptureInterface] = []
    private(set) var end: CaptureEnd?
    /// The octets of the last view.
    private var view = UnsafeMutableRawBufferPointer.allocate(byteCount: 0, alignment: 8)

    init(_ file: InputFile) throws(CaptureError) {
        self.file = file
        let start = file.read(12)
        guard start.count == 12 else { throw .cutOffInHeader }
        guard Self.byteOrder(of: Array(start[8..<12])) != nil else { throw .damagedHeader("no byte order mark") }
        file.rewind()
    }

    deinit { view.deallocate() }

    func next() -> CapturedFrame? {
        while end == nil {
            let start = file.offset
            guard let block = readBlock(at: start) else { return nil }
            if let frame = handle(block, at: start) { return frame }
        }
        return nil
    }

    /// The next frame, in memory that the frame after it frees.
    func nextView() -> FrameView? {
        guard let frame = next() else { return nil }
        view.deallocate()
        view = UnsafeMutableRawBufferPointer.allocate(byteCount: frame.octets.count, alignment: 8)
        view.copyBytes(from: frame.octets)
        return FrameView(
            number: frame.number, time: frame.time, interface: frame.interface, linkType: frame.linkType,
            originalLength: frame.originalLength, octets: UnsafeRawBufferPointer(view))
    }

    // MARK: Blocks

    private struct Block {
        var type: UInt32
        var fields: BlockFields
    }

    private func readBlock(at start: Int) -> Block? {
        let head = file.read(8)
        guard head.count == 8 else {
            end = head.isEmpty ? .complete : .cutOff(atByte: start)
            return nil
        }
        var mark: [UInt8] = []
        if head.starts(with: [0x0A, 0x0D, 0x0D, 0x0A]) {
            // A section header is the same in both byte orders; the mark after its length says which one holds.
            mark = file.read(4)
            guard mark.count == 4 else { return stop(.cutOff(atByte: start)) }
            guard let order = Self.byteOrder(of: mark) else {
                return stop(.damaged(atByte: start, reason: "a section without a byte order mark"))
            }
            isBigEndian = order
        }
        let fields = BlockFields(octets: head, isBigEndian: isBigEndian)
        let length = Int(fields.uint32(at: 4))
        guard length >= 12 + mark.count, length % 4 == 0, length <= Self.longestBlock else {
            return stop(.damaged(atByte: start, reason: "a block length of \(length)"))
        }
        let rest = file.read(length - 8 - mark.count)
        guard rest.count == length - 8 - mark.count else { return stop(.cutOff(atByte: start)) }
        let body = BlockFields(octets: mark + rest, isBigEndian: isBigEndian)
        guard Int(body.uint32(at: length - 12)) == length else {
            return stop(.damaged(atByte: start, reason: "a block whose two lengths differ"))
        }
        return Block(
            type: fields.uint32(at: 0),
            fields: BlockFields(octets: Array(body.octets.dropLast(4)), isBigEndian: isBigEndian))
    }

    private func stop(_ reason: CaptureEnd) -> Block? {
        end = reason
        return nil
    }

    private static func byteOrder(of mark: [UInt8]) -> Bool? {
        switch mark {
        case [0x1A, 0x2B, 0x3C, 0x4D]: true
        case [0x4D, 0x3C, 0x2B, 0x1A]: false
        default: nil
        }
    }

    private func handle(_ block: Block, at start: Int) -> CapturedFrame? {
        switch block.type {
        case 0x0A0D_0D0A: section = []
        case 1: describeInterface(block.fields, at: start)
        case 2: return packet(block.fields, at: start, isObsolete: true)
        case 3: return simplePacket(block.fields, at: start)
        case 6: return packet(block.fields, at: start, isObsolete: false)
        default: break  // Statistics, names and what vendors add hold no frames.
        }
        return nil
    }

    private func describeInterface(_ fields: BlockFields, at start: Int) {
        guard fields.count >= 8 else {
            end = .damaged(atByte: start, reason: "an interface description of \(fields.count) octets")
            return
        }
        let linkType = LinkType(rawValue: UInt32(fields.uint16(at: 0)))
        let snapLength = fields.uint32(at: 4)
        var clock = TickClock()
        var name: String?
        for option in fields.options(from: 8) {
            switch option.code {
            case 2: name = LegibleText.line(String(decoding: option.value, as: UTF8.self))
            case 9: if let resolution = option.value.first { clock.resolution = resolution }
            case 14 where option.value.count == 8:
                let value = BlockFields(octets: option.value, isBigEndian: isBigEndian)
                clock.offset = Int64(bitPattern: value.uint64(at: 0))
            default: break
            }
        }
        section.append(
            Interface(index: interfaces.count, linkType: linkType, snapLength: Int(snapLength), clock: clock))
        interfaces.append(CaptureInterface(name: name, linkType: linkType, snapLength: snapLength))
    }

    /// An enhanced packet block (6), or the obsolete packet block (2) with a 16-bit interface.
    private func packet(_ fields: BlockFields, at start: Int, isObsolete: Bool) -> CapturedFrame? {
        guard fields.count >= 20 else { return damaged(start, "a packet block of \(fields.count) octets") }
        let index = isObsolete ? Int(fields.uint16(at: 0)) : Int(fields.uint32(at: 0))
        guard index < section.count else {
            return damaged(start, "a packet of interface \(index), which has no description")
        }
        let captured = Int(fields.uint32(at: 12))
        guard captured <= fields.count - 20 else { return damaged(start, "a captured length of \(captured)") }
        let interface = section[index]
        let ticks = UInt64(fields.uint32(at: 4)) << 32 | UInt64(fields.uint32(at: 8))
        return frame(
            time: interface.clock.instant(ticks), interface: interface, originalLength: Int(fields.uint32(at: 16)),
            octets: Array(fields.octets[20..<20 + captured]))
    }

    /// A simple packet block has no time and belongs to the section's first interface.
    private func simplePacket(_ fields: BlockFields, at start: Int) -> CapturedFrame? {
        guard let interface = section.first, fields.count >= 4 else {
            return damaged(start, "a simple packet block without an interface")
        }
        let original = Int(fields.uint32(at: 0))
        let limit = interface.snapLength == 0 ? original : min(original, interface.snapLength)
        let captured = min(limit, fields.count - 4)
        return frame(
            time: .origin, interface: interface, originalLength: original,
            octets: Array(fields.octets[4..<4 + captured]))
    }

    private func frame(time: Instant, interface: Interface, originalLength: Int, octets: [UInt8]) -> CapturedFrame {
        number += 1
        return CapturedFrame(
            number: number, time: time, interface: interface.index, linkType: interface.linkType,
            originalLength: originalLength, octets: octets)
    }

    private func damaged(_ start: Int, _ reason: String) -> CapturedFrame? {
        end = .damaged(atByte: start, reason: reason)
        return nil
    }
}
