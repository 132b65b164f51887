// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/exchange_report.h"
#include "core/exchange/network_view.h"
#include "plugins/nir/layer_form.h"

#include <map>
#include <set>

namespace spw::nir {

/// Turns a plan into a NIR graph. Without weights it finds only what cannot be said, and the
/// graph has no numbers in it.
class GraphWriter {
public:
    struct Options {
        double dt = 1e-4;
        bool foldNorms = true;
        bool exactThresholds = false;
    };

    GraphWriter(const Plan& plan, const Options& options, const Weights* weights);

    const Node& graph() const { return m_graph; }
    const ExchangeReport& report() const { return m_report; }
    Diagnostics diagnostics() const;
    /// Metadata that a node brought along when it was imported.
    void keepMetadata(NodeId id, const Items& metadata);

private:
    /// What became of one node of the plan.
    struct Place {
        std::vector<std::string> outs;                         // NIR nodes whose sum its output is
        std::map<std::size_t, std::vector<std::string>> ins;   // NIR nodes that read its input
        std::vector<std::size_t> passes;                       // inputs whose sum is its output, if it has no nodes
    };

    void place(const PlannedNode& node);
    void placeForm(const PlannedNode& node, NeuronForm form);
    void placeNorm(const PlannedNode& node);
    void placeRecurrent(const PlannedNode& node);
    void placeMerge(const PlannedNode& node, const std::string& op);
    void placeConcat(const PlannedNode& node);
    bool placeOutside(const PlannedNode& node);
    bool readsSpikes(const PlannedNode& node) const;
    bool loopDelay(const PlannedNode& node) const;
    bool onLoopWithoutNeuron(NodeId from, NodeId to, std::set<NodeId>& seen) const;
    void connect();
    void connectOutputs();
    std::vector<std::string> sources(const EdgeEnd& port, int depth = 0);
    std::vector<std::string> sourcesOf(const PlannedNode& node, std::size_t input, int depth = 0);
    std::string inputFor(const EdgeEnd& port);
    /// Edges from all of them; one that comes twice counts twice.
    void edges(const std::vector<std::string>& from, const std::string& to, const std::vector<std::int64_t>& features);
    std::string add(const std::string& wanted, Node node);
    NodeSource sourceOf(const PlannedNode& node) const;
    void note(Outcome outcome, const PlannedNode& node, std::string what, std::string why = {}, std::string fix = {});

    const Plan& m_plan;
    Options m_options;
    const Weights* m_weights;
    NetworkView m_view;
    std::map<NodeId, Place> m_places;
    std::map<EdgeEnd, std::string> m_inputs;
    std::set<NodeId> m_skippedEncoders, m_readouts;
    Node m_graph;
    ExchangeReport m_report;
};

/// Sides of a port; throws if one is not known.
std::vector<std::int64_t> featuresOf(const PortInfo& info, const std::string& name);

} // namespace spw::nir
