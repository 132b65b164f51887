// SPDX-License-Identifier: GPL-3.0-or-later
// The operators for scripts: torch.ops.load_library("libspw_ops.so"), then torch.ops.spw.neuron_forward(...).
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"
#include "kernels/torch/sequence_ops.h"

#include <torch/library.h>

namespace spw::ops {

namespace {

std::map<std::string, double> steepness(c10::optional<double> alpha)
{
    return alpha.has_value() ? std::map<std::string, double>{{"alpha", *alpha}} : std::map<std::string, double>{};
}

std::tuple<at::Tensor, at::Tensor, std::vector<at::Tensor>>
neuronForward(const at::Tensor& x, at::TensorList state, at::TensorList learnables, const std::string& neuron,
              const std::vector<std::string>& names, const std::vector<double>& values, const std::string& surrogate,
              c10::optional<double> alpha, bool detachReset, bool storeV)
{
    TORCH_CHECK(names.size() == values.size(), "Each parameter name needs one value.");
    NeuronConfig config;
    config.neuron = neuron;
    for (std::size_t i = 0; i < names.size(); ++i)
        config.params[names[i]] = values[i];
    config.surrogate = surrogate;
    config.surrogateParams = steepness(alpha);
    config.detachReset = detachReset;
    config.storeV = storeV;
    NeuronOutput out = runNeuron(x, state.vec(), learnables.vec(), config);
    if (!out.vSeq.defined())
        out.vSeq = at::empty({0}, x.options());   // a schema has no undefined tensor
    return {out.spikes, out.vSeq, out.state};
}

std::tuple<std::vector<at::Tensor>, std::vector<at::Tensor>>
sequenceForward(at::TensorList inputs, at::TensorList state, at::TensorList learnables, const std::string& neuron,
                const std::vector<std::string>& names, const std::vector<double>& values)
{
    TORCH_CHECK(names.size() == values.size(), "Each parameter name needs one value.");
    SequenceConfig config;
    config.neuron = neuron;
    for (std::size_t i = 0; i < names.size(); ++i)
        config.params[names[i]] = values[i];
    SequenceOutput out = runSequence(inputs.vec(), state.vec(), learnables.vec(), config);
    return {out.outputs, out.state};
}

at::Tensor primitive(const at::Tensor& x, const std::string& id, c10::optional<double> alpha)
{
    return surrogatePrimitive(x, id, steepness(alpha));
}

at::Tensor derivative(const at::Tensor& x, const std::string& id, c10::optional<double> alpha)
{
    return surrogateDerivative(x, id, steepness(alpha));
}

} // namespace

TORCH_LIBRARY(spw, library)
{
    library.def("neuron_forward(Tensor x, Tensor[] state, Tensor[] learnables, str neuron, str[] param_names, "
                "float[] param_values, str surrogate, float? alpha=None, bool detach_reset=False, "
                "bool store_v=False) -> (Tensor, Tensor, Tensor[])",
                neuronForward);
    library.def("sequence_forward(Tensor[] inputs, Tensor[] state, Tensor[] learnables, str neuron, str[] param_names, "
                "float[] param_values) -> (Tensor[], Tensor[])",
                sequenceForward);
    library.def("surrogate_primitive(Tensor x, str id, float? alpha=None) -> Tensor", primitive);
    library.def("surrogate_derivative(Tensor x, str id, float? alpha=None) -> Tensor", derivative);
}

} // namespace spw::ops
