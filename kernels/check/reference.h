// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"

#include <vector>

namespace spw::kernels {

/// The slow reference that every fast kernel is compared with: one neuron at a time, double precision, the backward
/// rule of models.md 0.7 written out once more. Sequences are [steps, neurons].
struct ReferencePass {
    std::int64_t steps = 0, neurons = 0;
    std::vector<double> x, initial;                       // in; initial: value of every state variable [neurons]
    std::vector<double> gradSpikes, gradVSeq, gradFinal;  // in, for backward
    std::vector<double> spikes, h, vSeq, state;           // out of forward
    std::vector<double> margin;                           // out: smallest |h - threshold| of each neuron
    std::vector<double> gradX, gradState;                 // out of backward
    double gradLearnables[kMaxLearnables] = {};
    double learnableScale[kMaxLearnables] = {};           // sum of the magnitudes in the sums above

    /// For neurons of one state variable; a neuron of more is reported as not checked by the callers.
    void forward(const NeuronModel& model);
    void backward(const NeuronModel& model);
};

} // namespace spw::kernels
