// SPDX-License-Identifier: GPL-3.0-or-later
#include "plugins/lynxi/lynxi_limits.h"

#include "core/exchange/half.h"
#include "core/exchange/onnx_network.h"

#include <algorithm>
#include <cmath>

namespace spw::lynxi {

namespace {

using Kind = InferenceOp::Kind;

constexpr float kLargestHalf = 65504.0f;

bool isPicture(const InferenceOp& op) { return op.kernel.size() == 2 || (op.kernel.empty() && op.shape.size() == 3); }

class Checker {
public:
    Checker(const InferenceNet& net, bool folds, Diagnostics& out) : m_net(net), m_folds(folds), m_out(out) {}

    void run()
    {
        for (std::size_t i = 0; i < m_net.ops.size(); ++i)
            check(i);
        if (m_net.inputs.size() != 1)
            refuse({}, "The network has " + std::to_string(m_net.inputs.size()) + " inputs.", "The compiled program is called with one.",
                   "Join them before the network, or export its parts.");
        if (m_net.outputs.size() > 1) {
            std::string names;
            for (const std::size_t out : m_net.outputs)
                names += (names.empty() ? "'" : ", '") + m_net.ops[out].title + "'";
            refuse({}, "The network has " + std::to_string(m_net.outputs.size()) + " outputs: " + names + ".",
                   "The compiled program gives one.", "Remove the readouts or layers that are not needed.");
        }
        if (m_net.steps == 0)
            refuse({}, "The number of steps is not known.", "The compiler writes all steps out.", "Set the option 'T'.");
    }

private:
    void refuse(const InferenceOp& op, std::string what, std::string why, std::string fix)
    {
        m_out.push_back({Severity::Error, "SPW-F430", op.node, op.title, {}, std::move(what), std::move(why), std::move(fix)});
    }

    void check(std::size_t i)
    {
        const InferenceOp& op = m_net.ops[i];
        if (op.shape.size() > 3)
            refuse(op, "Its values have " + std::to_string(op.shape.size() + 1) + " axes with the batch.",
                   "The chip takes four at most, anywhere in the network.", "Use layers for pictures instead of volumes.");
        switch (op.kind) {
        case Kind::Conv:
            if (!isPicture(op))
                refuse(op, "Only convolutions of pictures are known to the compiler.", "It converts Conv2d.",
                       "Use Conv2d; a line is a picture with a height of 1.");
            else if (op.paddingMode != "zeros")
                refuse(op, "Its border is not made of zeros.", "The compiler pads with zeros.", "Set 'Border' to zeros.");
            break;
        case Kind::ConvTranspose:
            refuse(op, "The compiler has no transposed convolution.", "It converts Conv2d, BatchNorm2d, pools, Flatten and Linear.",
                   "Leave it out, or use Conv2d.");
            break;
        case Kind::MaxPool:
        case Kind::AveragePool:
        case Kind::AdaptiveAveragePool:
            if (!isPicture(op))
                refuse(op, "Only pools of pictures are known to the compiler.", "It converts MaxPool2d, AvgPool2d and AdaptiveAvgPool2d.",
                       "Use the pool for pictures; a line is a picture with a height of 1.");
            break;
        case Kind::BatchNorm:
            if (op.shape.size() != 3 && !(m_folds && canFold(m_net, i)))
                refuse(op, "Only the BatchNorm of pictures is known to the compiler.", "It converts BatchNorm2d.",
                       "Put it right behind a Linear or Conv2d that nothing else reads, and leave the option 'fold_batch_norm' on.");
            break;
        case Kind::Spiking:
            if (op.rule.reset && *op.rule.reset != 0)
                refuse(op, "Its reset is " + toText(ParamValue(double(*op.rule.reset))) + ".",
                       "The neurons of Lynxi leak towards the reset in another way; both agree only for a reset of 0.",
                       "Set 'Reset' to 0 or none and train again.");
            break;
        default: break;
        }
    }

    const InferenceNet& m_net;
    bool m_folds;
    Diagnostics& m_out;
};

} // namespace

InferenceNet lynxiNet(const Plan& plan, const Weights* weights, const ParamValues& options, Diagnostics& problems,
                      std::vector<NodeId>& folded)
{
    InferenceNet net = inferenceNet(plan, weights, {.steps = options.integer("T"), .otherNeurons = false, .target = "Lynxi"}, problems);
    if (hasErrors(problems))
        return net;
    const bool folds = options.flag("fold_batch_norm");
    Checker(net, folds, problems).run();
    if (!hasErrors(problems) && folds)
        folded = foldBatchNorms(net);
    return net;
}

bool hasOnnx(const InferenceNet& net, Diagnostics& problems)
{
    const Diagnostics limits = onnxLimits(net, {});
    for (Diagnostic limit : limits) {
        limit.severity = Severity::Warning;
        limit.what = "model.onnx is left out: " + limit.what;
        problems.push_back(std::move(limit));
    }
    return limits.empty();
}

std::vector<HalfWeights> roundToHalf(InferenceNet& net)
{
    std::vector<HalfWeights> out;
    for (InferenceOp& op : net.ops) {
        HalfWeights one{op.node, op.title};
        const auto round = [&](float value) {
            float half = roundedToHalf(value);
            if (std::isinf(half)) {
                ++one.tooLarge;
                half = std::copysign(kLargestHalf, value);
            }
            one.vanished += half == 0 && value != 0;
            one.largestError = std::max(one.largestError, double(std::fabs(half - value)));
            return half;
        };
        if (op.kind == Kind::Spiking)
            op.arrays.clear();   // a learned time constant: the rule has it
        for (auto& [name, array] : op.arrays)
            for (float& value : array.data)
                value = round(value);
        if (op.kind == Kind::Spiking) {
            op.rule.threshold = round(op.rule.threshold);
            if (op.rule.reset)
                op.rule.reset = round(*op.rule.reset);
        }
        if (!op.arrays.empty() || one.largestError > 0)
            out.push_back(std::move(one));
    }
    return out;
}

} // namespace spw::lynxi
