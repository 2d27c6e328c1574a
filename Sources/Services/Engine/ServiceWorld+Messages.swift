import NetworkPrimitives

// Messages: they pass, wait for the path to come back, or are lost (docs/services.md, "A message").

extension ServiceWorld {
    /// The longest time between two tries of a message on a connection.
    private static let longestInterval: Int64 = 120_000_000_000

    /// Sends the request of a call, or a message of its handshake, for the first time.
    mutating func sendRequest(_ call: CallIndex, _ purpose: JobRecord.Purpose) {
        calls[call].state = purpose == .handshake ? .handshake : .sent
        calls[call].messageSince = now
        calls[call].messageInterval = purpose == .handshake ? 1_000_000_000 : 200_000_000
        transmit(call, purpose)
    }

    mutating func resendRequest(_ call: CallIndex, _ generation: UInt32) {
        guard calls[call].generation == generation else { return }
        transmit(call, calls[call].state == .handshake ? .handshake : .request)
    }

    private mutating func transmit(_ call: CallIndex, _ purpose: JobRecord.Purpose) {
        let delay = paths.delay(from: calls[call].place, to: instances[calls[call].instance].place)
        if delay >= 0 {
            let job = makeJob(of: call, purpose)
            events.add(.deliver, at: now + delay, job.number, jobs[job].generation)
        } else if !calls[call].connection.isNone {
            scheduleResend(call, .resendRequest, 0)
        }
    }

    /// Tries the message again, or gives the connection up when that is due earlier.
    private mutating func scheduleResend(_ call: CallIndex, _ kind: ServiceEvent.Kind, _ contents: Int64) {
        let giveUp = edges[calls[call].edge].giveUp
        let end = calls[call].messageSince > Int64.max - giveUp ? .max : calls[call].messageSince + giveUp
        let next = now + calls[call].messageInterval
        calls[call].messageInterval = min(calls[call].messageInterval * 2, Self.longestInterval)
        if next >= end {
            events.add(.giveUp, at: end, call.number, calls[call].generation)
        } else {
            events.add(kind, at: next, call.number, calls[call].generation, contents)
        }
    }

    private mutating func makeJob(of call: CallIndex, _ purpose: JobRecord.Purpose) -> JobIndex {
        let job = newJob()
        let target = edgeTargets[Int(edges[calls[call].edge].firstTarget + calls[call].target)]
        jobs[job].state = .travelling
        jobs[job].purpose = purpose
        jobs[job].call = call
        jobs[job].callGeneration = calls[call].generation
        jobs[job].instance = calls[call].instance
        jobs[job].edge = calls[call].edge
        jobs[job].item = calls[call].item
        jobs[job].key = calls[call].key
        jobs[job].callerPlace = calls[call].place
        jobs[job].callerStartedAt = calls[call].callerStartedAt
        jobs[job].deadline = calls[call].deadline
        jobs[job].priority = calls[call].priority
        if purpose == .handshake {
            jobs[job].kind = services[target.service].connectKind
        } else {
            jobs[job].kind = calls[call].kindChoice >= 0 ? KindIndex(Int(calls[call].kindChoice)) : target.kind
        }
        let connection = calls[call].connection
        if !connection.isNone {
            jobs[job].connectedAt = purpose == .handshake ? now : connections[connection].openedAt
            jobs[job].epoch = connections[connection].epoch
        }
        calls[call].job = job
        calls[call].jobGeneration = jobs[job].generation
        return job
    }

    /// Sends the answer of a job whose caller still waits.
    mutating func answer(_ job: JobIndex, _ outcome: CallOutcome) {
        let (call, generation) = (jobs[job].call, jobs[job].callGeneration)
        guard !call.isNone, calls[call].generation == generation else { return }
        calls[call].messageSince = now
        calls[call].messageInterval = jobs[job].purpose == .handshake ? 1_000_000_000 : 200_000_000
        let place = instances[jobs[job].instance].place
        sendAnswer(call, generation, outcome, from: Int64(place))
    }

    /// Also the second and later tries.
    mutating func sendAnswer(_ call: CallIndex, _ generation: UInt32, _ outcome: CallOutcome, from place: Int64) {
        guard calls[call].generation == generation else { return }
        let delay = paths.delay(from: Int32(place), to: calls[call].place)
        if delay >= 0 {
            events.add(.answer, at: now + delay, call.number, generation, Int64(outcome.rawValue))
        } else if !calls[call].connection.isNone {
            scheduleResend(call, .resendAnswer, place << 8 | Int64(outcome.rawValue))
        }
    }
}
