// SPDX-License-Identifier: GPL-3.0-or-later
// Batch normalisation for lines, pictures and volumes and its kin for spikes; group normalisation; NeuNorm.
#include "core/nodes/layers/common.h"

namespace spw {
namespace {

enum class NormKind { Batch, Threshold, TemporalEffective, ThroughTime };

/// Flat features are fine for 1d: [T, N, C] as well as [T, N, C, L].
bool fits(const ShapeQuery& q, int dims, NodeReport& report)
{
    if (dims == 1 && shapes::knowsAxes(q) && q.inputs[0]->features.size() == 1)
        return true;
    return layers::isMaps(q, dims, report);
}

/// Steps that a layer with numbers for each step is made for: parameter T, or those of the input.
bool stepsOf(const ShapeQuery& q, Dim& steps, NodeReport& report)
{
    const std::int64_t wanted = q.values.integer("T");
    if (q.inputs[0])
        steps = q.inputs[0]->steps;
    if (wanted != 0 && steps && *steps > wanted) {
        report.error("T", "It has numbers for " + std::to_string(wanted) + " steps, its input has " + std::to_string(*steps) + ".",
                     "Each step has its own.", "Raise 'Steps', or set it to 0 to take them from the input.", "SPW-S021");
        return false;
    }
    if (wanted != 0)
        steps = wanted;
    return true;
}

NodeSpec normSpec(int dims, NormKind kind)
{
    const std::string d = std::to_string(dims) + "d";
    NodeSpec spec{
        .id = "layer.batch_norm" + d,
        .title = "BatchNorm" + d,
        .category = Category::Layer,
        .caption = "Centre and scale every feature.",
        .doc = "y = weight (x - mean) / sqrt(var + eps) + bias for each channel. In training mean and variance are taken "
               "over all steps, samples and places; otherwise the running values are used, which follow with "
               "running = (1 - momentum) running + momentum batch.",
        .source = "SpikingJelly, layer.BatchNorm" + d + "; Ioffe, Szegedy 2015",
        .inputs = layers::mapsIn(dims),
        .outputs = layers::mapsOut(dims, "The same maps, normalised."),
        .params = {
            layers::number("num_features", "Channels", 0, between(0, 65536),
                           "Maps of the input; 0 takes the number from what is connected.", false),
            {.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-5, .range = above(0),
             .doc = "Keeps the division finite where the variance is 0.", .common = false},
            {.name = "momentum", .caption = "Momentum", .type = ParamType::Real, .initial = 0.1,
             .range = between(0, 1), .doc = "Share of each new batch in the running mean and variance."},
        },
        .learns = true,
    };
    if (kind == NormKind::Threshold) {
        spec.id = "layer.threshold_dependent_batch_norm" + d;
        spec.title = "tdBN " + d;
        spec.caption = "Normalises so that the membrane reaches threshold about as often as it should.";
        spec.doc += " The weight starts at alpha v_th, so that inputs spread as wide as the threshold is high.";
        spec.source = "SpikingJelly, layer.ThresholdDependentBatchNorm" + d + "; Zheng and others 2021";
        spec.params.push_back({.name = "alpha", .caption = "Alpha", .type = ParamType::Real, .initial = 1.0, .range = anyReal(),
                               .doc = "Factor of the first weight; 1 on a single path, 1/sqrt(n) where n paths join."});
        spec.params.push_back({.name = "v_th", .caption = "Threshold", .type = ParamType::Real, .initial = 1.0,
                               .range = anyReal(), .doc = "Threshold of the neurons that follow."});
    } else if (kind == NormKind::TemporalEffective) {
        spec.id = "layer.temporal_effective_batch_norm" + d;
        spec.title = "TEBN " + d;
        spec.caption = "One scale per time step.";
        spec.doc += " Then step t is multiplied by a learned p[t], which starts at 1.";
        spec.source = "SpikingJelly, layer.TemporalEffectiveBatchNorm" + d + "; Duan and others 2022";
    } else if (kind == NormKind::ThroughTime) {
        spec.id = "layer.batch_norm_through_time" + d;
        spec.title = "BNTT " + d;
        spec.caption = "A normalisation of its own for each time step.";
        spec.doc = "At step t y = weight[t] (x - mean[t]) / sqrt(var[t] + eps) for each channel, without bias: every step "
                   "has its own weight and its own statistics over samples and places.";
        spec.source = "SpikingJelly, layer.BatchNormThroughTime" + d + "; Kim, Panda 2021";
    }
    if (kind == NormKind::TemporalEffective || kind == NormKind::ThroughTime) {
        spec.params.insert(spec.params.begin(), layers::number("T", "Steps", 0, between(0, 100'000),
                                                               "Steps it has numbers for; 0 takes them from the input.", false));
    }
    if (kind == NormKind::TemporalEffective)
        spec.params.push_back(layers::flag("first_scale_only", "First scale for all steps", false,
                                           "SpikingJelly multiplies whole sequences by p[0] at every step; on does the same."));
    if (kind != NormKind::Threshold)
        spec.params.push_back(layers::flag("affine", "Learn scale and shift", true, "Give each channel a learned weight and bias."));
    if (kind == NormKind::Batch)
        spec.params.push_back({.name = "initial_weight", .caption = "First weight", .type = ParamType::Real, .initial = 1.0,
                               .range = anyReal(),
                               .doc = "The scale of each channel when learning starts; 0 silences a residual branch at first.",
                               .applies = Applies::Rebuild, .common = false});
    spec.params.push_back(layers::flag("track_running_stats", "Keep running statistics", true,
                                       "Off: the statistics of the batch at hand are used in tests too."));
    spec.shape = [dims, kind](const ShapeQuery& q, NodeReport& report) {
        Dim channels, steps;
        const bool perStep = kind == NormKind::TemporalEffective || kind == NormKind::ThroughTime;
        if (!fits(q, dims, report) || !layers::channelsOf(q, "num_features", channels, report) ||
            (perStep && !stepsOf(q, steps, report)))
            return shapes::refused(PortType::Sequence);
        ShapeAnswer answer = shapes::like(q, PortType::Sequence);
        const bool affine = kind == NormKind::Threshold || q.values.flag("affine");
        if (channels && affine)
            answer.parameterCount = kind == NormKind::ThroughTime ? *channels * steps.value_or(0) : 2 * *channels;
        if (kind == NormKind::TemporalEffective)
            answer.parameterCount += steps.value_or(0);
        return answer;
    };
    return spec;
}

} // namespace

#define SPW_NORM_SPECS(n)                                                                                               \
    const NodeSpec& batchNorm##n##dSpec()                                                                               \
    {                                                                                                                   \
        static const NodeSpec spec = normSpec(n, NormKind::Batch);                                                          \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& thresholdBatchNorm##n##dSpec()                                                                      \
    {                                                                                                                   \
        static const NodeSpec spec = normSpec(n, NormKind::Threshold);                                                      \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& temporalBatchNorm##n##dSpec()                                                                       \
    {                                                                                                                   \
        static const NodeSpec spec = normSpec(n, NormKind::TemporalEffective);                                              \
        return spec;                                                                                                    \
    }                                                                                                                   \
    const NodeSpec& batchNormThroughTime##n##dSpec()                                                                    \
    {                                                                                                                   \
        static const NodeSpec spec = normSpec(n, NormKind::ThroughTime);                                                    \
        return spec;                                                                                                    \
    }
SPW_NORM_SPECS(1)
SPW_NORM_SPECS(2)
SPW_NORM_SPECS(3)
#undef SPW_NORM_SPECS

const NodeSpec& groupNormSpec()
{
    static const NodeSpec spec{
        .id = "layer.group_norm",
        .title = "GroupNorm",
        .category = Category::Layer,
        .caption = "Normalise in groups when batches are small.",
        .doc = "The channels are split into num_groups; y = weight (x - mean) / sqrt(var + eps) + bias with mean and variance "
               "over each group's channels and places, for each step and sample by itself.",
        .source = "SpikingJelly, layer.GroupNorm; Wu, He 2018",
        .inputs = {{"x", PortType::Sequence, "Any sequence: channels first."}},
        .outputs = {{"y", PortType::Sequence, "The same values, normalised."}},
        .params = {
            layers::number("num_groups", "Groups", 1, between(1, 65536), "Divides the number of channels."),
            layers::number("num_channels", "Channels", 0, between(0, 65536),
                           "Channels of the input; 0 takes the number from what is connected.", false),
            {.name = "eps", .caption = "Epsilon", .type = ParamType::Real, .initial = 1e-5, .range = above(0),
             .doc = "Keeps the division finite where the variance is 0.", .common = false},
            layers::flag("affine", "Learn scale and shift", true, "Give each channel a learned weight and bias."),
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            Dim channels;
            if (!layers::channelsOf(q, "num_channels", channels, report))
                return shapes::refused(PortType::Sequence);
            const std::int64_t groups = q.values.integer("num_groups");
            if (channels && *channels % groups != 0) {
                report.error("num_groups", "The " + std::to_string(*channels) + " channels cannot be split into " +
                                               std::to_string(groups) + " equal groups.",
                             "Every group has the same number of channels.",
                             "Choose a divisor of " + std::to_string(*channels) + ".", "SPW-S013");
                return shapes::refused(PortType::Sequence);
            }
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            if (channels && q.values.flag("affine"))
                answer.parameterCount = 2 * *channels;
            return answer;
        },
        .learns = true,
    };
    return spec;
}

const NodeSpec& neuNormSpec()
{
    static const NodeSpec spec{
        .id = "layer.neu_norm",
        .title = "NeuNorm",
        .category = Category::Layer,
        .caption = "Neighbours suppress each other, channel by channel.",
        .doc = "An auxiliary value at each place, a[t] = k a[t-1] + (1 - k) / C^2 sum over the C channels of x[t], is taken "
               "off: y[t] = x[t] - w a[t] with a learned w for each channel and place. Put it behind a spiking "
               "convolution; what comes out is no longer 0 or 1.",
        .source = "SpikingJelly, layer.NeuNorm; Wu and others 2019",
        .inputs = layers::mapsIn(2),
        .outputs = layers::mapsOut(2, "The same maps, less what their neighbours fired."),
        .params = {
            layers::number("in_channels", "Channels", 0, between(0, 65536),
                           "Maps of the input; 0 takes the number from what is connected.", false),
            {.name = "k", .caption = "Memory", .type = ParamType::Real, .initial = 0.9, .range = between(0, 1),
             .doc = "Share of the auxiliary value that is kept at each step."},
            layers::flag("shared_across_channels", "One weight for all channels", false, "Learn w for each place only."),
        },
        .shape = [](const ShapeQuery& q, NodeReport& report) {
            Dim channels;
            if (!layers::isMaps(q, 2, report) || !layers::channelsOf(q, "in_channels", channels, report))
                return shapes::refused(PortType::Sequence);
            ShapeAnswer answer = shapes::like(q, PortType::Sequence);
            if (shapes::knowsAxes(q)) {
                std::vector<Dim> places = q.inputs[0]->features;
                if (q.values.flag("shared_across_channels"))
                    places[0] = 1;
                answer.parameterCount = shapes::product(places).value_or(0);
            }
            return answer;
        },
        .learns = true,
    };
    return spec;
}

} // namespace spw
