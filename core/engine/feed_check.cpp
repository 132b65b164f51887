// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/feed_check.h"

#include "core/base/error.h"
#include "kernels/torch/aten.h"

#include <cmath>

namespace spw::engine {

namespace {

std::string sizesText(at::IntArrayRef sizes)
{
    std::string text;
    for (const std::int64_t size : sizes) {
        if (!text.empty())
            text += 'x';
        text += std::to_string(size);
    }
    return text.empty() ? "one number" : text;
}

[[noreturn]] void refuse(const FeedRule& rule, const std::string& what, const std::string& fix)
{
    throw Error(what, rule.reader + ", input '" + rule.port + "'", fix);
}

/// NaN and infinity survive a sum, so one pass without memory tells; a sum that overflowed is looked at again.
bool isFinite(const at::Tensor& value)
{
    const at::NoGradGuard noGrad;
    const at::Tensor plain = value.detach();
    if (std::isfinite(plain.sum().item<double>()))
        return true;
    return at::isfinite(plain).all().item<bool>();
}

void checkLabels(const FeedRule& rule, const at::Tensor& value)
{
    if (value.dim() != 1 || value.scalar_type() != at::kLong)
        refuse(rule, "Labels must be one whole number a sample; these have the shape " + sizesText(value.sizes()) + ".",
               "Give a list of class numbers.");
    if (value.numel() == 0 || !rule.info.classes)
        return;
    const std::int64_t low = value.min().item<std::int64_t>(), high = value.max().item<std::int64_t>();
    if (low < 0 || high >= *rule.info.classes)
        refuse(rule, "There is no class " + std::to_string(low < 0 ? low : high) + "; there are " +
                         std::to_string(*rule.info.classes) + ".",
               "Number the classes from 0 to " + std::to_string(*rule.info.classes - 1) + ".");
}

} // namespace

void checkFeed(const FeedRule& rule, const at::Tensor& value, c10::Device device, std::optional<std::int64_t> step,
               std::int64_t& samples)
{
    const PortInfo& info = rule.info;
    if (!value.defined())
        refuse(rule, "There is no value.", "Choose a dataset that gives one.");
    if (value.device() != device)
        refuse(rule, "The values lie on " + value.device().str() + ", the network on " + device.str() + ".",
               "Move the values to the device of the network.");
    if (info.type == PortType::Label)
        checkLabels(rule, value);
    else if (!value.is_floating_point())
        refuse(rule, "The values are whole numbers or of another type that no layer computes with.",
               "Convert them to 32-bit floating point.");
    const bool timed = hasSteps(info.type), plain = info.type == PortType::Label || info.type == PortType::Scalar;
    const std::int64_t lead = timed ? 2 : 1;
    if (info.type == PortType::Scalar)
        return;
    const bool ranked = info.features.empty() ? value.dim() >= lead : value.dim() == lead + std::int64_t(info.features.size());
    if (!plain && !ranked) {
        std::string what = "A shape of " + sizesText(value.sizes()) + " does not fit";
        if (!info.features.empty())
            what.append(" ").append(shapeText(info.features)).append(timed ? " values a sample and step" : " values a sample");
        refuse(rule, what + ".", timed ? "Give steps x samples x values." : "Give samples x values.");
    }
    for (std::size_t axis = 0; !plain && axis < info.features.size(); ++axis)
        if (info.features[axis] && *info.features[axis] != value.size(lead + std::int64_t(axis)))
            refuse(rule, "Samples of " + sizesText(value.sizes().slice(std::size_t(lead))) +
                             " do not fit into a network that was planned for " + shapeText(info.features) + ".",
                   "Plan the network again for these data, or resize them.");
    if (timed && value.size(0) == 0)
        refuse(rule, "The sequence has no steps (T = 0).", "Give at least one step.");
    const std::int64_t count = value.size(lead - 1);
    if (count == 0)
        refuse(rule, "The batch is empty (N = 0).", "Give at least one sample.");
    if (samples != 0 && samples != count)
        refuse(rule, "It has " + std::to_string(count) + " samples, another input has " + std::to_string(samples) + ".",
               "Give all inputs of a network the same samples.");
    samples = count;
    if (info.type != PortType::Label && !(step && !timed && *step > 0) &&
        !isFinite(timed && step ? value.select(0, *step) : value))
        refuse(rule, "The values hold NaN or infinity.", "Clean the data; one such number spoils all that is learned.");
}

} // namespace spw::engine
