// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/neuron_kernels.h"

/// Neurons whose step is their own (dynamics/sequence_list.h) over whole sequences, free of tensors. Built like
/// neuron_kernels.h: a model (plain numbers), the memory it works on, a forward and a backward pass over a range of
/// neurons. Sequences are [steps, neurons], contiguous; what belongs to a neuron is [neurons].
namespace spw::kernels {

inline constexpr int kMaxSequenceInputs = 2;
inline constexpr int kMaxSequenceOutputs = 2;
inline constexpr int kMaxSequenceStates = 8;
inline constexpr int kMaxSequenceSaved = 8;
inline constexpr int kMaxSequenceLearnables = 8;

/// One row of the list.
struct SequenceInfo {
    std::string_view id;   // stored in project files
    int inputs, outputs, states;
    int saved;             // sequences that the backward pass needs
    int learnables;        // a value for each neuron, given as [neurons]
    bool spikes;           // a surrogate takes the place of the slope of its step
};
const std::vector<SequenceInfo>& sequenceNeurons();

/// Position in sequenceNeurons(), or -1.
int sequenceIndex(std::string_view id);

/// Learnable values with what they start from. @throws std::invalid_argument as SequenceModel does.
std::vector<LearnableSpec> sequenceLearnables(std::string_view neuron, const NamedValues& params);

/// What to compute: a neuron, its parameters, its surrogate. A plain value, cheap to copy.
struct SequenceModel {
    int neuron = 0, surrogate = 0;
    double alpha = 4.0;
    double initialState[kMaxSequenceStates] = {};
    alignas(16) std::byte parameters32[256] = {}, parameters64[512] = {};   // Functor::Parameters<float>, <double>

    /// @param surrogateParams  numbers of the surrogate by name; its own for those that are absent.
    /// @throws std::invalid_argument saying which id or parameter is wrong.
    static SequenceModel make(std::string_view neuron, const NamedValues& params, std::string_view surrogate,
                              const NamedValues& surrogateParams);

    const SequenceInfo& info() const { return sequenceNeurons()[std::size_t(neuron)]; }
    const void* parameters(RealType type) const
    {
        return type == RealType::Float32 ? static_cast<const void*>(parameters32) : parameters64;
    }
};

/// Memory of a forward pass. Optional outputs are null when not wanted.
struct SequenceForward {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* x[kMaxSequenceInputs] = {};
    const void* learn[kMaxSequenceLearnables] = {};   // [neurons] each
    void* state[kMaxSequenceStates] = {};             // [neurons] each, in: initial, out: final
    void* y[kMaxSequenceOutputs] = {};
    void* saved[kMaxSequenceSaved] = {};              // optional, all or none: what the backward pass needs
    void* stateSeq[kMaxSequenceStates] = {};          // [i]: optional: state variable i after each step
};

/// Memory of a backward pass. Null gradients count as zero.
struct SequenceBackward {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* learn[kMaxSequenceLearnables] = {};
    const void* saved[kMaxSequenceSaved] = {};
    const void* gradY[kMaxSequenceOutputs] = {};
    const void* gradStateSeq[kMaxSequenceStates] = {};
    void* gradState[kMaxSequenceStates] = {};         // [neurons] each, in: of the final state, out: of the initial one
    void* gradX[kMaxSequenceInputs] = {};
    void* gradLearn[kMaxSequenceLearnables] = {};     // [neurons] each, added to
};

/// Both passes work on neurons [begin, end), as forwardCpu and backwardCpu do.
void sequenceForwardCpu(const SequenceModel& model, const SequenceForward& buffers, std::int64_t begin,
                        std::int64_t end);
void sequenceBackwardCpu(const SequenceModel& model, const SequenceBackward& buffers, std::int64_t begin,
                         std::int64_t end);

} // namespace spw::kernels
