// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_runner.h"
#include "core/plan/plan.h"

#include <map>

namespace spw {

/// What a readout says after the first t steps of a sequence, whichever readout it is: the node is run by itself on the
/// cut sequence.
class ReadoutPrefix {
public:
    /// @throws Error for a readout that needs more than its sequence.
    ReadoutPrefix(const PlannedNode& readout, OpenNetwork open);
    /// @param sequence  [T, N, F].  @return [N, classes].
    PlainTensor after(const PlainTensor& sequence, std::int64_t steps);

private:
    Document m_document;   // arrays -> readout
    NodeId m_source = 0, m_readout = 0;
    std::string m_output;
    OpenNetwork m_open;
    std::map<std::int64_t, std::unique_ptr<NetworkRunner>> m_networks;   // by steps
};

} // namespace spw
