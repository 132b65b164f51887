// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/plan/plan.h"

#include <cstddef>
#include <string>
#include <vector>

namespace spw {

/// One planning of one graph; everything is indexed by position in a vector, so that nothing is searched twice.
/// The steps of make() run in the order they are declared here, and each only adds to what the ones before found.
class Planner {
public:
    explicit Planner(const Graph& graph);
    Plan make();

private:
    struct Wire {
        int from = -1, output = -1;   // node index, port index
        int to = -1, input = -1;
        bool delayed = false;         // leaves a node that holds its output for a step
    };
    struct Item {
        const Node* node = nullptr;
        const NodeSpec* spec = nullptr;      // nullptr: placeholder
        bool valuesLegal = true;
        bool onBadCycle = false;             // cannot be ordered
        std::vector<int> incoming, outgoing; // wires that are sound
        std::vector<bool> inputTaken;        // per input: some wire leads there, sound or not
        std::vector<bool> outputUsed;
        PlannedNode planned;
    };

    void nameNodes();
    void checkParameters();
    void connectWires();
    void findCycles();
    void checkOpenInputs();
    std::vector<int> order() const;
    void inferShapes(const std::vector<int>& order);
    void checkUse();        // nodes that nothing depends on
    void checkLearners();
    void checkReadouts();   // rates of what never spikes
    void checkStepTimes();  // nodes of SLAYER that disagree about how long a step is

    /// Groups of nodes that reach each other; `cutDelayed` ignores wires that wait a step.
    std::vector<std::vector<int>> loops(bool cutDelayed) const;
    std::string loopText(const std::vector<int>& loop) const;
    bool inferOne(int index, Diagnostics& found);
    void report(int index, Severity severity, const char* code, std::string port, std::string what, std::string why,
                std::string fix);
    std::string nameOf(int index) const { return "'" + m_items[std::size_t(index)].planned.name + "'"; }

    const Graph& m_graph;
    std::vector<Item> m_items;      // sorted by id
    std::vector<Wire> m_wires;
    int m_delaysOnLoops = 0;
    Plan m_plan;
};

} // namespace spw
