import Files

/// The frames of several files as one capture, by time. Within a file the order stays as it is.
///
/// Frames are numbered from 1 in that order, as `mergecap` would number them.
final class MergedCaptureReader {
    struct Input {
        let path: String
        /// Without directories, where that is enough to distinguish it from the others.
        let name: String
        let reader: CaptureReader
        var next: CapturedFrame?
    }

    private struct Place: Hashable {
        var input: Int
        var interface: Int
    }

    private var inputs: [Input]
    private var numbers: [Place: Int] = [:]
    private(set) var interfaces: [CaptureInterface] = []
    private var count = 0
    /// The last frame, where a view may lie in it.
    private var storage = UnsafeMutableRawBufferPointer(start: nil, count: 0)

    init(_ files: [(name: String, reader: CaptureReader)]) {
        let short = files.map { String($0.name.split(separator: "/").last ?? "") }
        let areUnique = Set(short).count == short.count
        inputs = zip(files, short).map { file, short in
            Input(
                path: file.name, name: LegibleText.line(areUnique ? short : file.name), reader: file.reader,
                next: file.reader.next())
        }
    }

    deinit { storage.deallocate() }

    /// The first end that is not as it should be, once all files are read.
    var end: CaptureEnd? {
        guard inputs.allSatisfy({ $0.reader.end != nil }) else { return nil }
        return inputs.lazy.compactMap(\.reader.end).first { $0 != .complete } ?? .complete
    }

    var ends: [(name: String, end: CaptureEnd)] {
        inputs.compactMap { input in input.reader.end.map { (input.path, $0) } }
    }

    func next() -> CapturedFrame? {
        var first: Int?
        for number in inputs.indices {
            guard let time = inputs[number].next?.time else { continue }
            if let known = first.flatMap({ inputs[$0].next?.time }), known <= time { continue }
            first = number
        }
        guard let first, var frame = inputs[first].next else { return nil }
        inputs[first].next = inputs[first].reader.next()
        count += 1
        frame.number = count
        frame.interface = interface(frame.interface, of: first)
        return frame
    }

    func nextView() -> FrameView? {
        guard let frame = next() else { return nil }
        storage.deallocate()
        storage = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, frame.octets.count), alignment: 8)
        storage.copyBytes(from: frame.octets)
        return FrameView(
            number: frame.number, time: frame.time, interface: frame.interface, linkType: frame.linkType,
            originalLength: frame.originalLength,
            octets: UnsafeRawBufferPointer(rebasing: storage[..<frame.octets.count]))
    }

    /// Interfaces are numbered as they come, and are called by their file where they have no name.
    private func interface(_ number: Int, of input: Int) -> Int {
        let place = Place(input: input, interface: number)
        if let known = numbers[place] { return known }
        let own = inputs[input].reader.interfaces
        var interface = own.indices.contains(number) ? own[number] : CaptureInterface()
        interface.name = interface.name.map { "\($0) of \(inputs[input].name)" } ?? inputs[input].name
        numbers[place] = interfaces.count
        interfaces.append(interface)
        return interfaces.count - 1
    }
}
