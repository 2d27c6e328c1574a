/// Digits in groups of three: `12,345`.
public func grouped(_ number: some BinaryInteger) -> String {
    let digits = Array(String(number))
    var text = ""
    for (index, digit) in digits.enumerated() {
        if index > 0, digit != "-", digits[index - 1] != "-", (digits.count - index) % 3 == 0 { text += "," }
        text.append(digit)
    }
    return text
}
