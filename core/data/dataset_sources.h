// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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
};

/// All of them, by title.
const std::vector<DatasetSource>& datasetSources();
const DatasetSource* datasetSource(const std::string& id);

} // namespace spw
