// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/trace_gradient.h"
#include "kernels/torch/aten.h"

namespace spw::engine {

at::Tensor withTraceGradient(NodeModule& layer, const at::Tensor& spikes, const at::Tensor& trace)
{
    // What the layer makes of the trace counts with its gradient only, what it makes of the spikes with its value and
    // with the gradient at the spikes: there its tensors stand still.
    const at::Tensor fromTrace = layer.step({trace}).at(0);
    std::vector<at::Tensor> still;
    for (NamedTensor& parameter : layer.parameters())
        if (parameter.tensor.requires_grad())
            still.push_back(parameter.tensor.set_requires_grad(false));
    at::Tensor fromSpikes;
    try {
        fromSpikes = layer.step({spikes}).at(0);
    } catch (...) {
        for (at::Tensor& parameter : still)
            parameter.set_requires_grad(true);
        throw;
    }
    for (at::Tensor& parameter : still)
        parameter.set_requires_grad(true);
    return fromSpikes + (fromTrace - fromTrace.detach());
}

} // namespace spw::engine
