// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/neuron_kernels.h"

#include "kernels/cpu/flush_denormals.h"
#include "kernels/cpu/isa.h"
#include "kernels/cpu/levels.h"
#include "kernels/dynamics/neuron_list.h"
#include "kernels/half_passes.h"

#include <cmath>
#include <new>
#include <stdexcept>
#include <type_traits>

namespace spw::kernels {

// The compile units that CMake generates from the list.
#define SPW_NEURON_UNIT(Functor, Type)                                                                            \
    void forward##Functor##Type(const NeuronModel&, const ForwardBuffers&, std::int64_t, std::int64_t, bool);     \
    void backward##Functor##Type(const NeuronModel&, const BackwardBuffers&, std::int64_t, std::int64_t, bool, double*);
#define SPW_NEURON(Functor, id, spec) SPW_NEURON_UNIT(Functor, Float) SPW_NEURON_UNIT(Functor, Double)
namespace level_scalar {
#include "kernels/dynamics/neuron_list.h"
}
#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_NEURON(Functor, id, spec) SPW_NEURON_UNIT(Functor, Float) SPW_NEURON_UNIT(Functor, Double)
namespace level_avx2 {
#include "kernels/dynamics/neuron_list.h"
}
#define SPW_NEURON(Functor, id, spec) SPW_NEURON_UNIT(Functor, Float) SPW_NEURON_UNIT(Functor, Double)
namespace level_avx512 {
#include "kernels/dynamics/neuron_list.h"
}
#endif

namespace {

/// The passes of one neuron by number type and instruction set, the latter in the order of Isa.
struct NeuronPasses {
    NeuronForwardPass forward[2][3];
    NeuronBackwardPass backward[2][3];
};

const NeuronPasses& passesOf(int neuron)
{
    static const std::vector<NeuronPasses> list{
#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_LEVELS_OF(pass) {level_scalar::pass, level_avx2::pass, level_avx512::pass}
#else
#define SPW_LEVELS_OF(pass) {level_scalar::pass, nullptr, nullptr}
#endif
#define SPW_NEURON(Functor, id, spec)                                                                             \
    {{SPW_LEVELS_OF(forward##Functor##Float), SPW_LEVELS_OF(forward##Functor##Double)},                           \
     {SPW_LEVELS_OF(backward##Functor##Float), SPW_LEVELS_OF(backward##Functor##Double)}},
#include "kernels/dynamics/neuron_list.h"
    };
    return list[std::size_t(neuron)];
}

/// Above this many bytes of output a pass writes past the cache: twice the L2 of one core (2 MB).
constexpr std::int64_t kLargeBytes = 4 * 1024 * 1024;

template <class Functor>
void setParameters(NeuronModel& model, const NamedValues& params, const double* learnables)
{
    using P32 = typename Functor::template Parameters<float>;
    using P64 = typename Functor::template Parameters<double>;
    static_assert(sizeof(P32) <= sizeof model.parameters32 && sizeof(P64) <= sizeof model.parameters64);
    static_assert(std::is_trivially_copyable_v<P32> && std::is_trivially_copyable_v<P64>);
    static_assert(Functor::kStateCount <= kMaxStates && Functor::kLearnableCount <= kMaxLearnables);
    new (model.parameters32) P32(Functor::template parameters<float>(params, learnables));
    new (model.parameters64) P64(Functor::template parameters<double>(params, learnables));
}

int checkedNeuron(std::string_view id)
{
    const int index = neuronIndex(id);
    if (index < 0)
        throw std::invalid_argument("There is no fused neuron '" + std::string(id) + "'.");
    return index;
}

} // namespace

double requiredValue(const NamedValues& values, const std::string& name)
{
    const auto found = values.find(name);
    if (found == values.end())
        throw std::invalid_argument("The neuron parameter '" + name + "' is missing.");
    if (!std::isfinite(found->second))
        throw std::invalid_argument("The neuron parameter '" + name + "' must be a finite number.");
    return found->second;
}

double requiredAbove(const NamedValues& values, const std::string& name, double low)
{
    const double value = requiredValue(values, name);
    if (!(value > low))
        throw std::invalid_argument("The neuron parameter '" + name + "' is " + std::to_string(value)
                                    + ", it must be above " + std::to_string(low) + ".");
    return value;
}

bool flagValue(const NamedValues& values, const std::string& name, bool fallback)
{
    return values.count(name) ? requiredValue(values, name) != 0.0 : fallback;
}

double restValue(const NamedValues& values)
{
    return values.count("v_reset") ? requiredValue(values, "v_reset") : 0.0;
}

const std::vector<NeuronInfo>& neurons()
{
    static const std::vector<NeuronInfo> list{
#define SPW_NEURON(Functor, id, spec) {id, Functor::kStateCount, Functor::kLearnableCount},
#include "kernels/dynamics/neuron_list.h"
    };
    return list;
}

int neuronIndex(std::string_view id)
{
    for (std::size_t i = 0; i < neurons().size(); ++i)
        if (neurons()[i].id == id)
            return int(i);
    return -1;
}

std::vector<LearnableSpec> learnableSpecs(std::string_view neuron, const NamedValues& params)
{
    int index = checkedNeuron(neuron);
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        return Functor::learnables(params);
#include "kernels/dynamics/neuron_list.h"
    return {};
}

NeuronModel NeuronModel::make(std::string_view neuron, const NamedValues& params,
                              const std::vector<double>& learnables, std::string_view surrogate,
                              const NamedValues& surrogateParams, bool detachReset)
{
    NeuronModel model;
    model.neuron = checkedNeuron(neuron);
    model.stateCount = kernels::neurons()[std::size_t(model.neuron)].stateCount;
    model.learnableCount = kernels::neurons()[std::size_t(model.neuron)].learnableCount;
    model.vThreshold = requiredValue(params, "v_threshold");
    model.surrogate = SurrogateChoice::make(surrogate, surrogateParams, model.vThreshold);
    model.softReset = params.count("v_reset") == 0;
    model.vReset = restValue(params);
    model.detachReset = detachReset;
    if (learnables.size() != std::size_t(model.learnableCount))
        throw std::invalid_argument("The neuron '" + std::string(neuron) + "' has "
                                    + std::to_string(model.learnableCount) + " learnable values, not "
                                    + std::to_string(learnables.size()) + ".");
    int index = model.neuron;
#define SPW_NEURON(Functor, id, spec)                                                                             \
    if (index-- == 0)                                                                                              \
        setParameters<Functor>(model, params, learnables.data());
#include "kernels/dynamics/neuron_list.h"
    return model;
}

void forwardCpu(const NeuronModel& model, const ForwardBuffers& b, std::int64_t begin, std::int64_t end)
{
    if (isHalf(b.type))
        return forwardHalfCpu(model, b, begin, end);
    const FlushDenormals guard;
    std::int64_t outputs = 1 + (b.h != nullptr) + (b.vSeq != nullptr);
    for (const void* extra : b.extraSeq)
        outputs += extra != nullptr;
    const bool large = outputs * b.steps * b.neurons * std::int64_t(realSize(b.type)) > kLargeBytes;
    passesOf(model.neuron).forward[b.type == RealType::Float64][int(activeIsa())](model, b, begin, end, large);
}

void backwardCpu(const NeuronModel& model, const BackwardBuffers& b, std::int64_t begin, std::int64_t end,
                 double* gradLearnables)
{
    if (isHalf(b.type))
        return backwardHalfCpu(model, b, begin, end, gradLearnables);
    const FlushDenormals guard;
    const bool large = b.steps * b.neurons * std::int64_t(realSize(b.type)) > kLargeBytes;
    passesOf(model.neuron).backward[b.type == RealType::Float64][int(activeIsa())](model, b, begin, end, large,
                                                                                   gradLearnables);
}

} // namespace spw::kernels
