// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/recompute.h"

#include "kernels/torch/aten.h"

#include <torch/csrc/autograd/autograd.h>
#include <torch/csrc/autograd/custom_function.h>

namespace spw::engine {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct RunHolder : torch::CustomClassHolder {
    explicit RunHolder(Recomputable given) : run(std::move(given)) {}
    Recomputable run;
};

struct Recompute : torch::autograd::Function<Recompute> {
    /// @param anchor  asks for a gradient, so that backward comes here even if no input does (weights inside may).
    static variable_list forward(AutogradContext* ctx, const at::Tensor& anchor, at::TensorList given,
                                 c10::intrusive_ptr<RunHolder> holder)
    {
        (void)anchor;
        const variable_list inputs(given.begin(), given.end());
        ctx->save_for_backward(inputs);
        const at::AutoGradMode off(false);
        variable_list outputs = holder->run(inputs, false);
        ctx->saved_data["run"] = c10::IValue::make_capsule(std::move(holder));
        return outputs;
    }

    static variable_list backward(AutogradContext* ctx, variable_list grads)
    {
        const auto holder =
            c10::static_intrusive_pointer_cast<RunHolder>(ctx->saved_data["run"].toCapsule());
        variable_list inputs;
        for (const at::Tensor& input : ctx->get_saved_variables())
            inputs.push_back(input.detach().set_requires_grad(input.is_floating_point() && input.requires_grad()));
        variable_list outputs, outputGrads;
        {
            const at::AutoGradMode on(true);
            const variable_list made = holder->run(inputs, true);
            for (std::size_t i = 0; i < made.size(); ++i)
                if (made[i].requires_grad() && grads[i].defined()) {
                    outputs.push_back(made[i]);
                    outputGrads.push_back(grads[i]);
                }
        }
        if (!outputs.empty())
            torch::autograd::backward(outputs, outputGrads);
        variable_list result{at::Tensor()};
        for (const at::Tensor& input : inputs)
            result.push_back(input.requires_grad() ? input.grad() : at::Tensor());
        result.push_back(at::Tensor());
        return result;
    }
};

} // namespace

Tensors recomputed(const Recomputable& run, const Tensors& inputs)
{
    if (!at::GradMode::is_enabled())
        return run(inputs, false);
    const at::Tensor anchor = at::zeros({1}, at::kFloat).set_requires_grad(true);
    return Recompute::apply(anchor, at::TensorList(inputs), c10::make_intrusive<RunHolder>(run));
}

} // namespace spw::engine
