// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/sequence_kernels.h"

#include <string>
#include <vector>

/// The slow reference of the neurons of sequence_list.h: the functor on one number at a time, neuron by neuron, with
/// none of the drivers' blocks, vectors and rows. Sequences are [steps, neurons].
namespace spw::kernels {

template <class R>
struct SequenceCase {
    std::int64_t steps = 0, neurons = 0;
    std::vector<std::vector<R>> x, initial, learn;
    std::vector<std::vector<R>> gradY, gradStateSeq, gradFinal;
};

template <class R>
struct SequenceResults {
    std::vector<std::vector<R>> y, stateSeq, state, gradX, gradState, gradLearn;
};

/// Both passes.
SequenceResults<float> runReference(const SequenceModel& model, const SequenceCase<float>& c);
SequenceResults<double> runReference(const SequenceModel& model, const SequenceCase<double>& c);

/// Compares `back` of the functor, with the slope set to 0, with finite differences of `step` at the states that the
/// case runs through. Points where the step jumps or has a kink are left out.
/// @return empty if they agree, else what does not.
std::string checkGradient(const SequenceModel& model, const SequenceCase<double>& c);

} // namespace spw::kernels
