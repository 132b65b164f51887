// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/engine/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace spw::engine {

namespace {

/// What is watched, as a number to make small: the test loss where there is one, else that of training.
double watchedLoss(const EpochMetrics& row) { return std::isfinite(row.testLoss) ? row.testLoss : row.trainLoss; }

/// Times that the rate was lowered because the loss stood still for `patience` epochs (PyTorch's ReduceLROnPlateau
/// with its relative threshold of 1e-4).
std::int64_t plateaus(const std::vector<EpochMetrics>& done, std::int64_t patience)
{
    double best = std::numeric_limits<double>::infinity();
    std::int64_t still = 0, lowered = 0;
    for (const EpochMetrics& row : done) {
        const double loss = watchedLoss(row);
        if (loss < best * (1.0 - 1e-4)) {
            best = loss;
            still = 0;
        } else if (++still > patience) {
            ++lowered;
            still = 0;
        }
    }
    return lowered;
}

double cosine(double share) { return 0.5 * (1.0 + std::cos(std::numbers::pi * share)); }

double scheduleRate(double base, const ParamValues& learner, std::int64_t epoch, std::int64_t epochs,
                    const std::vector<EpochMetrics>& done)
{
    const std::string& schedule = learner.text("schedule");
    const double passed = double(epoch - 1);
    const double least = std::min(learner.real("min_rate"), base);
    if (schedule == "step")
        return base * std::pow(learner.real("gamma"), double((epoch - 1) / learner.integer("step_size")));
    if (schedule == "exponential")
        return base * std::pow(learner.real("gamma"), passed);
    if (schedule == "cosine")
        return least + (base - least) * cosine(passed / double(std::max<std::int64_t>(epochs, 1)));
    if (schedule == "cosine_restarts")
        return least + (base - least) * cosine(std::fmod(passed, double(learner.integer("step_size")))
                                               / double(learner.integer("step_size")));
    if (schedule == "linear")
        return base + (least - base) * passed / double(std::max<std::int64_t>(epochs - 1, 1));
    if (schedule == "plateau")
        return std::max(least, base * std::pow(learner.real("gamma"),
                                               double(plateaus(done, learner.integer("plateau_patience")))));
    return base;
}

} // namespace

double scheduledRate(double base, const ParamValues& learner, std::int64_t epoch, std::int64_t epochs,
                     const std::vector<EpochMetrics>& done)
{
    const std::int64_t warmup = learner.integer("warmup_epochs");
    if (epoch > warmup)
        return scheduleRate(base, learner, epoch - warmup, std::max<std::int64_t>(epochs - warmup, 1), done);
    const double start = learner.real("warmup_factor");
    return base * (start + (1.0 - start) * double(epoch - 1) / double(warmup));
}

bool stopsEarly(const ParamValues& learner, const std::vector<EpochMetrics>& done)
{
    const std::int64_t patience = learner.integer("patience");
    if (patience == 0)
        return false;
    const double enough = learner.real("min_improvement");
    const bool byAccuracy = learner.text("early_stopping_on") == "accuracy";
    double best = -std::numeric_limits<double>::infinity();
    std::int64_t bestEpoch = 0;
    for (const EpochMetrics& row : done) {
        const double accuracy = std::isfinite(row.testAccuracy) ? row.testAccuracy : row.trainAccuracy;
        const double score = byAccuracy ? accuracy : -watchedLoss(row);
        if (score > best + enough || bestEpoch == 0) {
            best = score;
            bestEpoch = row.epoch;
        }
    }
    return !done.empty() && done.back().epoch - bestEpoch >= patience;
}

} // namespace spw::engine
