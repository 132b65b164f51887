// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/network_view.h"
#include "plugins/lava/net.h"

namespace spw::lavanet {

/// One block to be: the nodes of the graph that make it.
struct Link {
    BlockType type = BlockType::Dense;
    const PlannedNode* synapse = nullptr;   // weights, input scaling or flatten; nullptr: an input without scaling
    const PlannedNode* norm = nullptr;      // batch norm between weights and neuron
    const PlannedNode* neuron = nullptr;    // also an affine or sigma node; of a container the container itself
    std::vector<const PlannedNode*> delays; // behind the neuron
    std::vector<const PlannedNode*> pools;  // in front of the weights, to become a part of them
    double divideBy = 1;                    // an average pool before, written as a sum: what it would have divided by
    bool stepDelay = false;                 // what the neuron sends arrives one step later
    bool passes = false;                    // a pool without neuron: it hands on what it counts
    std::vector<std::int64_t> in, out;      // C or C, H, W
    EdgeEnd output;                         // in the graph

    const PlannedNode& main() const { return synapse ? *synapse : *neuron; }
};

/// What of a graph a `.net` file can hold: blocks one behind the other.
struct Chain {
    std::vector<Link> links;
    EdgeEnd entry; // feeds the first block
    std::vector<std::int64_t> inputShape;
    std::optional<EdgeEnd> answer; // what comes out behind the readouts, if there are any
    struct Skipped {
        const PlannedNode* node;
        std::string why;
    };
    std::vector<Skipped> skipped;
};

/// `plan` must outlive the chain. Problems go to `found`; with errors among them the chain is incomplete.
Chain chainOf(const Plan& plan, const ParamValues& options, Diagnostics& found);

bool forNetx(const ParamValues& options);
bool isLava(const PlannedNode& node); // computes as lava-dl does: weights rounded, a scale of its own

/// What a single node says that the target cannot hold (chain_rules.cpp).
class Findings {
public:
    explicit Findings(Diagnostics& list)
        : m_list(list)
    {}
    void refuse(const PlannedNode& node, const std::string& place, std::string what, std::string why, std::string fix);
    void warn(const PlannedNode& node, const std::string& place, std::string what, std::string why, std::string fix);
    bool refused() const { return hasErrors(m_list); }

private:
    Diagnostics& m_list;
};
void checkSynapse(const PlannedNode& node, const ParamValues& options, Findings& findings);
void checkNeuron(const PlannedNode& node, const ParamValues& options, Findings& findings);
void checkLink(const Link& link, const ParamValues& options, Findings& findings);

/// The convolution that a pool and the convolution behind it are together; nullopt: there is none.
struct Merged {
    std::array<std::int64_t, 2> kernel, stride, padding;
};
std::optional<Merged> merged(const Link& link);

std::array<std::int64_t, 2> pairOf(const PlannedNode& node, const std::string& name);
/// Stride of a pool: 0 stands for its window.
std::array<std::int64_t, 2> strideOf(const PlannedNode& node);
/// What an average pool divides by; 1 of a sum.
double divisorOf(const PlannedNode& pool);

} // namespace spw::lavanet
