// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/neuron_ops.h"

#include "kernels/neuron_kernels.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/layout.h"
#include "kernels/torch/neuron_launch.h"
#include "kernels/torch/tensor_facts.h"

#include <torch/csrc/autograd/custom_function.h>

#include <cmath>
#include <memory>

namespace spw::ops {

namespace {

using kernels::NeuronModel;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What forward leaves for backward beside tensors. Kept alive by the node through an IValue capsule.
struct CallInfo : torch::CustomClassHolder {
    NeuronModel model;
    std::int64_t stateInputs = 0;
    bool storeV = false;
    at::ScalarType type = at::kFloat;   // of the sequences but h
};

NeuronModel makeModel(const NeuronConfig& config, at::TensorList learnables)
{
    std::vector<double> values;
    for (const at::Tensor& learnable : learnables) {
        TORCH_CHECK(learnable.defined() && learnable.numel() == 1, "Each learnable value of '", config.neuron,
                    "' must be a tensor of one element.");
        values.push_back(learnable.detach().item().toDouble());
    }
    return NeuronModel::make(config.neuron, config.params, values, config.surrogate, config.surrogateParams,
                             config.detachReset);
}

/// All that one fused forward pass makes.
struct Pass {
    at::Tensor x;   // as laid out for the kernels
    at::Tensor spikes, h, vSeq;
    std::vector<at::Tensor> initial, state, extraSeq;   // extraSeq[i - 1]: state variable i after each step
};

/// What states are computed and kept in, whatever the type of the sequences.
at::ScalarType stateType(at::ScalarType sequences) { return sequences == at::kDouble ? at::kDouble : at::kFloat; }

/// What h is saved in. Never bfloat16: it would move the slopes by more than a percent.
at::ScalarType savedType(const at::Tensor& x) { return isHalf(x) ? at::kHalf : x.scalar_type(); }

Pass forwardPass(const at::Tensor& input, at::TensorList initial, const NeuronModel& model, bool storeV, bool keepH)
{
    Pass pass;
    pass.x = timeMajor(input);
    const at::Tensor& x = pass.x;
    TORCH_CHECK(initial.empty() || int(initial.size()) == model.stateCount, "The neuron has ", model.stateCount,
                " state variables, ", initial.size(), " were given.");
    for (int i = 0; i < model.stateCount; ++i) {
        at::Tensor slice = emptySlice(x, stateType(x.scalar_type()));
        if (initial.empty()) {
            slice.fill_(model.initialState(i));
        } else {
            TORCH_CHECK(initial[std::size_t(i)].device() == x.device(),
                        "State and input of a neuron must be on the same device.");
            slice.copy_(initial[std::size_t(i)]);   // broadcasts a scalar
        }
        if (keepH)
            pass.initial.push_back(slice.clone());
        pass.state.push_back(slice);
    }
    pass.spikes = emptyLike(x);
    if (keepH) {
        pass.h = emptyLike(x, savedType(x));
        for (int i = 1; i < model.stateCount; ++i)
            pass.extraSeq.push_back(emptyLike(x));
    }
    if (storeV)
        pass.vSeq = emptyLike(x);
    if (x.numel() == 0)
        return pass;

    kernels::ForwardBuffers b;
    b.type = realType(x);
    b.steps = x.size(0);
    b.neurons = x.numel() / x.size(0);
    b.x = x.data_ptr();
    b.spikes = pass.spikes.data_ptr();
    b.h = keepH ? pass.h.data_ptr() : nullptr;
    b.vSeq = storeV ? pass.vSeq.data_ptr() : nullptr;
    for (int i = 0; i < model.stateCount; ++i) {
        b.state[i] = pass.state[std::size_t(i)].data_ptr();
        b.extraSeq[i] = keepH && i > 0 ? pass.extraSeq[std::size_t(i - 1)].data_ptr() : nullptr;
    }
    launchForward(model, b, x.device());
    return pass;
}

/// [spikes, vSeq if stored, final states...]
variable_list outputsOf(const Pass& pass)
{
    variable_list out{pass.spikes};
    if (pass.vSeq.defined())
        out.push_back(pass.vSeq);
    out.insert(out.end(), pass.state.begin(), pass.state.end());
    return out;
}

struct NeuronFunction : torch::autograd::Function<NeuronFunction> {
    /// `inputs`: x, then the initial states (all or none), then the learnables.
    static variable_list forward(AutogradContext* ctx, at::TensorList inputs, const NeuronConfig& config)
    {
        const std::size_t learnableCount =
            kernels::neurons()[std::size_t(kernels::neuronIndex(config.neuron))].learnableCount;
        const at::TensorList learnables = inputs.slice(inputs.size() - learnableCount);
        const at::TensorList initial = inputs.slice(1, inputs.size() - 1 - learnableCount);
        auto info = c10::make_intrusive<CallInfo>();
        info->model = makeModel(config, learnables);
        info->stateInputs = std::int64_t(initial.size());
        info->storeV = config.storeV;
        info->type = inputs[0].scalar_type();
        const Pass pass = forwardPass(inputs[0], initial, info->model, config.storeV, true);

        variable_list saved{pass.h};
        saved.insert(saved.end(), pass.initial.begin(), pass.initial.end());
        saved.insert(saved.end(), pass.extraSeq.begin(), pass.extraSeq.end());
        saved.insert(saved.end(), initial.begin(), initial.end());         // for the shapes of their gradients
        saved.insert(saved.end(), learnables.begin(), learnables.end());
        ctx->save_for_backward(saved);
        ctx->saved_data["call"] = at::IValue::make_capsule(info);
        ctx->set_materialize_grads(false);   // an unused output costs no tensor of zeros
        return outputsOf(pass);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        for (const at::Tensor& grad : grads)
            TORCH_CHECK(!(at::GradMode::is_enabled() && grad.defined() && grad.requires_grad()),
                        "A fused neuron has no second derivative: do not backpropagate with create_graph.");
        const auto call = c10::static_intrusive_pointer_cast<CallInfo>(ctx->saved_data["call"].toCapsule());
        const NeuronModel& model = call->model;
        const variable_list saved = ctx->get_saved_variables();
        const std::size_t states = std::size_t(model.stateCount);
        const at::Tensor& h = saved[0];
        const std::size_t firstExtra = 1 + states, firstInitial = firstExtra + states - 1;
        const std::size_t firstLearnable = firstInitial + std::size_t(call->stateInputs);

        std::size_t next = 0;
        const at::Tensor gradSpikes = grads[next].defined() ? inOrderOf(grads[next], h, call->type) : at::Tensor();
        ++next;
        at::Tensor gradV;
        if (call->storeV) {
            if (grads[next].defined())
                gradV = inOrderOf(grads[next], h, call->type);
            ++next;
        }
        std::vector<at::Tensor> gradState;
        for (std::size_t i = 0; i < states; ++i, ++next) {
            at::Tensor slice = emptySlice(h, stateType(call->type));
            grads[next].defined() ? slice.copy_(grads[next]) : slice.zero_();
            gradState.push_back(slice);
        }
        at::Tensor gradX = emptyLike(h, call->type);
        double sums[kernels::kMaxLearnables] = {};
        if (h.numel() > 0) {
            kernels::BackwardBuffers b;
            b.type = realType(gradX);
            b.steps = h.size(0);
            b.neurons = h.numel() / h.size(0);
            b.h = h.data_ptr();
            b.gradSpikes = gradSpikes.defined() ? gradSpikes.data_ptr() : nullptr;
            b.gradVSeq = gradV.defined() ? gradV.data_ptr() : nullptr;
            b.gradX = gradX.data_ptr();
            for (std::size_t i = 0; i < states; ++i) {
                b.initialState[i] = saved[1 + i].data_ptr();
                b.extraSeq[i] = i > 0 ? saved[firstExtra + i - 1].data_ptr() : nullptr;
                b.gradState[i] = gradState[i].data_ptr();
            }
            launchBackward(model, b, h.device(), sums);
        }

        variable_list result{gradX};
        for (std::size_t i = 0; i < std::size_t(call->stateInputs); ++i) {
            const at::Tensor& given = saved[firstInitial + i];
            at::Tensor grad = gradState[i];
            if (given.sizes() != grad.sizes())   // it was broadcast: sum back to its shape
                grad = grad.sum_to_size(given.sizes());
            result.push_back(grad.to(given.scalar_type()));
        }
        for (int k = 0; k < model.learnableCount; ++k) {
            const at::Tensor& given = saved[firstLearnable + std::size_t(k)];
            result.push_back(at::full(given.sizes(), sums[k], given.options()));
        }
        result.emplace_back();   // the configuration
        return result;
    }
};

template <class Compute>
at::Tensor elementwise(const at::Tensor& x, const Compute& compute)
{
    TORCH_CHECK(x.scalar_type() == at::kFloat || x.scalar_type() == at::kDouble || isHalf(x),
                "A surrogate takes float32, float64, float16 or bfloat16.");
    at::Tensor values = x.detach().to(at::kCPU, at::kDouble).contiguous().clone();
    double* data = values.data_ptr<double>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        data[i] = compute(data[i]);
    return values.to(x.device(), x.scalar_type());
}

/// Keeps a surrogate from forward to backward.
struct SurrogateCall : torch::CustomClassHolder {
    kernels::SurrogateChoice surrogate;
};

at::Tensor derivativeOf(const at::Tensor& x, const kernels::SurrogateChoice& surrogate)
{
    return elementwise(x, [&](double value) { return kernels::surrogateDerivative(surrogate, value); });
}

struct PrimitiveFunction : torch::autograd::Function<PrimitiveFunction> {
    static at::Tensor forward(AutogradContext* ctx, const at::Tensor& x, const kernels::SurrogateChoice& surrogate)
    {
        auto call = c10::make_intrusive<SurrogateCall>();
        call->surrogate = surrogate;
        ctx->save_for_backward({x});
        ctx->saved_data["call"] = at::IValue::make_capsule(call);
        return elementwise(x, [&](double value) { return kernels::surrogateValue(surrogate, value); });
    }
    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const auto call = c10::static_intrusive_pointer_cast<SurrogateCall>(ctx->saved_data["call"].toCapsule());
        return {grads[0].mul(derivativeOf(ctx->get_saved_variables()[0], call->surrogate)), at::Tensor()};
    }
};

/// Whether a pass can read and write 16-bit sequences itself.
bool storesHalf(const at::Tensor& x, const NeuronConfig& config, const kernels::NeuronInfo& info)
{
    const auto threshold = config.params.find("v_threshold");
    return info.stateCount == 1 && (x.is_cpu() || x.scalar_type() == at::kHalf) && threshold != config.params.end()
           && std::fabs(threshold->second) < kernels::kHalfThresholds;
}

} // namespace

NeuronOutput runNeuron(const at::Tensor& x, const std::vector<at::Tensor>& state,
                       const std::vector<at::Tensor>& learnables, const NeuronConfig& config)
{
    checkInput(x);
    const int index = kernels::neuronIndex(config.neuron);
    if (index < 0)
        throw std::invalid_argument("There is no fused neuron '" + config.neuron + "'.");
    const kernels::NeuronInfo& info = kernels::neurons()[std::size_t(index)];
    TORCH_CHECK(int(learnables.size()) == info.learnableCount, "The neuron '", config.neuron, "' has ",
                info.learnableCount, " learnable values, ", learnables.size(), " were given.");

    if (isHalf(x) && !storesHalf(x, config, info)) {
        NeuronOutput out = runNeuron(x.to(at::kFloat), state, learnables, config);
        out.spikes = out.spikes.to(x.scalar_type());
        if (out.vSeq.defined())
            out.vSeq = out.vSeq.to(x.scalar_type());
        return out;
    }

    std::vector<at::Tensor> inputs{x};
    inputs.insert(inputs.end(), state.begin(), state.end());
    inputs.insert(inputs.end(), learnables.begin(), learnables.end());
    variable_list out;
    if (anyNeedsGrad(inputs))
        out = NeuronFunction::apply(at::TensorList(inputs), config);
    else
        out = outputsOf(forwardPass(x, state, makeModel(config, learnables), config.storeV, false));

    NeuronOutput result;
    result.spikes = out[0];
    if (config.storeV)
        result.vSeq = out[1];
    result.state.assign(out.begin() + (config.storeV ? 2 : 1), out.end());
    return result;
}

int stateCount(const std::string& neuron)
{
    const int index = kernels::neuronIndex(neuron);
    if (index < 0)
        throw std::invalid_argument("There is no fused neuron '" + neuron + "'.");
    return kernels::neurons()[std::size_t(index)].stateCount;
}

std::vector<kernels::LearnableSpec> learnableSpecs(const std::string& neuron,
                                                   const std::map<std::string, double>& params)
{
    return kernels::learnableSpecs(neuron, params);
}

at::Tensor surrogatePrimitive(const at::Tensor& x, const std::string& id, const std::map<std::string, double>& params,
                              double threshold)
{
    return PrimitiveFunction::apply(x, kernels::SurrogateChoice::make(id, params, threshold));
}

at::Tensor surrogateDerivative(const at::Tensor& x, const std::string& id, const std::map<std::string, double>& params,
                               double threshold)
{
    return derivativeOf(x, kernels::SurrogateChoice::make(id, params, threshold));
}

} // namespace spw::ops
