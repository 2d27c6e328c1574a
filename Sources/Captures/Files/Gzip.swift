import CZlib

/// Files that gzip compressed, and that are no captures.
public enum Gzip {
    public static func isCompressed(_ octets: [UInt8]) -> Bool { octets.starts(with: [0x1F, 0x8B]) }

    /// What gzip compressed into `octets`; as much of it as there is where they are cut off.
    /// - Parameter limit: more octets than these are a trap, and nothing is returned.
    public static func decompressed(_ octets: [UInt8], upTo limit: Int) -> [UInt8]? {
        var stream = z_stream()
        // 15 bits of window, and a header of gzip.
        guard inflateInit2_(&stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            return nil
        }
        defer { inflateEnd(&stream) }
        var input = octets
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        return input.withUnsafeMutableBufferPointer { input in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(clamping: input.count)
            while true {
                let status = buffer.withUnsafeMutableBufferPointer { output in
                    stream.next_out = output.baseAddress
                    stream.avail_out = UInt32(output.count)
                    return inflate(&stream, Z_NO_FLUSH)
                }
                result += buffer[..<(buffer.count - Int(stream.avail_out))]
                guard result.count <= limit else { return nil }
                guard status == Z_OK, stream.avail_in > 0 || stream.avail_out == 0 else { break }
            }
            return result.isEmpty ? nil : result
        }
    }
}
