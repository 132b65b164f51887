// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/document/document.h"
#include "core/exchange/network_runner.h"
#include "core/plan/plan.h"
#include "core/run/weights_file.h"

#include <functional>
#include <string>
#include <vector>

/// The steps of a conversion one by one; ann_to_snn.h does all of them.
namespace spw {

/// How large an activation may be that one spike a step stands for.
struct ConversionMode {
    enum class Kind { Max, Percentile, Scale } kind = Kind::Max;
    double value = 0;                   // percent, or the factor of the largest
};
/// "max", "99.9%" (above 0, up to 100) or a factor above 0 up to 1. @throws Error for anything else.
ConversionMode conversionMode(const std::string& text);

/// What stands in the way of a conversion: errors for nodes that have no spiking counterpart (K19), warnings for those
/// that make it worse (K18: max pooling).
Diagnostics conversionLimits(const Plan& plan);

/// A project with its complete weights.
struct TrainedDocument {
    Document document;
    Weights weights;
};

/// Folds every BatchNorm that alone reads a convolution or a linear layer into it, with the running statistics.
/// @param folded  told the names of synapse and norm.  @param kept  the same for a norm that must stay, with the reason.
TrainedDocument foldNorms(const TrainedDocument& trained, const std::function<void(const std::string&, const std::string&)>& folded,
                          const std::function<void(const std::string&, const std::string&)>& kept);

/// What was measured behind one ReLU and what it became.
struct ConvertedLayer {
    NodeId relu = 0;                    // in the analog network
    NodeId before = 0, neuron = 0, after = 0;   // in the spiking one
    std::string name;
    double scale = 0;                   // largest activation that still fits; 1 where nothing ever passed
    bool silent = false;
};

/// One scale for each ReLU, in the order of the plan: s of the first batch, then s <- (1 - momentum) s + momentum s_now.
class ScaleMeter {
public:
    ScaleMeter(const Plan& plan, ConversionMode mode, double momentum);
    const std::set<EdgeEnd>& ports() const { return m_ports; }
    /// One batch: the values at ports().
    void add(const PortTensors& values);
    std::vector<ConvertedLayer> layers() const;

private:
    struct Entry {
        EdgeEnd port;
        std::string name;
        double scale = 0;
    };
    ConversionMode m_mode;
    double m_momentum;
    std::vector<Entry> m_entries;
    std::set<EdgeEnd> m_ports;
    bool m_first = true;
};

/// The spiking network: every ReLU of `layers` becomes Scale(1/s), IF (threshold 1, soft reset), Scale(s), none of which
/// learns; encoders give `steps` steps, and each step of sequences from the data is held until there are as many. Fills in the new nodes of `layers`.
TrainedDocument spikingNetwork(const TrainedDocument& analog, std::vector<ConvertedLayer>& layers, std::int64_t steps);

} // namespace spw
