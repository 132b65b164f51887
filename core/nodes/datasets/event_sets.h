// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalog/node_spec.h"

/// What the datasets of event cameras have in common.
namespace spw::event_sets {

ParamSpec folder(const std::string& doc);
void warnWithoutFolder(const ParamValues& values, NodeReport& report);
/// train_share, shuffle and split_seed, for sets without splits of their own.
std::vector<ParamSpec> parted();
std::vector<ParamSpec> joined(std::vector<std::vector<ParamSpec>> lists);

std::vector<PortSpec> outputs();
/// Events of a sensor and their label.
ShapeAnswer shape(std::int64_t channels, std::int64_t height, std::int64_t width, std::int64_t classes);

} // namespace spw::event_sets
