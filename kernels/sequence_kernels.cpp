// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/sequence_kernels.h"

#include "kernels/cpu/flush_denormals.h"
#include "kernels/cpu/isa.h"
#include "kernels/cpu/sequence_levels.h"
#include "kernels/dynamics/sequence_list.h"
#include "kernels/surrogate/surrogate.h"

#include <new>
#include <stdexcept>
#include <type_traits>

namespace spw::kernels {

// The compile units that CMake generates from the list.
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    void forward##Functor(const SequenceModel&, const SequenceForward&, std::int64_t, std::int64_t, bool);        \
    void backward##Functor(const SequenceModel&, const SequenceBackward&, std::int64_t, std::int64_t, bool);
namespace level_scalar {
#include "kernels/dynamics/sequence_list.h"
}
#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    void forward##Functor(const SequenceModel&, const SequenceForward&, std::int64_t, std::int64_t, bool);        \
    void backward##Functor(const SequenceModel&, const SequenceBackward&, std::int64_t, std::int64_t, bool);
namespace level_avx2 {
#include "kernels/dynamics/sequence_list.h"
}
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    void forward##Functor(const SequenceModel&, const SequenceForward&, std::int64_t, std::int64_t, bool);        \
    void backward##Functor(const SequenceModel&, const SequenceBackward&, std::int64_t, std::int64_t, bool);
namespace level_avx512 {
#include "kernels/dynamics/sequence_list.h"
}
#endif

namespace {

/// Above this many bytes of output a pass writes past the cache: twice the L2 of one core (2 MB).
constexpr std::int64_t kLargeBytes = 4 * 1024 * 1024;

/// The passes of one neuron for every instruction set, in the order of Isa.
struct Passes {
    SequenceForwardPass forward[3];
    SequenceBackwardPass backward[3];
};

const Passes& passesOf(int neuron)
{
    static const std::vector<Passes> list{
#if defined(SPW_HAVE_X86_LEVELS)
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    {{level_scalar::forward##Functor, level_avx2::forward##Functor, level_avx512::forward##Functor},              \
     {level_scalar::backward##Functor, level_avx2::backward##Functor, level_avx512::backward##Functor}},
#else
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    {{level_scalar::forward##Functor, nullptr, nullptr}, {level_scalar::backward##Functor, nullptr, nullptr}},
#endif
#include "kernels/dynamics/sequence_list.h"
    };
    return list[std::size_t(neuron)];
}

template <class Functor>
void setParameters(SequenceModel& model, const NamedValues& params)
{
    using P32 = typename Functor::template Parameters<float>;
    using P64 = typename Functor::template Parameters<double>;
    static_assert(sizeof(P32) <= sizeof model.parameters32 && sizeof(P64) <= sizeof model.parameters64);
    static_assert(std::is_trivially_copyable_v<P32> && std::is_trivially_copyable_v<P64>);
    static_assert(Functor::kInputs >= 1 && Functor::kInputs <= kMaxSequenceInputs);
    static_assert(Functor::kOutputs >= 1 && Functor::kOutputs <= kMaxSequenceOutputs);
    static_assert(Functor::kStates <= kMaxSequenceStates && Functor::kSaved <= kMaxSequenceSaved);
    static_assert(Functor::kLearnables <= kMaxSequenceLearnables);
    new (model.parameters32) P32(Functor::template parameters<float>(params));
    const P64 p = Functor::template parameters<double>(params);
    new (model.parameters64) P64(p);
    for (int i = 0; i < Functor::kStates; ++i)
        model.initialState[i] = Functor::initialState(p, i);
}

int checkedNeuron(std::string_view id)
{
    const int index = sequenceIndex(id);
    if (index < 0)
        throw std::invalid_argument("There is no sequence neuron '" + std::string(id) + "'.");
    return index;
}

} // namespace

const std::vector<SequenceInfo>& sequenceNeurons()
{
    static const std::vector<SequenceInfo> list{
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    {id, Functor::kInputs, Functor::kOutputs, Functor::kStates, Functor::kSaved, Functor::kLearnables,            \
     Functor::kSpikes},
#include "kernels/dynamics/sequence_list.h"
    };
    return list;
}

int sequenceIndex(std::string_view id)
{
    for (std::size_t i = 0; i < sequenceNeurons().size(); ++i)
        if (sequenceNeurons()[i].id == id)
            return int(i);
    return -1;
}

std::vector<LearnableSpec> sequenceLearnables(std::string_view neuron, const NamedValues& params)
{
    int index = checkedNeuron(neuron);
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        return Functor::learnables(params);
#include "kernels/dynamics/sequence_list.h"
    return {};
}

SequenceModel SequenceModel::make(std::string_view neuron, const NamedValues& params, std::string_view surrogate,
                                  const NamedValues& surrogateParams)
{
    SequenceModel model;
    model.neuron = checkedNeuron(neuron);
    if (model.info().spikes) {
        model.surrogate = surrogateIndex(surrogate);
        const auto alpha = surrogateParams.find("alpha");
        model.alpha = alpha != surrogateParams.end() ? alpha->second
                      : model.surrogate >= 0         ? surrogates()[std::size_t(model.surrogate)].defaultAlpha
                                                     : 1.0;
        surrogateDerivative(surrogate, model.alpha, 0.0);   // throws if the id or alpha is wrong
    }
    int index = model.neuron;
#define SPW_SEQUENCE(Functor, id, spec)                                                                           \
    if (index-- == 0)                                                                                              \
        setParameters<Functor>(model, params);
#include "kernels/dynamics/sequence_list.h"
    return model;
}

void sequenceForwardCpu(const SequenceModel& model, const SequenceForward& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    const SequenceInfo& info = model.info();
    std::int64_t outputs = info.outputs + (b.saved[0] ? info.saved : 0);
    for (const void* sequence : b.stateSeq)
        outputs += sequence != nullptr;
    const bool large = outputs * b.steps * b.neurons * std::int64_t(realSize(b.type)) > kLargeBytes;
    passesOf(model.neuron).forward[int(activeIsa())](model, b, begin, end, large);
}

void sequenceBackwardCpu(const SequenceModel& model, const SequenceBackward& b, std::int64_t begin, std::int64_t end)
{
    const FlushDenormals guard;
    const bool large = model.info().inputs * b.steps * b.neurons * std::int64_t(realSize(b.type)) > kLargeBytes;
    passesOf(model.neuron).backward[int(activeIsa())](model, b, begin, end, large);
}

} // namespace spw::kernels
