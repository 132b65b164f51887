// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nodes/layers/common.h"
#include "core/nodes/synapses/lava_common.h"

namespace spw {
namespace {

ShapeAnswer lavaDenseShape(const ShapeQuery& q, NodeReport& report)
{
    const std::int64_t wanted = q.values.integer("in_neurons"), out = q.values.integer("out_neurons");
    Dim in;
    if (shapes::knowsAxes(q))
        in = shapes::product(q.inputs[0]->features);
    if (wanted != 0 && in && *in != wanted) {
        report.error("in_neurons",
                     "It expects " + std::to_string(wanted) + " neurons, its input has " + std::to_string(*in) + ".",
                     "Both must be equal.", "Set 'Input neurons' to 0 to take them from the input.", "SPW-S016");
        return shapes::refused(PortType::Sequence);
    }
    if (wanted != 0)
        in = wanted;
    if (!layers::checkMask(q.values, out, in, report))
        return shapes::refused(PortType::Sequence);
    ShapeAnswer answer{.outputs = {{.type = PortType::Sequence, .features = {out},
                                    .steps = q.inputs[0] ? q.inputs[0]->steps : Dim{}, .classes = {}}}};
    if (in) {
        answer.parameterCount =
            shapes::saturatingProduct({*in, out}) + (q.values.flag("weight_norm") ? out : 0);
        answer.multiplications = double(*in) * double(out);
    }
    return answer;
}

NodeSpec denseOf(bool complex)
{
    return {
        .id = complex ? "synapse.lava_complex_dense" : "synapse.lava_dense",
        .title = complex ? "Complex dense (lava)" : "Dense (lava)",
        .category = Category::Synapse,
        .caption = complex ? "Two wires: amplitude and phase." : "Every neuron reaches every other, in whole numbers.",
        .doc = "y[t] = W x[t]; maps are read as a list. Weights start uniform within weight_scale / "
               "sqrt(in_neurons)." + lava::aboutWeights(complex),
        .source = complex ? "lava-dl, slayer.synapse.complex.Dense" : "lava-dl, slayer.synapse.Dense",
        .inputs = {{"x", PortType::Sequence, "Spikes over time."}},
        .outputs = lava::outputs(complex),
        .params = lava::joined({{
                                    {.name = "in_neurons", .caption = "Input neurons", .type = ParamType::Int,
                                     .initial = 0, .range = between(0, 1'000'000'000),
                                     .doc = "Number of inputs; 0 takes it from what is connected.",
                                     .applies = Applies::Rebuild, .common = false},
                                    {.name = "out_neurons", .caption = "Output neurons", .type = ParamType::Int,
                                     .initial = 10, .range = between(1, 16'777'216), .doc = "Number of outputs.",
                                     .applies = Applies::Rebuild},
                                },
                                lava::weightParams(), layers::maskParams()}),
        .shape = [complex](const ShapeQuery& q, NodeReport& report) {
            return lava::answered(lavaDenseShape(q, report), complex);
        },
        .learns = true,
    };
}

} // namespace

const NodeSpec& lavaDenseSpec()
{
    static const NodeSpec spec = denseOf(false);
    return spec;
}

const NodeSpec& lavaComplexDenseSpec()
{
    static const NodeSpec spec = denseOf(true);
    return spec;
}

} // namespace spw
