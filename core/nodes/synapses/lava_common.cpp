// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/synapses/lava_common.h"

namespace spw::lava {

ParamSpec scaleParam()
{
    return {.name = "scale", .caption = "Whole numbers in 1.0", .type = ParamType::Int, .initial = 64,
            .range = between(1, 1'048'576),
            .doc = "Weights are multiples of 2 / scale, thresholds of 1 / scale, states of 1 / (64 scale).",
            .common = false};
}

std::vector<ParamSpec> hookParams()
{
    return {
        {.name = "pre_hook_fx", .caption = "Rounding", .type = ParamType::Choice, .initial = "quantize_8bit",
         .doc = "What is done to the numbers before each use; the gradient passes straight through it.",
         .choices = {{"quantize_8bit", "8 bits: -256/scale to 254/scale"},
                     {"quantize_hook_fx", "A number of bits"},
                     {"none", "None"}}},
        {.name = "num_bits", .caption = "Bits", .type = ParamType::Int, .initial = 8, .range = between(1, 16),
         .doc = "Numbers are clamped to -2 * 2^bits to 2 * (2^bits - 1), over scale.", .common = false,
         .visibleWhen = "pre_hook_fx=quantize_hook_fx"},
        scaleParam(),
    };
}

std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists)
{
    std::vector<ParamSpec> all;
    for (std::vector<ParamSpec>& list : lists)
        for (ParamSpec& spec : list)
            all.push_back(std::move(spec));
    return all;
}

std::vector<ParamSpec> weightParams()
{
    return joined({{
                       {.name = "weight_scale", .caption = "Weight scale", .type = ParamType::Real, .initial = 1.0,
                        .range = anyReal(), .doc = "Factor on the first weights, so that enough spikes get through.",
                        .applies = Applies::Rebuild},
                       {.name = "weight_norm", .caption = "Weight norm", .type = ParamType::Bool, .initial = false,
                        .doc = "Learn length and direction of each output's weights apart: w = g v / |v|.",
                        .applies = Applies::Rebuild, .common = false},
                   },
                   hookParams()});
}

std::vector<PortSpec> outputs(bool complex)
{
    if (!complex)
        return {{"y", PortType::Sequence, "What the neurons receive."}};
    return {{"real", PortType::Sequence, "Through the real weights, for the real part of a resonator."},
            {"imag", PortType::Sequence, "Through the imaginary weights."}};
}

ShapeAnswer answered(ShapeAnswer simple, bool complex)
{
    if (complex) {
        simple.outputs.push_back(simple.outputs.front());
        simple.parameterCount = shapes::saturatingProduct({2, simple.parameterCount});
        simple.multiplications *= 2;
    }
    return simple;
}

std::string aboutWeights(bool complex)
{
    return std::string(complex ? " Two sets of weights read the same input: y_re = W_re x, y_im = W_im x." : "") +
           " There is no bias. Before each use a weight is rounded to a multiple of 2/scale (halves to even) and "
           "clamped to -256/scale..254/scale; the gradient passes as if it had not been.";
}

} // namespace spw::lava
