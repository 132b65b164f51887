// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace spw {

/// Loss and accuracy of one split, counted over an epoch and then closed (models.md M2).
///
///     stat.numSamples += 16; stat.correctSamples += 11; stat.lossSum += loss * 16;
///     stat.update();   // at the end of the epoch
/// Source: SLAYER PyTorch, learningStats.learningStat.
class LearningStat {
public:
    std::int64_t correctSamples = 0, numSamples = 0;
    double lossSum = 0;

    std::optional<double> accuracy() const;   // since the last update; nothing while no answer was right, as the original
    std::optional<double> loss() const;       // nothing while no sample was seen
    void reset();                             // forgets what was counted since the last update
    void update();                            // closes the epoch

    const std::vector<double>& losses() const { return m_losses; }           // of closed epochs
    const std::vector<double>& accuracies() const { return m_accuracies; }   // NaN where there was none
    std::optional<double> minLoss() const;
    std::optional<double> maxAccuracy() const;
    bool lastIsBestLoss() const;              // the closed epoch was the best so far: time to keep the weights
    bool lastIsBestAccuracy() const;

private:
    std::vector<double> m_losses, m_accuracies;
};

/// Both splits, as text.
struct LearningStats {
    LearningStat training, testing;

    void update();
    /// "Epoch 3, 12 s: loss 0.1 (min 0.09), accuracy 0.8 (max 0.85); test: ..."
    std::string text(std::int64_t epoch, std::optional<double> seconds = {}) const;
    /// Writes loss.txt and accuracy.txt, columns training and testing. @throws Error
    void save(const std::filesystem::path& folder) const;
};

} // namespace spw
