// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/goal.h"
#include "core/engine/network.h"

#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace spw::engine {

/// What a learner that goes step by step needs of the trainer.
struct OnlineHooks {
    std::function<void(const at::Tensor& loss)> backward;   // adds to the gradients
    std::function<void()> update;                           // one step of the optimizer, which clears them
    std::set<EdgeEnd> ports{};                              // what `seen` wants to see of each step
    std::function<void(const PortValues& values, std::int64_t step)> seen{};   // local learners; may be empty
};

/// Learning while time goes on (models.md LR8, LR9): each step is judged by itself and its history is cut, so that memory
/// does not grow with the number of steps.
///
/// online: the gradient of L_t at each step through the layers, not through time (SLTT); layers behind an OTTT neuron
/// learn from the trace of its spikes. Weights change after every step, or once from the mean over all steps.
///
/// fptt: at each step the gradient of L_t + alpha/2 sum mse(w, a + g/(2 alpha)) changes the weights; then the same input
/// is seen again, g becomes the gradient of L_t there, and the running mean a <- (a + w)/2 - g/(2 alpha); what the second
/// look did to the states is undone. a begins as w itself, and is kept over batches; g begins each batch at 0.
class OnlineLearning {
public:
    /// Whether the learner's `method` is one of these.
    static bool isChosen(const ParamValues& learner);
    OnlineLearning(Network& network, const Goal& goal, const ParamValues& learner, std::vector<Network::Entry> parameters);

    /// One batch from reset states. @return the mean loss of the steps, and the mean readout; a loss that is not finite
    /// ends it at once.
    std::pair<double, at::Tensor> learn(const PortValues& feeds, const OnlineHooks& hooks);
    /// Whether learn() has changed the weights already.
    bool updates() const { return m_fptt || m_everyStep; }

    /// What a resumed run needs: the running means of fptt.
    std::vector<Network::Entry> state() const;
    void restore(const std::vector<Network::Entry>& state);

private:
    struct Look {
        double loss = 0;
        at::Tensor readout;
    };
    /// @param again  the step has been seen.
    Look look(const PortValues& feeds, std::int64_t t, PortValues& encoded, double share, const OnlineHooks& hooks, bool again);
    void addRegulariser();
    void secondLook(const PortValues& feeds, std::int64_t t, PortValues& encoded, const OnlineHooks& hooks);

    Network& m_network;
    EdgeEnd m_lossPort, m_readoutPort;
    bool m_fptt, m_everyStep;
    double m_alpha;
    std::vector<Network::Entry> m_parameters;
    std::vector<at::Tensor> m_means, m_last;   // a and g of fptt, as m_parameters; undefined: w itself, 0
};

} // namespace spw::engine
