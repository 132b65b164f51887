// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/param.h"

#include <string>
#include <vector>

namespace spw {

struct SourceFile {
    std::string name, url, checksum;   // "md5:...", "sha256:..."
    std::string into = {};             // folder it is unpacked into, below the chosen one
};

/// Where a dataset comes from.
struct DatasetSource {
    std::string id;                    // "n-mnist"
    std::string node;                  // that reads it: "dataset.nmnist"
    std::string title, page;
    std::string terms;                 // what its publisher allows, in a sentence
    std::string steps;                 // how to get it by hand
    std::vector<SourceFile> files;     // empty: the publisher's page must be used
    bool unpack = true;
    std::string set = {};              // where one node reads several: its value of "set"
};

/// All of them, by title.
const std::vector<DatasetSource>& datasetSources();
const DatasetSource* datasetSource(const std::string& id);
/// The one that a node reads with these values; nullptr if none is known.
const DatasetSource* sourceOfNode(const std::string& node, const ParamValues& values);

} // namespace spw
