import CLibpcap
import NetworkPrimitives

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Reads a classic pcap file through libpcap, with nanosecond times whatever the file's resolution.
final class ClassicCaptureReader {
    private let handle: OpaquePointer
    private let stream: UnsafeMutablePointer<FILE>
    private let size: Int
    private var number = 0
    let interface: CaptureInterface
    private(set) var end: CaptureEnd?

    init(_ file: InputFile) throws(CaptureError) {
        guard let stream = file.release() else { throw .empty }
        fseeko(stream, 0, SEEK_END)
        size = Int(ftello(stream))
        fseeko(stream, 0, SEEK_SET)
        guard size >= 24 else {
            fclose(stream)
            throw .cutOffInHeader
        }
        var message = [CChar](repeating: 0, count: Int(PCAP_ERRBUF_SIZE))
        guard
            let handle = pcap_fopen_offline_with_tstamp_precision(
                stream, UInt32(PCAP_TSTAMP_PRECISION_NANO), &message)
        else {
            fclose(stream)
            throw .damagedHeader(Self.text(message))
        }
        self.handle = handle
        self.stream = stream
        interface = CaptureInterface(
            linkType: LinkType(rawValue: UInt32(bitPattern: pcap_datalink(handle))),
            snapLength: UInt32(bitPattern: pcap_snapshot(handle)))
    }

    deinit { pcap_close(handle) }

    func next() -> CapturedFrame? { nextView()?.frame }

    /// The next frame where libpcap has put it, until the next call.
    func nextView() -> FrameView? {
        guard end == nil else { return nil }
        let start = Int(ftello(stream))
        var header: UnsafeMutablePointer<pcap_pkthdr>?
        var data: UnsafePointer<UInt8>?
        switch pcap_next_ex(handle, &header, &data) {
        case 1: break
        case Int32(PCAP_ERROR_BREAK):
            end = .complete
            return nil
        default:
            end = failure(at: start)
            return nil
        }
        guard let header = header?.pointee, let data else {
            end = .damaged(atByte: start, reason: "a record without data")
            return nil
        }
        number += 1
        let seconds = Int64(UInt32(truncatingIfNeeded: header.ts.tv_sec))
        let nanoseconds = Int64(header.ts.tv_usec)
        return FrameView(
            number: number, time: Instant(nanoseconds: seconds * 1_000_000_000 + nanoseconds), interface: 0,
            linkType: interface.linkType, originalLength: max(Int(header.len), Int(header.caplen)),
            octets: UnsafeRawBufferPointer(start: data, count: Int(header.caplen)))
    }

    /// libpcap has one error for a record that the file cuts off and for one that is nonsense; which it is, the
    /// position tells: a cut-off file was read to its last octet.
    private func failure(at start: Int) -> CaptureEnd {
        let isAtEnd = fgetc(stream) == EOF
        return isAtEnd ? .cutOff(atByte: start) : .damaged(atByte: start, reason: String(cString: pcap_geterr(handle)))
    }

    private static func text(_ characters: [CChar]) -> String {
        String(decoding: characters.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
