// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"
#include "core/exchange/exchange_report.h"
#include "core/run/weights_file.h"
#include "plugins/lava/net.h"

namespace spw::lavanet {

struct GraphOptions {
    std::int64_t steps = 100;
    std::int64_t scale = 64;        // whole numbers in 1.0, a power of 2; the file does not say
    std::int64_t resetInterval = 0; // as netx resets its neurons; 0: never
    std::int64_t resetOffset = 0;
    std::string data{}; // file for the data node
};

/// A project that computes what the chip computes, bit for bit.
struct NetGraph {
    Document document;
    Weights weights;              // what the file says; the rest keeps its initial values
    EdgeEnd data;                 // what feeds the first block
    std::vector<EdgeEnd> outputs; // of each block
};

/// @param report  gets a line for each block.
NetGraph makeGraph(const Net& net, const GraphOptions& options, ExchangeReport& report);

} // namespace spw::lavanet
