// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/recurrent_ops.h"

#include "kernels/torch/aten.h"
#include "kernels/torch/layout.h"
#include "kernels/torch/neuron_launch.h"
#include "kernels/torch/tensor_facts.h"

#include <torch/csrc/autograd/custom_function.h>

namespace spw::ops {

namespace {

using kernels::SequenceInfo;
using kernels::SequenceModel;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct RecurrentCall : torch::CustomClassHolder {
    SequenceModel model;
    std::size_t states = 0;   // that were given
    bool hasBias = false, hasLast = false, keepStates = false;
};

/// Where step t of a sequence [T, N, M] begins.
void* stepOf(const at::Tensor& sequence, std::int64_t t)
{
    return static_cast<char*>(sequence.data_ptr()) + t * sequence.stride(0) * sequence.element_size();
}

/// The forward pass on contiguous [T, N, M].
struct RecurrentPass {
    at::Tensor y, last;   // last: before the first step, [N, M]
    std::vector<at::Tensor> learn, state, stateSeq, saved;
};

RecurrentPass forwardPass(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias, const at::Tensor& last,
                          at::TensorList initial, at::TensorList learnables, const SequenceModel& model,
                          bool keepStates, bool save)
{
    const SequenceInfo& info = model.info();
    const std::int64_t steps = x.size(0), samples = x.size(1), units = x.size(2);
    RecurrentPass pass;
    pass.y = at::empty_like(x);
    pass.last = last.defined() ? last.reshape({samples, units}).to(x.scalar_type()) : at::zeros({samples, units}, x.options());
    for (const at::Tensor& learnable : learnables)
        pass.learn.push_back(learnable.reshape({samples, units}).contiguous());
    for (int i = 0; i < info.states; ++i) {
        pass.state.push_back(initial.empty() ? at::full({samples, units}, model.initialState[i], x.options())
                                             : initial[std::size_t(i)].expand({samples, units}).clone());
        if (keepStates)
            pass.stateSeq.push_back(at::empty_like(x));
    }
    for (int i = 0; save && i < info.saved; ++i)
        pass.saved.push_back(at::empty_like(x));
    if (x.numel() == 0)
        return pass;

    at::Tensor total = at::empty({samples, units}, x.options());
    const at::Tensor transposed = weight.t();
    kernels::SequenceForward b;
    b.type = realType(x);
    b.steps = 1;
    b.neurons = samples * units;
    b.x[0] = total.data_ptr();
    for (std::size_t i = 0; i < pass.learn.size(); ++i)
        b.learn[i] = pass.learn[i].data_ptr();
    for (std::size_t i = 0; i < pass.state.size(); ++i)
        b.state[i] = pass.state[i].data_ptr();
    for (std::int64_t t = 0; t < steps; ++t) {
        at::addmm_out(total, x.select(0, t), t > 0 ? pass.y.select(0, t - 1) : pass.last, transposed);
        // Before the first step of a sequence there was no output, so neither was its bias; after it there is.
        if (bias.defined() && (t > 0 || last.defined()))
            total.add_(bias);
        b.y[0] = stepOf(pass.y, t);
        for (std::size_t i = 0; i < pass.saved.size(); ++i)
            b.saved[i] = stepOf(pass.saved[i], t);
        for (std::size_t i = 0; i < pass.stateSeq.size(); ++i)
            b.stateSeq[i] = stepOf(pass.stateSeq[i], t);
        launchForward(model, b, x.device());
    }
    return pass;
}

/// [y, final states..., state sequences if kept...]
variable_list resultsOf(const RecurrentPass& pass)
{
    variable_list list{pass.y};
    list.insert(list.end(), pass.state.begin(), pass.state.end());
    list.insert(list.end(), pass.stateSeq.begin(), pass.stateSeq.end());
    return list;
}

struct RecurrentFunction : torch::autograd::Function<RecurrentFunction> {
    /// `tensors`: x, weight, bias if any, last if any, states (all or none), learnables expanded to [N, M].
    static variable_list forward(AutogradContext* ctx, at::TensorList tensors, const RecurrentCall& what)
    {
        auto call = c10::make_intrusive<RecurrentCall>(what);
        std::size_t next = 2;
        const at::Tensor bias = call->hasBias ? tensors[next++] : at::Tensor();
        const at::Tensor last = call->hasLast ? tensors[next++] : at::Tensor();
        const RecurrentPass pass =
            forwardPass(tensors[0], tensors[1], bias, last, tensors.slice(next, call->states),
                        tensors.slice(next + call->states), call->model, call->keepStates, true);
        variable_list saved{tensors[1], pass.y, pass.last};
        saved.insert(saved.end(), pass.saved.begin(), pass.saved.end());
        saved.insert(saved.end(), pass.learn.begin(), pass.learn.end());
        ctx->save_for_backward(saved);
        ctx->saved_data["call"] = at::IValue::make_capsule(call);
        ctx->set_materialize_grads(false);
        return resultsOf(pass);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        for (const at::Tensor& grad : grads)
            TORCH_CHECK(!(at::GradMode::is_enabled() && grad.defined() && grad.requires_grad()),
                        "A fused neuron has no second derivative: do not backpropagate with create_graph.");
        const auto call = c10::static_intrusive_pointer_cast<RecurrentCall>(ctx->saved_data["call"].toCapsule());
        const SequenceModel& model = call->model;
        const SequenceInfo& info = model.info();
        const variable_list saved = ctx->get_saved_variables();
        const at::Tensor &weight = saved[0], &y = saved[1], &last = saved[2];
        const std::int64_t steps = y.size(0), samples = y.size(1), units = y.size(2);

        at::Tensor gradTotal = at::empty_like(y), gradOut = at::empty({samples, units}, y.options());
        std::vector<at::Tensor> gradState, gradSeq, gradLearn;
        std::size_t next = 1;
        for (int i = 0; i < info.states; ++i, ++next)
            gradState.push_back(grads[next].defined() ? grads[next].contiguous().clone()
                                                      : at::zeros({samples, units}, y.options()));
        for (int i = 0; call->keepStates && i < info.states; ++i, ++next)
            gradSeq.push_back(grads[next].defined() ? grads[next].contiguous() : at::Tensor());
        for (int i = 0; i < info.learnables; ++i)
            gradLearn.push_back(at::zeros({samples, units}, y.options()));

        kernels::SequenceBackward b;
        b.type = realType(y);
        b.steps = 1;
        b.neurons = samples * units;
        b.gradY[0] = gradOut.data_ptr();
        for (std::size_t i = 0; i < gradLearn.size(); ++i) {
            b.learn[i] = saved[3 + std::size_t(info.saved) + i].data_ptr();
            b.gradLearn[i] = gradLearn[i].data_ptr();
        }
        for (std::size_t i = 0; i < gradState.size(); ++i)
            b.gradState[i] = gradState[i].data_ptr();
        for (std::int64_t t = steps - 1; t >= 0 && y.numel() > 0; --t) {
            const bool outside = grads[0].defined(), inside = t + 1 < steps;
            if (outside && inside)
                at::addmm_out(gradOut, grads[0].select(0, t), gradTotal.select(0, t + 1), weight);
            else if (inside)
                at::mm_out(gradOut, gradTotal.select(0, t + 1), weight);
            else if (outside)
                gradOut.copy_(grads[0].select(0, t));
            else
                gradOut.zero_();
            for (int i = 0; i < info.saved; ++i)
                b.saved[i] = stepOf(saved[3 + std::size_t(i)], t);
            for (std::size_t i = 0; i < gradSeq.size(); ++i)
                b.gradStateSeq[i] = gradSeq[i].defined() ? stepOf(gradSeq[i], t) : nullptr;
            b.gradX[0] = stepOf(gradTotal, t);
            launchBackward(model, b, y.device());
        }

        variable_list result{gradTotal};
        const at::Tensor before = at::cat({last.unsqueeze(0), y.narrow(0, 0, steps > 0 ? steps - 1 : 0)});
        const at::Tensor flatGrad = gradTotal.reshape({-1, units});
        result.push_back(steps > 0 ? at::mm(flatGrad.t(), before.reshape({-1, units})) : at::zeros_like(weight));
        if (call->hasBias) {
            const std::int64_t first = call->hasLast || steps == 0 ? 0 : 1;   // the step that it was not added to
            result.push_back(gradTotal.narrow(0, first, steps - first).sum(at::IntArrayRef{0, 1}));
        }
        if (call->hasLast)
            result.push_back(steps > 0 ? at::mm(gradTotal.select(0, 0), weight) : at::zeros_like(last));
        for (std::size_t i = 0; i < call->states; ++i)
            result.push_back(gradState[i]);
        result.insert(result.end(), gradLearn.begin(), gradLearn.end());
        result.emplace_back();   // the call
        return result;
    }
};

} // namespace

RecurrentOutput runRecurrent(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias,
                             const at::Tensor& last, const std::vector<at::Tensor>& state,
                             const std::vector<at::Tensor>& learnables, const SequenceConfig& config)
{
    checkInput(x);
    TORCH_CHECK(x.dim() >= 3, "A recurrent layer needs an input [T, N, ...], not ", x.sizes(), ".");
    if (isHalf(x)) {
        RecurrentOutput out = runRecurrent(x.to(at::kFloat), weight, bias, last, state, learnables, config);
        for (std::vector<at::Tensor>* list : {&out.sequence.outputs, &out.sequence.stateSeq})
            for (at::Tensor& sequence : *list)
                sequence = sequence.to(x.scalar_type());
        return out;
    }
    RecurrentCall call;
    call.model = SequenceModel::make(config.neuron, config.params, config.surrogate, config.surrogateParams);
    const SequenceInfo& info = call.model.info();
    TORCH_CHECK(info.inputs == 1 && info.outputs == 1, "The neuron '", config.neuron,
                "' cannot be recurrent: it has more than one input or output.");
    TORCH_CHECK(state.empty() || int(state.size()) == info.states, "The neuron '", config.neuron, "' has ",
                info.states, " state variables, ", state.size(), " were given.");
    TORCH_CHECK(int(learnables.size()) == info.learnables, "The neuron '", config.neuron, "' has ", info.learnables,
                " learnable values, ", learnables.size(), " were given.");
    const std::int64_t samples = x.size(1), units = x.numel() == 0 ? weight.size(0) : x.numel() / (x.size(0) * samples);
    TORCH_CHECK(weight.dim() == 2 && weight.size(0) == units && weight.size(1) == units,
                "The recurrent weights must be [", units, ", ", units, "], not ", weight.sizes(), ".");
    const auto typed = [&](const at::Tensor& value) {
        return value.scalar_type() == x.scalar_type() ? value : value.to(x.scalar_type());
    };
    const std::vector<std::int64_t> flat{x.size(0), samples, units};
    const std::vector<std::int64_t> slice = x.sizes().slice(1).vec();
    std::vector<at::Tensor> tensors{x.reshape(flat).contiguous(), typed(weight)};
    call.hasBias = bias.defined();
    call.hasLast = last.defined();
    call.states = state.size();
    call.keepStates = config.keepStates;
    if (call.hasBias)
        tensors.push_back(typed(bias));
    if (call.hasLast)
        tensors.push_back(typed(last).expand(slice).reshape({samples, units}));
    for (const at::Tensor& value : state)
        tensors.push_back(typed(value).expand(slice).reshape({samples, units}));
    for (const at::Tensor& value : learnables)
        tensors.push_back((value.numel() == 1 ? typed(value).reshape({}) : typed(value)).expand(slice).reshape({samples, units}));

    variable_list results;
    if (anyNeedsGrad(tensors)) {
        results = RecurrentFunction::apply(at::TensorList(tensors), call);
    } else {
        std::size_t next = 2;
        const at::Tensor ownBias = call.hasBias ? tensors[next++] : at::Tensor();
        const at::Tensor ownLast = call.hasLast ? tensors[next++] : at::Tensor();
        const at::TensorList all(tensors);
        results = resultsOf(forwardPass(tensors[0], tensors[1], ownBias, ownLast, all.slice(next, call.states),
                                        all.slice(next + call.states), call.model, call.keepStates, false));
    }
    RecurrentOutput out;
    out.sequence.outputs = {results[0].reshape(x.sizes())};
    for (int i = 0; i < info.states; ++i)
        out.sequence.state.push_back(results[std::size_t(1 + i)].reshape(slice));
    for (std::size_t i = std::size_t(1 + info.states); i < results.size(); ++i)
        out.sequence.stateSeq.push_back(results[i].reshape(x.sizes()));
    if (x.size(0) > 0)
        out.last = out.sequence.outputs[0].select(0, x.size(0) - 1);
    return out;
}

} // namespace spw::ops
