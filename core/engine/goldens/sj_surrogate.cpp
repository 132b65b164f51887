// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/goldens/golden_case.h"
#include "core/engine/goldens/surrogate_names.h"
#include "kernels/surrogate/surrogate.h"
#include "kernels/torch/neuron_ops.h"

#include <ATen/ATen.h>

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
    for (const std::string& name : golden.params.names())
        if (name != "alpha")
            throw Skip{"the surrogate " + id + " has no parameter " + name};
    const double alpha = golden.params.at("alpha").real();
    const at::Tensor x = golden.input("x");

    Checks checks(golden);
    checks.spikes("spike", x.ge(0).to(at::kDouble));
    const auto slope = [&](const at::Tensor& at) { return ops::surrogateDerivative(at, id, alpha); };
    checks.gradient("x", besideKinks(slope, x, golden.grad("x")));
    if (golden.hasOutput("primitive")) {
        const auto primitive = [&](const at::Tensor& at) { return ops::surrogatePrimitive(at, id, alpha); };
        checks.analog("primitive", besideKinks(primitive, x, golden.output("primitive")));
    }
    if (golden.hasGrad("grad_primitive")) {
        const auto slopeOfPrimitive = [&](const at::Tensor& at) {
            const at::Tensor leaf = at.detach().clone().requires_grad_();
            ops::surrogatePrimitive(leaf, id, alpha).sum().backward();
            return leaf.grad();
        };
        checks.gradient("grad_primitive", besideKinks(slopeOfPrimitive, x, golden.grad("grad_primitive")));
    }
    return checks.result();
}

} // namespace spw::engine::golden
