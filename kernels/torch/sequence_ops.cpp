// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernels/torch/sequence_ops.h"

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

/// What forward leaves for backward beside tensors. Kept alive by the node through an IValue capsule.
struct SequenceCall : torch::CustomClassHolder {
    SequenceModel model;
    std::vector<std::vector<std::int64_t>> stateShapes;   // of the initial states that were given
    bool keepStates = false;
};

/// All that one fused forward pass makes.
struct SequencePass {
    std::vector<at::Tensor> x, learn, outputs, state, stateSeq, saved;
};

SequencePass forwardPass(at::TensorList inputs, at::TensorList initial, at::TensorList learnables,
                         const SequenceModel& model, bool keepStates, bool save)
{
    const SequenceInfo& info = model.info();
    SequencePass pass;
    pass.x.push_back(timeMajor(inputs[0]));
    const at::Tensor x = pass.x[0];
    for (int i = 1; i < info.inputs; ++i)
        pass.x.push_back(inOrderOf(inputs[std::size_t(i)], x));
    for (const at::Tensor& learnable : learnables) {
        at::Tensor slice = emptySlice(x);
        slice.copy_(learnable);   // broadcasts
        pass.learn.push_back(slice);
    }
    for (int i = 0; i < info.states; ++i) {
        at::Tensor slice = emptySlice(x);
        if (initial.empty()) {
            slice.fill_(model.initialState[i]);
        } else {
            TORCH_CHECK(initial[std::size_t(i)].device() == x.device(),
                        "State and input of a neuron must be on the same device.");
            slice.copy_(initial[std::size_t(i)]);
        }
        pass.state.push_back(slice);
        if (keepStates)
            pass.stateSeq.push_back(emptyLike(x));
    }
    for (int i = 0; i < info.outputs; ++i)
        pass.outputs.push_back(emptyLike(x));
    for (int i = 0; save && i < info.saved; ++i)
        pass.saved.push_back(emptyLike(x));
    if (x.numel() == 0)
        return pass;

    kernels::SequenceForward b;
    b.type = realType(x);
    b.steps = x.size(0);
    b.neurons = x.numel() / x.size(0);
    for (std::size_t i = 0; i < pass.x.size(); ++i)
        b.x[i] = pass.x[i].data_ptr();
    for (std::size_t i = 0; i < pass.learn.size(); ++i)
        b.learn[i] = pass.learn[i].data_ptr();
    for (std::size_t i = 0; i < pass.state.size(); ++i)
        b.state[i] = pass.state[i].data_ptr();
    for (std::size_t i = 0; i < pass.outputs.size(); ++i)
        b.y[i] = pass.outputs[i].data_ptr();
    for (std::size_t i = 0; i < pass.saved.size(); ++i)
        b.saved[i] = pass.saved[i].data_ptr();
    for (std::size_t i = 0; i < pass.stateSeq.size(); ++i)
        b.stateSeq[i] = pass.stateSeq[i].data_ptr();
    launchForward(model, b, x.device());
    return pass;
}

/// [outputs..., final states..., state sequences if kept...]
variable_list resultsOf(const SequencePass& pass)
{
    variable_list list(pass.outputs);
    list.insert(list.end(), pass.state.begin(), pass.state.end());
    list.insert(list.end(), pass.stateSeq.begin(), pass.stateSeq.end());
    return list;
}

struct SequenceFunction : torch::autograd::Function<SequenceFunction> {
    /// `tensors`: inputs, then the initial states (all or none), then the learnables, expanded to x[0].
    static variable_list forward(AutogradContext* ctx, at::TensorList tensors, const SequenceModel& model,
                                 bool keepStates)
    {
        const SequenceInfo& info = model.info();
        const std::size_t inputs = std::size_t(info.inputs), learnables = std::size_t(info.learnables);
        const at::TensorList initial = tensors.slice(inputs, tensors.size() - inputs - learnables);
        auto call = c10::make_intrusive<SequenceCall>();
        call->model = model;
        call->keepStates = keepStates;
        for (const at::Tensor& state : initial)
            call->stateShapes.push_back(state.sizes().vec());
        const SequencePass pass = forwardPass(tensors.slice(0, inputs), initial,
                                              tensors.slice(tensors.size() - learnables), model, keepStates, true);
        variable_list saved{at::empty_strided({0}, {1}, pass.x[0].options())};   // one at least: its type and device
        saved.insert(saved.end(), pass.saved.begin(), pass.saved.end());
        saved.insert(saved.end(), pass.learn.begin(), pass.learn.end());
        ctx->save_for_backward(saved);
        ctx->saved_data["call"] = at::IValue::make_capsule(call);
        ctx->saved_data["sizes"] = pass.x[0].sizes().vec();
        ctx->saved_data["strides"] = pass.x[0].strides().vec();
        ctx->set_materialize_grads(false);   // an unused output costs no tensor of zeros
        return resultsOf(pass);
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        for (const at::Tensor& grad : grads)
            TORCH_CHECK(!(at::GradMode::is_enabled() && grad.defined() && grad.requires_grad()),
                        "A fused neuron has no second derivative: do not backpropagate with create_graph.");
        const auto call = c10::static_intrusive_pointer_cast<SequenceCall>(ctx->saved_data["call"].toCapsule());
        const SequenceModel& model = call->model;
        const SequenceInfo& info = model.info();
        const variable_list saved = ctx->get_saved_variables();
        const auto sizes = ctx->saved_data["sizes"].toIntVector(), strides = ctx->saved_data["strides"].toIntVector();
        const auto newSequence = [&] { return at::empty_strided(sizes, strides, saved[0].options()); };
        std::vector<at::Tensor> gradX;
        for (int i = 0; i < info.inputs; ++i)
            gradX.push_back(newSequence());
        const at::Tensor& like = gradX[0];
        std::size_t next = 0;
        std::vector<at::Tensor> gradY, gradState, gradSeq, gradLearn;
        for (int i = 0; i < info.outputs; ++i, ++next)
            gradY.push_back(grads[next].defined() ? inOrderOf(grads[next], like) : at::Tensor());
        for (int i = 0; i < info.states; ++i, ++next) {
            gradState.push_back(emptySlice(like));
            grads[next].defined() ? gradState.back().copy_(grads[next]) : gradState.back().zero_();
        }
        for (int i = 0; call->keepStates && i < info.states; ++i, ++next)
            gradSeq.push_back(grads[next].defined() ? inOrderOf(grads[next], like) : at::Tensor());
        for (int i = 0; i < info.learnables; ++i)
            gradLearn.push_back(emptySlice(like).zero_());

        if (like.numel() > 0) {
            kernels::SequenceBackward b;
            b.type = realType(like);
            b.steps = like.size(0);
            b.neurons = like.numel() / like.size(0);
            for (int i = 0; i < info.saved; ++i)
                b.saved[i] = saved[1 + std::size_t(i)].data_ptr();
            for (int i = 0; i < info.learnables; ++i) {
                b.learn[i] = saved[1 + std::size_t(info.saved + i)].data_ptr();
                b.gradLearn[i] = gradLearn[std::size_t(i)].data_ptr();
            }
            for (std::size_t i = 0; i < gradY.size(); ++i)
                b.gradY[i] = gradY[i].defined() ? gradY[i].data_ptr() : nullptr;
            for (std::size_t i = 0; i < gradSeq.size(); ++i)
                b.gradStateSeq[i] = gradSeq[i].defined() ? gradSeq[i].data_ptr() : nullptr;
            for (std::size_t i = 0; i < gradState.size(); ++i)
                b.gradState[i] = gradState[i].data_ptr();
            for (std::size_t i = 0; i < gradX.size(); ++i)
                b.gradX[i] = gradX[i].data_ptr();
            launchBackward(model, b, like.device());
        }

        variable_list result(gradX);
        for (std::size_t i = 0; i < call->stateShapes.size(); ++i)   // a broadcast state: sum back to its shape
            result.push_back(gradState[i].sum_to_size(call->stateShapes[i]));
        result.insert(result.end(), gradLearn.begin(), gradLearn.end());
        result.emplace_back();   // the model
        result.emplace_back();   // keepStates
        return result;
    }
};

} // namespace

SequenceOutput runSequence(const std::vector<at::Tensor>& inputs, const std::vector<at::Tensor>& state,
                           const std::vector<at::Tensor>& learnables, const SequenceConfig& config)
{
    const SequenceModel model =
        SequenceModel::make(config.neuron, config.params, config.surrogate, config.surrogateParams);
    const SequenceInfo& info = model.info();
    TORCH_CHECK(int(inputs.size()) == info.inputs, "The neuron '", config.neuron, "' has ", info.inputs,
                " inputs, ", inputs.size(), " were given.");
    for (const at::Tensor& x : inputs) {
        checkInput(x);
        TORCH_CHECK(x.sizes() == inputs[0].sizes() && x.scalar_type() == inputs[0].scalar_type()
                        && x.device() == inputs[0].device(),
                    "The inputs of a neuron must have one shape, one type and one device.");
    }
    if (!inputs.empty() && isHalf(inputs[0])) {   // saved values decide about slopes: they stay float32
        std::vector<at::Tensor> wide;
        for (const at::Tensor& x : inputs)
            wide.push_back(x.to(at::kFloat));
        SequenceOutput out = runSequence(wide, state, learnables, config);
        for (std::vector<at::Tensor>* list : {&out.outputs, &out.stateSeq})
            for (at::Tensor& sequence : *list)
                sequence = sequence.to(inputs[0].scalar_type());
        return out;
    }
    TORCH_CHECK(state.empty() || int(state.size()) == info.states, "The neuron '", config.neuron, "' has ",
                info.states, " state variables, ", state.size(), " were given.");
    TORCH_CHECK(int(learnables.size()) == info.learnables, "The neuron '", config.neuron, "' has ", info.learnables,
                " learnable values, ", learnables.size(), " were given.");

    std::vector<at::Tensor> tensors(inputs);
    const c10::IntArrayRef slice = inputs[0].sizes().slice(1);
    for (const at::Tensor& value : state) {
        TORCH_CHECK(value.defined(), "A state of a neuron is missing.");
        tensors.push_back(value.scalar_type() == inputs[0].scalar_type() ? value
                                                                         : value.to(inputs[0].scalar_type()));
    }
    for (const at::Tensor& value : learnables) {
        TORCH_CHECK(value.defined(), "A learnable value of a neuron is missing.");
        at::Tensor typed = value.scalar_type() == inputs[0].scalar_type() ? value : value.to(inputs[0].scalar_type());
        if (typed.numel() == 1)   // one number of any shape serves the whole layer
            typed = typed.reshape({});
        tensors.push_back(typed.expand(slice));   // autograd sums what is expanded
    }
    variable_list results;
    if (anyNeedsGrad(tensors)) {
        results = SequenceFunction::apply(at::TensorList(tensors), model, config.keepStates);
    } else {
        const at::TensorList all(tensors);
        results = resultsOf(forwardPass(all.slice(0, inputs.size()), all.slice(inputs.size(), state.size()),
                                        all.slice(inputs.size() + state.size()), model, config.keepStates, false));
    }
    SequenceOutput output;
    const auto states = results.begin() + info.outputs, sequences = states + info.states;
    output.outputs.assign(results.begin(), states);
    output.state.assign(states, sequences);
    output.stateSeq.assign(sequences, results.end());
    return output;
}

} // namespace spw::ops
