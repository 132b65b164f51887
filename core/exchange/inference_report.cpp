// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/inference_report.h"

#include <algorithm>

namespace spw {

namespace {

using Kind = InferenceOp::Kind;

std::string sizes(const std::vector<std::int64_t>& shape)
{
    std::string out;
    for (const std::int64_t side : shape)
        out += (out.empty() ? "" : " x ") + std::to_string(side);
    return out;
}

} // namespace

std::string opName(const InferenceOp& op)
{
    const std::string dims = op.kernel.empty() ? "" : std::to_string(op.kernel.size()) + "d";
    switch (op.kind) {
    case Kind::Input: return "Input";
    case Kind::Repeat: return "Repeat";
    case Kind::Conv: return "Conv" + dims;
    case Kind::ConvTranspose: return "ConvTranspose" + dims;
    case Kind::Linear: return "Linear";
    case Kind::BatchNorm: return "BatchNorm";
    case Kind::MaxPool: return "MaxPool" + dims;
    case Kind::AveragePool: return op.size == 1 ? "SumPool" + dims : "AvgPool" + dims;
    case Kind::AdaptiveAveragePool: return "AdaptiveAvgPool";
    case Kind::Reshape: return op.shape.size() == 1 ? "Flatten" : "Reshape";
    case Kind::Voting: return "Voting";
    case Kind::Relu: return "ReLU";
    case Kind::Spiking: return op.rule.leaks ? "LIF" : "IF";
    case Kind::OtherNeuron: return op.planned->spec->title;
    case Kind::Add: return "Add";
    case Kind::Subtract: return "Subtract";
    case Kind::Multiply: return "Multiply";
    case Kind::Mean: return "Mean";
    case Kind::Largest: return "Max";
    case Kind::Smallest: return "Min";
    case Kind::AndNot: return "AndNot";
    case Kind::Concat: return "Concat";
    case Kind::OverTime: return op.reduce + " over time";
    }
    return {};
}

void reportNet(ExchangeReport& report, const Plan& plan, const InferenceNet& net, const std::vector<NodeId>& folded)
{
    for (const PlannedNode& node : plan.nodes) {
        const auto op = std::find_if(net.ops.begin(), net.ops.end(), [&](const InferenceOp& one) {
            return one.node == node.id && one.kind != Kind::Input;
        });
        if (op != net.ops.end()) {
            std::string what = node.spec->title + " -> " + opName(*op);
            if (const auto weight = op->arrays.find("weight"); weight != op->arrays.end())
                what += ", " + sizes(weight->second.shape);
            report.add(Outcome::Mapped, node.id, node.name, std::move(what));
        } else if (std::find(folded.begin(), folded.end(), node.id) != folded.end()) {
            report.add(Outcome::Changed, node.id, node.name, node.spec->title + " -> part of the layer before it",
                       "Its factor and shift are multiplied into those weights.");
        } else if (node.spec->category == Category::Layer) {
            report.add(Outcome::Skipped, node.id, node.name, node.spec->title, "It does nothing outside training, or nothing reads it.");
        } else if (node.spec->category != Category::Encoder) {   // one that is left out has told why
            report.add(Outcome::Skipped, node.id, node.name, node.spec->title + ".", "It belongs to training or data.");
        }
    }
}

} // namespace spw
