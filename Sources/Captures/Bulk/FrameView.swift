import NetworkPrimitives

/// A frame as it lies in the reader's own memory: nothing is copied, and the next frame overwrites it.
struct FrameView {
    let number: Int
    let time: Instant
    let interface: Int
    let linkType: LinkType
    let originalLength: Int
    let octets: UnsafeRawBufferPointer

    /// The same frame in memory of its own.
    var frame: CapturedFrame {
        CapturedFrame(
            number: number, time: time, interface: interface, linkType: linkType, originalLength: originalLength,
            octets: Array(octets))
    }
}
