// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol of the Python libraries, with the operations of one of them, called from here, in their place: a baseline
// that runs on the same machine in the same minute.
#include "kernels/torch/bench_case.h"
#include "kernels/torch/peer_protocol.h"

#include <algorithm>
#include <thread>

namespace spw::ops {

void addPeerCases(Cases& cases, const BenchOptions& options)
{
    const std::int64_t steps = options.smoke ? 50 : 500;
    for (const PeerCase& which : peerCases()) {
        const std::int64_t n = options.smoke ? 64 : which.n;
        const auto get = later<PeerNetwork>(which, steps, n);
        Case c;
        c.id = "peers";
        c.name = which.name + ", forward and backward";
        c.baseline = "linear() and the operations of SpikingJelly's torch backend over unbind()";
        c.items = double(steps * 16 * n);
        c.goal = which.share;
        c.lessIsBetter = true;
        c.rounds = 3;
        c.threads = std::max(1, std::min(2, int(std::thread::hardware_concurrency())));
        c.work = [=] { get().ours(); };
        c.baselineWork = [=] { get().loop(); };
        c.verify = [=] {   // sums in another order may fire a neuron at its threshold a step apart
            PeerNetwork few(which, 20, n);
            return (few.ours() - few.loop()).abs().mean().item<double>() < 1e-3;
        };
        cases.push_back(std::move(c));
    }
    for (const MemoryCase& which : memoryCases()) {
        Case c;
        c.id = "memory";
        c.name = "peak memory of training, " + which.name;
        c.baseline = "the operations of SpikingJelly's torch backend, one for one";
        c.item = "megabyte";
        c.goal = options.smoke ? 0.0 : kMemoryShare;
        c.lessIsBetter = true;
        c.megabytes = [=] { return trainingMegabytes(which, true); };
        c.baselineMegabytes = [=] { return trainingMegabytes(which, false); };
        cases.push_back(std::move(c));
    }
}

} // namespace spw::ops
