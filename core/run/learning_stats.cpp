// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/learning_stats.h"

#include "core/base/atomic_file.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

namespace spw {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

std::optional<double> best(const std::vector<double>& values, double sign)
{
    std::optional<double> found;
    for (const double value : values)
        if (!std::isnan(value) && (!found || sign * value > sign * *found))
            found = value;
    return found;
}

/// True if the last value is better than all before.
bool improved(std::vector<double> values, double sign)
{
    if (values.empty() || std::isnan(values.back()))
        return false;
    const double last = values.back();
    values.pop_back();
    const std::optional<double> before = best(values, sign);
    return !before || sign * last > sign * *before;
}

std::string number(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.6g", value);
    return text;
}

std::string shown(const LearningStat& stat)
{
    // What is being counted, or else the epoch that was closed last.
    const auto now = [](std::optional<double> value, const std::vector<double>& closed) {
        return value ? *value : closed.empty() ? kNone : closed.back();
    };
    std::string text = "loss " + number(now(stat.loss(), stat.losses()));
    if (const auto least = stat.minLoss())
        text += " (min " + number(*least) + ")";
    text += ", accuracy " + number(now(stat.accuracy(), stat.accuracies()));
    if (const auto most = stat.maxAccuracy())
        text += " (max " + number(*most) + ")";
    return text;
}

void saveColumns(const std::filesystem::path& file, const std::vector<double>& a, const std::vector<double>& b)
{
    std::string text = "# training testing\n";
    for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i)
        text += number(i < a.size() ? a[i] : kNone) + " " + number(i < b.size() ? b[i] : kNone) + "\n";
    writeFileAtomically(file, text);
}

} // namespace

std::optional<double> LearningStat::accuracy() const
{
    if (numSamples <= 0 || correctSamples == 0)
        return std::nullopt;
    return double(correctSamples) / double(numSamples);
}

std::optional<double> LearningStat::loss() const
{
    if (numSamples <= 0)
        return std::nullopt;
    return lossSum / double(numSamples);
}

void LearningStat::reset()
{
    correctSamples = numSamples = 0;
    lossSum = 0;
}

void LearningStat::update()
{
    if (numSamples > 0) {
        m_losses.push_back(*loss());
        m_accuracies.push_back(accuracy().value_or(kNone));
    }
    reset();
}

std::optional<double> LearningStat::minLoss() const { return best(m_losses, -1); }
std::optional<double> LearningStat::maxAccuracy() const { return best(m_accuracies, 1); }
bool LearningStat::lastIsBestLoss() const { return improved(m_losses, -1); }
bool LearningStat::lastIsBestAccuracy() const { return improved(m_accuracies, 1); }

void LearningStats::update()
{
    training.update();
    testing.update();
}

std::string LearningStats::text(std::int64_t epoch, std::optional<double> seconds) const
{
    std::string text = "Epoch " + std::to_string(epoch);
    if (seconds)
        text += ", " + number(*seconds) + " s";
    text += ": " + shown(training);
    if (testing.numSamples > 0 || !testing.losses().empty())
        text += "; test: " + shown(testing);
    return text;
}

void LearningStats::save(const std::filesystem::path& folder) const
{
    saveColumns(folder / "loss.txt", training.losses(), testing.losses());
    saveColumns(folder / "accuracy.txt", training.accuracies(), testing.accuracies());
}

} // namespace spw
