// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/data/dataset.h"

/// The datasets that lie in files of a known arrangement; parameters are those of their nodes (core/nodes/datasets).
/// Opening lists files and reads labels; recordings are read when a sample is asked for.
/// @throws Error naming folder or file, and the remedy.
namespace spw {

std::unique_ptr<Dataset> openRecordings(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openNmnist(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openNcaltech101(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openCifar10Dvs(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openAslDvsSet(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openNavGesture(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openEsImagenetSet(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openDvsGesture(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openShd(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openSsc(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openMnist(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openCifar(const ParamValues& values, const std::filesystem::path& base);
std::unique_ptr<Dataset> openSpeechCommands(const ParamValues& values, const std::filesystem::path& base);

} // namespace spw
