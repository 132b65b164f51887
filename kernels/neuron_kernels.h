// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "kernels/dynamics/named_values.h"
#include "kernels/surrogate/surrogate.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// Charge-fire-reset neurons over whole sequences, free of tensors: a neuron with its numbers (NeuronModel), the
/// memory it works on (Buffers), and a forward and a backward pass over a range of neurons.
/// Sequences are [steps, neurons], contiguous. Equations and the backward rule: models.md 0.7 and 0.8.
namespace spw::kernels {

/// How sequences are stored. The 16-bit types are computed in float32, and states stay float32.
enum class RealType { Float32, Float64, Float16, BFloat16 };
inline constexpr bool isHalf(RealType type) { return type == RealType::Float16 || type == RealType::BFloat16; }
inline constexpr std::size_t realSize(RealType type) { return isHalf(type) ? 2 : type == RealType::Float32 ? 4 : 8; }

/// Below this, in magnitude, a threshold leaves room to save h as float16.
inline constexpr double kHalfThresholds = 65504.0;

inline constexpr int kMaxStates = 4;       // state variables of one neuron
inline constexpr int kMaxLearnables = 4;   // learnable scalars of one neuron layer

/// One row of the list of neurons.
struct NeuronInfo {
    std::string_view id;   // stored in project files
    int stateCount;        // the first state variable is the membrane potential v
    int learnableCount;
};
const std::vector<NeuronInfo>& neurons();

/// Position in neurons(), or -1.
int neuronIndex(std::string_view id);

/// Learnable scalars of a neuron with their initial values. @throws std::invalid_argument as NeuronModel does.
std::vector<LearnableSpec> learnableSpecs(std::string_view neuron, const NamedValues& params);

/// What to compute: a neuron, its parameters, its surrogate. A plain value, cheap to copy.
struct NeuronModel {
    int neuron = 0;
    int stateCount = 1, learnableCount = 0;
    SurrogateChoice surrogate;
    double vThreshold = 1.0, vReset = 0.0;
    bool softReset = false, detachReset = false;
    alignas(16) std::byte parameters32[64] = {}, parameters64[128] = {};   // Functor::Parameters<float>, <double>

    /// @param learnables  current values of the neuron's learnable scalars, in the order of learnableSpecs.
    /// @throws std::invalid_argument saying which id, parameter or count is wrong.
    static NeuronModel make(std::string_view neuron, const NamedValues& params, const std::vector<double>& learnables,
                            std::string_view surrogate, const NamedValues& surrogateParams, bool detachReset);

    const void* parameters(RealType type) const
    {
        return type != RealType::Float64 ? static_cast<const void*>(parameters32) : parameters64;
    }
    /// The value that state variable `i` has before the first step.
    double initialState(int i) const { return i == 0 && !softReset ? vReset : 0.0; }
};

/// Memory of a forward pass. Optional outputs are null when not wanted. With a 16-bit type, x, spikes and vSeq are of
/// it, h is float16 whichever it is (and never on the other side of the threshold), state is float32; there is one
/// state variable, and the threshold is below kHalfThresholds.
struct ForwardBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* x = nullptr;
    void* spikes = nullptr;
    void* h = nullptr;                   // optional: membrane before reset; all the backward pass needs
    void* vSeq = nullptr;                // optional: membrane after reset
    void* state[kMaxStates] = {};        // [neurons] each, in: initial, out: final
    void* extraSeq[kMaxStates] = {};     // [i]: optional: state variable i >= 1 after each step
};

/// Memory of a backward pass. Null gradients count as zero. With a 16-bit type, the gradients of sequences are of it, h
/// is float16, states and their gradients are float32.
struct BackwardBuffers {
    RealType type = RealType::Float32;
    std::int64_t steps = 0, neurons = 0;
    const void* h = nullptr;
    const void* gradSpikes = nullptr;
    const void* gradVSeq = nullptr;
    void* gradX = nullptr;
    const void* initialState[kMaxStates] = {};   // needed by neurons whose adjoint reads the state
    const void* extraSeq[kMaxStates] = {};
    void* gradState[kMaxStates] = {};            // [neurons] each, in: of the final state, out: of the initial one
};

/// Both passes work on neurons [begin, end), so that threads can share a call; ranges that start at multiples of
/// kRangeAlignment keep the fast path. The instruction set is activeIsa(). Denormal numbers count as zero inside.
inline constexpr std::int64_t kRangeAlignment = 64;
void forwardCpu(const NeuronModel& model, const ForwardBuffers& buffers, std::int64_t begin, std::int64_t end);

/// @param gradLearnables  kMaxLearnables sums, added to.
void backwardCpu(const NeuronModel& model, const BackwardBuffers& buffers, std::int64_t begin, std::int64_t end,
                 double* gradLearnables);

} // namespace spw::kernels
