// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/dataset.h"

#include "core/base/error.h"
#include "core/data/datasets/arrays.h"
#include "core/data/datasets/bs2_folder.h"
#include "core/data/datasets/openers.h"
#include "core/data/datasets/points.h"
#include "core/data/datasets/stimulus.h"
#include "core/data/synthetic/glyphs.h"
#include "core/data/synthetic/moving_shapes.h"

namespace spw {

namespace {

using Open = std::unique_ptr<Dataset> (*)(const ParamValues&, const std::filesystem::path& base);

/// Every dataset there is, by node id.
const std::map<std::string, Open>& datasets()
{
    static const std::map<std::string, Open> rows = {
        {"dataset.arrays", openArrays},
        {"dataset.asl_dvs", openAslDvsSet},
        {"dataset.bs2_folder", openBs2Folder},
        {"dataset.cifar", openCifar},
        {"dataset.cifar10_dvs", openCifar10Dvs},
        {"dataset.dvs128_gesture", openDvsGesture},
        {"dataset.es_imagenet", openEsImagenetSet},
        {"dataset.mnist", openMnist},
        {"dataset.nav_gesture", openNavGesture},
        {"dataset.ncaltech101", openNcaltech101},
        {"dataset.nmnist", openNmnist},
        {"dataset.points", [](const ParamValues& v, const std::filesystem::path&) { return openPoints(v); }},
        {"dataset.recordings", openRecordings},
        {"dataset.shd", openShd},
        {"dataset.speech_commands", openSpeechCommands},
        {"dataset.ssc", openSsc},
        {"dataset.glyphs", [](const ParamValues& v, const std::filesystem::path&) { return openGlyphs(v); }},
        {"dataset.stimulus", [](const ParamValues& v, const std::filesystem::path&) { return openStimulus(v); }},
        {"dataset.synthetic_dvs",
         [](const ParamValues& v, const std::filesystem::path&) { return openMovingShapes(v); }},
    };
    return rows;
}

} // namespace

bool isDataset(const std::string& type) { return datasets().count(type) != 0; }

std::unique_ptr<Dataset> openDataset(const std::string& type, const ParamValues& values,
                                     const std::filesystem::path& base, std::uint64_t)
{
    // The seed of the run is not used: made-up data have a seed of their own, so that runs with other seeds
    // still see the same data.
    const auto row = datasets().find(type);
    if (row == datasets().end())
        throw Error("\"" + type + "\" is no dataset.", "", "Update Spikewright, or choose another dataset.");
    return row->second(values, base);
}

} // namespace spw
